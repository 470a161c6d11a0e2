package org.t2workbench.core.run;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
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
 * MLFLOW_TRACKING_PASSWORD} and {@code MLFLOW_TRACKING_TOKEN}. Where neither names one, it is what was told to {@link
 * #remember}. Immutable.
 */
public final class MlflowServer {

    /** Names the server, in place of the variable; blank for none. */
    public static final String PROPERTY = "t2.mlflow";

    /** Names the server of the window's settings; comes last. */
    private static final String REMEMBERED = "t2.mlflow.remembered";

    private static final String VARIABLE = "MLFLOW_TRACKING_URI";
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

    /** What the property or the variable of this process names, as it stands there; empty where both are silent. */
    public static Optional<String> ofEnvironment() {
        return named(System::getProperty, System::getenv);
    }

    private static Optional<String> named(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        String property = properties.apply(PROPERTY);
        String variable = environment.apply(VARIABLE);
        return property != null
                ? Optional.of(property)
                : Optional.ofNullable(variable).filter(text -> !text.isBlank());
    }

    /**
     * Names the server for runs of this process that begin from here on, where its environment names none. Any thread.
     *
     * @param address as {@link #isAddress} has it; empty for none
     */
    public static void remember(String address) {
        System.setProperty(REMEMBERED, address);
    }

    static Optional<MlflowServer> configured(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        String given = named(properties, environment)
                .orElseGet(() -> Objects.requireNonNullElse(properties.apply(REMEMBERED), ""));
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
