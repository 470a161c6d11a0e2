package org.t2workbench.core.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Brings an MLflow server up to what a run's folder holds: experiment, run, settings, and the lines of metrics.jsonl that
 * were not sent yet. What was sent is noted in the folder, so that a run that goes on, or one that is sent again, adds
 * what is missing to the same MLflow run. Blocks; for one thread at a time, but {@link #close} may come from another.
 */
final class MlflowSender implements AutoCloseable {

    static final String NOTE = "mlflow.json";

    /** The server's own limits (REST API, log-batch). */
    private static final int METRICS_IN_A_BATCH = 1000;

    private static final int PARAMETERS_IN_A_BATCH = 100;
    private static final int LONGEST_PARAMETER = 500;
    private static final int LONGEST_TAG = 5000;

    private final MlflowServer server;
    private final RunFolder run;
    private final MlflowClient client;
    private final LineTail metrics;
    private final List<Stamped> waiting = new ArrayList<>();
    private RunClock clock;
    private @Nullable Note note;
    private boolean current;
    private volatile boolean answering;

    MlflowSender(MlflowServer server, RunFolder run) {
        this.server = server;
        this.run = run;
        this.client = server.client();
        this.metrics = new LineTail(run.path().resolve(RunFolder.METRICS));
        this.clock = new RunClock(run);
    }

    /**
     * Sends what is new.
     *
     * @throws RuntimeException what the client throws when the server is not there or does not want it
     */
    void send() {
        Note known = begun();
        boolean more = true;
        while (more) {
            LineTail.Look look = metrics.look();
            if (look.restarted()) {
                clock = new RunClock(run);
                waiting.clear();
            }
            look.lines().forEach(line -> waiting.add(new Stamped(line, clock.after(line))));
            more = look.more();
            known = sendWaiting(known);
        }
    }

    private Note sendWaiting(Note from) {
        Note known = from;
        while (!waiting.isEmpty()) {
            List<Service.Metric> batch = new ArrayList<>();
            int lines = 0;
            for (Stamped stamped : waiting) {
                RunLine line = stamped.line();
                Map<String, Double> scalars = Scalars.of(line);
                if (lines > 0 && batch.size() + scalars.size() > METRICS_IN_A_BATCH) {
                    break;
                }
                lines++;
                long when = stamped.when().toEpochMilli();
                if (line.iteration() > known.sent()) {
                    scalars.forEach((name, value) -> batch.add(Service.Metric.newBuilder()
                            .setKey(key(name))
                            .setValue(value)
                            .setTimestamp(when)
                            .setStep(line.iteration())
                            .build()));
                }
            }
            List<Stamped> sending = waiting.subList(0, lines);
            long last = sending.get(lines - 1).line().iteration();
            // sent again after a failure, a figure has the same time and step, so that the server keeps it once
            List<Service.Metric> sent = batch.subList(0, Math.min(batch.size(), METRICS_IN_A_BATCH));
            if (!sent.isEmpty()) {
                client.logBatch(known.runId(), sent, List.of(), List.of());
                known = keep(new Note(RunConfig.FORMAT_VERSION, server.address(), known.runId(), last));
            }
            sending.clear();
        }
        return known;
    }

    /** Whether the server took the last thing it was sent. Any thread. */
    boolean isAnswering() {
        return answering;
    }

    void failed() {
        answering = false;
    }

    /** Tells how the run stands now. */
    void end(RunState state) {
        Service.RunStatus status =
                switch (state) {
                    case FINISHED -> Service.RunStatus.FINISHED;
                    case RUNNING -> Service.RunStatus.RUNNING;
                    case DAMAGED -> Service.RunStatus.FAILED;
                    case STOPPED, KILLED -> Service.RunStatus.KILLED;
                };
        client.setTerminated(begun().runId(), status, clock.now().toEpochMilli());
    }

    /** Makes sure that the server knows the run. */
    private Note begun() {
        Note known = note;
        if (known == null) {
            known = read();
        }
        if (known == null) {
            known = create();
        } else if (!current) {
            client.setTag(known.runId(), "t2.resumed", Instant.now().toString());
        }
        current = true;
        answering = true;
        note = known;
        return known;
    }

    private Note create() {
        String experiment = client.getExperimentByName(server.experiment())
                .map(Service.Experiment::getExperimentId)
                .orElseGet(() -> client.createExperiment(server.experiment()));
        RunConfig config = run.config();
        String name = Objects.toString(run.path().getFileName(), "run");
        Service.RunInfo info = client.createRun(Service.CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setStartTime(RunClock.created(run).toEpochMilli())
                .addTags(tag("mlflow.runName", name))
                .addTags(tag("t2.kind", config.kind()))
                .addTags(tag("t2.command", String.join(" ", config.command())))
                .build());
        Note made = keep(new Note(RunConfig.FORMAT_VERSION, server.address(), info.getRunId(), -1));
        List<Service.Param> parameters = new ArrayList<>();
        parameters.add(parameter("seed", Long.toString(config.seed())));
        Settings.flat(config.config()).forEach((key, value) -> {
            if (!key.equals("seed")) {
                parameters.add(parameter(key, value));
            }
        });
        for (int i = 0; i < parameters.size(); i += PARAMETERS_IN_A_BATCH) {
            client.logBatch(
                    made.runId(),
                    List.of(),
                    parameters.subList(i, Math.min(parameters.size(), i + PARAMETERS_IN_A_BATCH)),
                    List.of());
        }
        List<Service.RunTag> tags = new ArrayList<>();
        config.versions().forEach((key, value) -> tags.add(tag("t2.version." + key, value)));
        config.fingerprints().forEach((key, value) -> tags.add(tag("t2.fingerprint." + key, value)));
        client.logBatch(made.runId(), List.of(), List.of(), tags.subList(0, Math.min(tags.size(), 90)));
        return made;
    }

    private @Nullable Note read() {
        Path file = run.path().resolve(NOTE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Note found = RunJson.read(file, Note.class, "sent run", RunConfig.FORMAT_VERSION);
            return found.server().equals(server.address()) ? found : null;
        } catch (InvalidInputException e) {
            // it is only a memory of what was sent: without it the run is sent anew
            return null;
        }
    }

    private Note keep(Note kept) {
        note = kept;
        RunJson.write(run.path().resolve(NOTE), kept);
        return kept;
    }

    /**
     * Sends a run that may be over, at once.
     *
     * @throws WorkbenchException in one sentence when the server is not there or does not want it
     */
    static void sendNow(MlflowServer server, RunFolder run) {
        try (MlflowSender sender = new MlflowSender(server, run)) {
            sender.send();
            sender.end(run.state());
        } catch (WorkbenchException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new WorkbenchException(failure(server, e), run.path(), e);
        }
    }

    static String failure(MlflowServer server, RuntimeException e) {
        return "The MLflow server " + server.address() + " did not take the run (" + reason(e)
                + "); check that it is running and that its address is right.";
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private static Service.RunTag tag(String key, String value) {
        return Service.RunTag.newBuilder()
                .setKey(key(key))
                .setValue(cut(value, LONGEST_TAG))
                .build();
    }

    private static Service.Param parameter(String key, String value) {
        return Service.Param.newBuilder()
                .setKey(key(key))
                .setValue(cut(value, LONGEST_PARAMETER))
                .build();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    /** What the server allows in a name: letters, digits, and these. */
    private static String key(String name) {
        return name.replaceAll("[^A-Za-z0-9_./ -]", "_");
    }

    @Override
    public void close() {
        client.close();
    }

    private record Stamped(RunLine line, Instant when) {}

    /**
     * @param server its address
     * @param runId what the server calls the run
     * @param sent the last iteration that was sent
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Note(int formatVersion, String server, String runId, long sent) {}
}
