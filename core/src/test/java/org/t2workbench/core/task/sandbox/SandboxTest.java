package org.t2workbench.core.task.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;

/** The pool, the protocol and the kills, with a {@link FakeWorker} in the place of the real one. */
@Timeout(120)
class SandboxTest {

    @TempDir
    Path started;

    private Sandbox sandbox;

    @BeforeEach
    void openOneWorker() {
        sandbox = sandbox(1, Duration.ofSeconds(60));
    }

    @AfterEach
    void closeIt() {
        sandbox.close();
    }

    private Sandbox sandbox(int workers, Duration time) {
        var limits = new SandboxLimits(workers, time, time, 64, 1000);
        return new Sandbox(folder -> fakeWorker("speaks"), limits, Duration.ZERO);
    }

    private List<String> fakeWorker(String behaviour) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeWorker.class.getName(),
                started.toString(),
                behaviour);
    }

    private List<CodeVerdict> run(String... programs) {
        return sandbox.run(
                Stream.of(programs)
                        .map(program -> new CodeTrial(program, "tests"))
                        .toList(),
                new CancellationToken());
    }

    private List<ProcessHandle> workers() throws IOException {
        try (Stream<Path> files = Files.list(started)) {
            return files.map(
                            file -> Long.parseLong(file.getFileName().toString().substring("worker-".length())))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }

    private long startedSoFar() throws IOException {
        try (Stream<Path> files = Files.list(started)) {
            return files.count();
        }
    }

    @Test
    void verdictsComeInTheTrialsOrderFromOneWarmWorker() throws IOException {
        assertThat(run("right", "count", "right", "count"))
                .containsExactly(
                        new CodeVerdict(true, ""),
                        new CodeVerdict(false, "trial 2"),
                        new CodeVerdict(true, ""),
                        new CodeVerdict(false, "trial 4"));
        assertThat(startedSoFar()).isEqualTo(1);
        assertThat(run()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dies", "forges", "floods", "cut off", "fills the memory", "overruns"})
    void aLostWorkerIsReplacedAndCostsItsOwnTrialOnly(String program) {
        List<CodeVerdict> verdicts = run("right", program, "right", "right");
        assertThat(verdicts.stream().map(CodeVerdict::passed)).containsExactly(true, false, true, true);
        assertThat(verdicts.get(1).reason()).isNotBlank();
    }

    @Test
    void aTrialWithoutEndIsKilledFromOutside() {
        sandbox.close();
        sandbox = sandbox(1, Duration.ofSeconds(2));
        List<CodeVerdict> verdicts = run("right", "hangs", "right");
        assertThat(verdicts.stream().map(CodeVerdict::passed)).containsExactly(true, false, true);
        assertThat(verdicts.get(1).reason()).contains("2 s");
    }

    @Test
    void whatAnEarlierProgramDidToAWorkerIsNotTheLaterOnesFault() throws IOException {
        assertThat(run("right", "dies in an old worker").stream().map(CodeVerdict::passed))
                .containsExactly(true, true);
        assertThat(startedSoFar()).isEqualTo(2);
    }

    @Test
    void aReasonIsBounded() {
        assertThat(run("wordy").get(0).reason()).hasSize(Frames.MAX_REASON);
    }

    @Test
    void aProgramBeyondAllMeasureIsWrongWithoutARun() throws IOException {
        CodeVerdict verdict = run("x".repeat(Frames.MAX_TEXT_BYTES + 1)).get(0);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.reason()).contains("too long");
    }

    @Test
    void aWorkerHasNoEnvironmentAndAFolderOfItsOwn() {
        String reason = run("environment").get(0).reason();
        assertThat(reason).doesNotContain("PATH").doesNotContain("HOME").contains("t2-sandbox");
    }

    @Test
    void cancellingEndsTheRunAndItsWorkers() throws Exception {
        var token = new CancellationToken();
        var canceller = new Thread(() -> {
            try {
                while (startedSoFar() == 0) {
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            token.cancel();
        });
        canceller.start();
        assertThatThrownBy(() -> sandbox.run(List.of(new CodeTrial("hangs", ""), new CodeTrial("right", "")), token))
                .isInstanceOf(CancelledException.class);
        canceller.join();
        assertThat(run("right")).containsExactly(new CodeVerdict(true, ""));
    }

    @Test
    void closingEndsEveryWorker() throws IOException {
        sandbox.close();
        sandbox = sandbox(2, Duration.ofSeconds(60));
        run("right", "right", "right", "right");
        assertThat(workers()).isNotEmpty();
        sandbox.close();
        assertThat(workers()).isEmpty();
        assertThatThrownBy(() -> run("right")).isInstanceOf(CancelledException.class);
    }

    @Test
    void aWorkerThatDoesNotStartRefusesTheTrials() {
        sandbox.close();
        var limits = new SandboxLimits(1, Duration.ofSeconds(5), Duration.ofSeconds(5), 64, 1000);
        sandbox = new Sandbox(folder -> fakeWorker("mute"), limits, Duration.ZERO);
        assertThatThrownBy(() -> run("right"))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageStartingWith("Generated code cannot be run: the sandbox did not start")
                .hasMessageContaining("refused");
        sandbox.close();
        sandbox = new Sandbox(folder -> List.of(started.resolve("no-such-java").toString()), limits, Duration.ZERO);
        assertThatThrownBy(() -> run("right"))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageContaining("could not be started");
        sandbox.close();
        sandbox = new Sandbox(folder -> List.of(fakeWorker("").get(0), "-Xmx0.5x"), limits, Duration.ZERO);
        assertThatThrownBy(() -> run("right"))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageContaining("-Xmx0.5x");
    }

    @Test
    void aSandboxThatIsNotInstalledSaysHowToInstallIt() {
        System.setProperty("t2.sandbox", started.resolve("nowhere").toString());
        try {
            assertThatThrownBy(() -> Sandbox.open(SandboxLimits.DEFAULT))
                    .isInstanceOf(OutOfResourcesException.class)
                    .hasMessageContaining("nowhere")
                    .hasMessageContaining("mvn -q -Psandbox -DskipTests package")
                    .hasMessageContaining("160 MB");
        } finally {
            System.clearProperty("t2.sandbox");
        }
    }
}
