package org.t2workbench.core.run;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MLflow tracking server, named by the system property {@value #PROPERTY} or, as in MLflow's own clients, by the
 * variables {@code MLFLOW_TRACKING_URI}, {@code MLFLOW_EXPERIMENT_NAME}, {@code MLFLOW_TRACKING_USERNAME}, {@code
 * MLFLOW_TRACKING_PASSWORD} and {@code MLFLOW_TRACKING_TOKEN}. Immutable.
 */
public final class MlflowServer {

    /** Names the server, in place of the variable; blank for none. */
    public static final String PROPERTY = "t2.mlflow";

    private static final Logger LOG = LoggerFactory.getLogger(MlflowServer.class);
    private static final String DEFAULT_EXPERIMENT = "t2-workbench";

    private final String address;
    private final String experiment;
    private final Function<String, @Nullable String> environment;

    private MlflowServer(String address, String experiment, Function<String, @Nullable String> environment) {
        this.address = address;
        this.experiment = experiment;
        this.environment = environment;
    }

    /** The server this process is configured for; empty for none, and for an address that is not http or https. */
    public static Optional<MlflowServer> configured() {
        return configured(System::getProperty, System::getenv);
    }

    static Optional<MlflowServer> configured(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        String property = properties.apply(PROPERTY);
        String variable = environment.apply("MLFLOW_TRACKING_URI");
        String given = property != null ? property : variable != null ? variable : "";
        if (given.isBlank()) {
            return Optional.empty();
        }
        if (!isAddress(given.trim())) {
            LOG.warn("The MLflow server \"{}\" is passed over: only http and https addresses are known.", given);
            return Optional.empty();
        }
        String name = environment.apply("MLFLOW_EXPERIMENT_NAME");
        return Optional.of(new MlflowServer(
                given.trim().replaceAll("/+$", ""),
                name == null || name.isBlank() ? DEFAULT_EXPERIMENT : name,
                environment));
    }

    /** Whether a text can be the address of a server. */
    public static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public String address() {
        return address;
    }

    /**
     * Sends a run that may be over, at once; what was sent before is not sent again. Blocks.
     *
     * @throws org.t2workbench.core.job.WorkbenchException in one sentence when the server is not there or does not want it
     */
    public void send(RunFolder run) {
        MlflowSender.sendNow(this, run);
    }

    String experiment() {
        return experiment;
    }

    /** A client; whoever asked closes it. */
    MlflowClient client() {
        String user = environment.apply("MLFLOW_TRACKING_USERNAME");
        String password = environment.apply("MLFLOW_TRACKING_PASSWORD");
        String token = environment.apply("MLFLOW_TRACKING_TOKEN");
        if (user != null && password != null) {
            return new MlflowClient(new BasicMlflowHostCreds(address, user, password));
        }
        return new MlflowClient(
                token != null ? new BasicMlflowHostCreds(address, token) : new BasicMlflowHostCreds(address));
    }
}
