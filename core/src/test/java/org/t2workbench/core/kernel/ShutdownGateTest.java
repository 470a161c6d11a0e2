package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownGateTest {

    @Test
    void exitInTheMiddleOfABackwardPassEndsTheProcessNormally() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessBackward.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("leaving");
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
