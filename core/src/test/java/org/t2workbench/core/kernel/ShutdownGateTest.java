package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.CancellationToken;

class ShutdownGateTest {

    @Test
    void exitInTheMiddleOfABackwardPassEndsTheProcessNormally() throws IOException, InterruptedException {
        assertThat(run(EndlessBackward.class)).contains("leaving");
    }

    @Test
    void workThatIsToLeaveByItselfComputesUntilItHasLeft() throws IOException, InterruptedException {
        assertThat(run(LeavingWork.class)).contains("left after its step").doesNotContain("was not let out");
    }

    private static String run(Class<?> main) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** A process that exits in the middle of a step of many kernel calls, which asks only at its end whether to stop. */
    static final class LeavingWork {

        private LeavingWork() {}

        public static void main(String[] arguments) throws InterruptedException {
            CancellationToken token = new CancellationToken();
            CountDownLatch stepping = new CountDownLatch(1);
            CountDownLatch left = new CountDownLatch(1);
            ShutdownGate.beforeClosing(() -> {
                token.cancel();
                try {
                    if (!left.await(10, TimeUnit.SECONDS)) {
                        System.out.println("was not let out");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Thread worker = new Thread(() -> step(token, stepping, left), "worker");
            worker.setDaemon(true);
            worker.start();
            stepping.await();
            System.exit(0);
        }

        private static void step(CancellationToken token, CountDownLatch stepping, CountDownLatch left) {
            try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                    NDManager scope = engine.newScope()) {
                Tensors tensors = new Tensors(engine);
                stepping.countDown();
                while (!token.isCancelled()) {
                    for (int call = 0; call < 2000; call++) {
                        tensors.empty(scope, Dtype.F32, 8).close();
                    }
                }
                System.out.println("left after its step");
            }
            left.countDown();
        }
    }

    /** A process that exits from one thread while another is inside a backward pass of about a second. */
    static final class EndlessBackward {

        private EndlessBackward() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread trainer = new Thread(EndlessBackward::train, "trainer");
            trainer.setDaemon(true);
            trainer.start();
            Thread.sleep(6000);
            System.out.println("leaving");
            System.exit(0);
        }

        private static void train() {
            try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                    NDManager scope = engine.newScope()) {
                NDArray weight = new Tensors(engine).of(scope, Dtype.F32, new float[512 * 512], 512, 512);
                while (true) {
                    try (NDManager step = scope.newSubManager()) {
                        engine.kernel("long_backward").differentiate(step, "gradient", weight, 400);
                    }
                }
            }
        }
    }
}
