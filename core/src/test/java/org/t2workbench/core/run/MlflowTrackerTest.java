package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.WorkbenchException;

/** MLflow's own client against a server on this machine that behaves, and one that does not. */
class MlflowTrackerTest {

    private static final MlflowTracker.Patience QUICK = new MlflowTracker.Patience(
            Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(10), 3);

    /** More than any appending takes, far less than a server that hangs. */
    private static final long NOT_SLOWED_MILLISECONDS = 3000;

    private final Path folder;
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch hang = new CountDownLatch(1);
    private volatile Mood mood = Mood.GOOD;
    private HttpServer http;
    private MlflowServer server;

    private enum Mood {
        GOOD,
        REFUSING,
        NONSENSE,
        HANGING
    }

    private record Call(String path, JsonNode body) {}

    @SuppressWarnings("NullAway.Init") // the server is started before each test
    MlflowTrackerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void startServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/api/2.0/mlflow/", this::answer);
        http.setExecutor(threads);
        http.start();
        server = at(http.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        hang.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private static MlflowServer at(int port) {
        String address = "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
        return MlflowServer.configured(name -> null, name -> name.equals("MLFLOW_TRACKING_URI") ? address : null)
                .orElseThrow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/api/2.0/mlflow/", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        String answer = "{}";
        switch (mood) {
            case HANGING -> awaitEnd();
            case REFUSING -> {
                status = 500;
                answer = "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"out of order\"}";
            }
            case NONSENSE -> answer = "<html>not an MLflow server</html>";
            case GOOD -> {
                calls.add(new Call(
                        path, body.length == 0 ? new JsonMapper().nullNode() : new JsonMapper().readTree(body)));
                if (path.equals("experiments/get-by-name")) {
                    status = 404;
                    answer = "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"none\"}";
                } else if (path.equals("experiments/create")) {
                    answer = "{\"experiment_id\":\"7\"}";
                } else if (path.equals("runs/create")) {
                    answer = "{\"run\":{\"info\":{\"run_id\":\"r1\",\"experiment_id\":\"7\"}}}";
                }
            }
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            hang.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRunArrivesWithItsSettingsItsFiguresAndItsEnd() {
        try (RunWriter writer = RunWriter.create(folder, config(), tracker())) {
            writer.appendMetrics(0, Map.of("validation", Map.of("accuracy", 0.5)), Map.of("seconds", 2));
            writer.appendMetrics(1, Map.of("reward", 0.25), Map.of("seconds", 3));
            until(() -> metrics().size() == 4);
            writer.saveCheckpoint(1, true, checkpoint -> Files.writeString(checkpoint.resolve("s"), "s"));
        }
        assertThat(bodies("experiments/create").get(0).path("name").asText()).isEqualTo("t2-workbench");
        assertThat(bodies("runs/create").get(0).path("experiment_id").asText()).isEqualTo("7");
        List<String> parameters = new ArrayList<>();
        bodies("runs/log-batch")
                .forEach(body -> body.path("params")
                        .forEach(parameter ->
                                parameters.add(parameter.path("key").asText() + "="
                                        + parameter.path("value").asText())));
        assertThat(parameters).contains("seed=17", "task=math", "kl.coefficient=0.1");
        assertThat(metrics())
                .containsExactlyInAnyOrder(
                        "validation/accuracy=0.5@0 2000",
                        "machine/seconds=2.0@0 2000",
                        "reward=0.25@1 5000",
                        "machine/seconds=3.0@1 5000");
        assertThat(bodies("runs/update").get(0).path("status").asText()).isEqualTo("FINISHED");
    }

    @Test
    void aRunThatGoesOnAddsToTheSameRunWhatIsMissing() {
        try (RunWriter writer = RunWriter.create(folder, config(), tracker())) {
            writer.appendMetrics(0, Map.of("reward", 0.25), Map.of());
            writer.saveCheckpoint(0, false, checkpoint -> Files.writeString(checkpoint.resolve("s"), "s"));
            writer.appendMetrics(1, Map.of("reward", 0.5), Map.of());
            until(() -> metrics().size() == 2);
        }
        assertThat(bodies("runs/update").get(0).path("status").asText()).isEqualTo("KILLED");
        try (RunWriter writer = RunWriter.resume(folder, tracker())) {
            writer.appendMetrics(1, Map.of("reward", 0.5), Map.of());
            writer.appendMetrics(2, Map.of("reward", 0.75), Map.of());
            until(() -> metrics().size() == 3);
        }
        assertThat(bodies("runs/create")).hasSize(1);
        assertThat(metrics()).containsExactly("reward=0.25@0 0", "reward=0.5@1 0", "reward=0.75@2 0");
    }

    @Test
    void whatAServerMissedWhileItWasOutOfOrderArrivesAfterwards() throws IOException {
        mood = Mood.REFUSING;
        try (RunWriter writer = RunWriter.create(folder, config(), tracker())) {
            for (int i = 0; i < 50; i++) {
                writer.appendMetrics(i, Map.of("reward", 0.25), Map.of());
            }
            until(() -> warnings() == 1);
            mood = Mood.GOOD;
            until(() -> metrics().size() == 50);
        }
        assertThat(warnings()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereHangsOrTalksNonsenseNeitherStopsNorSlowsARun() throws IOException {
        for (Mood bad : List.of(Mood.HANGING, Mood.NONSENSE, Mood.REFUSING)) {
            mood = bad;
            assertThat(millisecondsOfARun(folder.resolve(bad.name()), server))
                    .as(bad.name())
                    .isLessThan(NOT_SLOWED_MILLISECONDS);
        }
        http.stop(0);
        assertThat(millisecondsOfARun(folder.resolve("gone"), server)).isLessThan(NOT_SLOWED_MILLISECONDS);
    }

    private long millisecondsOfARun(Path run, MlflowServer used) {
        long since = System.nanoTime();
        try (RunWriter writer =
                RunWriter.create(run, config(), List.of(opened -> MlflowTracker.start(used, opened, QUICK)))) {
            for (int i = 0; i < 100; i++) {
                writer.appendMetrics(i, Map.of("reward", 0.25), Map.of());
            }
        }
        assertThat(RunFolder.open(run).metrics()).hasSize(100);
        return (System.nanoTime() - since) / 1_000_000;
    }

    @Test
    void sendingByHandTellsInOneSentenceWhatIsWrong() {
        RunWriter.create(folder, config(), List.of()).close();
        mood = Mood.REFUSING;
        assertThatThrownBy(() -> MlflowSender.sendNow(server, RunFolder.open(folder)))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining(server.address())
                .hasMessageContaining("check that it is running");
    }

    @Test
    void theServerIsTheSettingsOrElseTheEnvironmentsAndMustBeOfTheWeb() {
        Map<String, String> environment = Map.of("MLFLOW_TRACKING_URI", "http://a:5000/");
        assertThat(MlflowServer.configured(name -> null, environment::get).map(MlflowServer::address))
                .contains("http://a:5000");
        assertThat(MlflowServer.configured(name -> "https://b", environment::get)
                        .map(MlflowServer::address))
                .contains("https://b");
        for (String none : List.of("", "mlruns", "file:///tmp/x", "http://", "ht tp://x", "databricks")) {
            assertThat(MlflowServer.configured(name -> none, environment::get))
                    .as(none)
                    .isEqualTo(Optional.empty());
        }
    }

    @Test
    void whatTheWindowRemembersComesAfterTheEnvironment() {
        Map<String, String> properties = Map.of("t2.mlflow.remembered", "http://window");
        assertThat(MlflowServer.configured(properties::get, name -> null).map(MlflowServer::address))
                .contains("http://window");
        assertThat(MlflowServer.configured(properties::get, Map.of("MLFLOW_TRACKING_URI", "http://variable")::get)
                        .map(MlflowServer::address))
                .contains("http://variable");
        assertThat(MlflowServer.configured(
                        Map.of("t2.mlflow.remembered", "http://window", "t2.mlflow", "")::get, name -> null))
                .isEqualTo(Optional.empty());
    }

    private List<RunObserver.Opener> tracker() {
        return List.of(run -> MlflowTracker.start(server, run, QUICK));
    }

    private List<JsonNode> bodies(String path) {
        synchronized (calls) {
            return calls.stream()
                    .filter(call -> call.path().equals(path))
                    .map(Call::body)
                    .toList();
        }
    }

    /** Name, value, step, milliseconds since the run's creation. */
    private List<String> metrics() {
        List<String> all = new ArrayList<>();
        for (JsonNode body : bodies("runs/log-batch")) {
            for (JsonNode metric : body.path("metrics")) {
                all.add(metric.path("key").asText() + "=" + metric.path("value").asDouble() + "@"
                        + metric.path("step").asLong() + " "
                        + (metric.path("timestamp").asLong() - 1767225600000L));
            }
        }
        return all;
    }

    private long warnings() {
        try {
            return Files.readAllLines(folder.resolve("log.txt")).stream()
                    .filter(line -> line.contains("did not take the run"))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RunConfig config() {
        return new RunConfig(
                RunConfig.FORMAT_VERSION,
                "train",
                List.of("train", "sample"),
                Map.of("task", "math", "kl", Map.of("coefficient", 0.1)),
                17,
                "2026-01-01T00:00:00Z",
                Map.of("java", "17"),
                Map.of("model", "abc"));
    }
}
