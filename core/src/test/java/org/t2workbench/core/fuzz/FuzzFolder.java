package org.t2workbench.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.t2workbench.core.job.WorkbenchException;

/**
 * A folder in which a file of any bytes is read: either that works, or the refusal is one plain sentence, and nothing but the
 * file is there afterwards. Memory is limited by the heap of the process, time of the processor by what is asserted here, and time that only passes by the fuzzer.
 */
final class FuzzFolder {

    private static final int LONGEST_SENTENCE = 2000;
    private static final double SLOWEST_SECONDS = 20;

    private final Path folder;
    private final List<String> files;
    private final String file;

    /**
     * @param file what the bytes are written to
     * @param beside what else lies there, by name
     */
    FuzzFolder(String file, Map<String, byte[]> beside) {
        try {
            Path parent = Files.createTempDirectory("fuzz");
            this.folder = Files.createDirectory(parent.resolve("model"));
            this.file = file;
            for (Map.Entry<String, byte[]> other : beside.entrySet()) {
                Files.write(folder.resolve(other.getKey()), other.getValue());
            }
            this.files = Stream.concat(Stream.of(file), beside.keySet().stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FuzzFolder of(String file) {
        return new FuzzFolder(file, Map.of());
    }

    static FuzzFolder of(String file, String other, String text) {
        return new FuzzFolder(file, Map.of(other, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What is to be tried with the file. */
    interface Reading {
        void of(Path file) throws IOException;
    }

    void read(byte[] bytes, Reading reading) throws IOException {
        Path written = Files.write(folder.resolve(file), bytes);
        long start = processorNanos();
        orRefused(() -> reading.of(written));
        assertThat((processorNanos() - start) * 1e-9).isLessThan(SLOWEST_SECONDS);
        assertThat(namesIn(folder)).isEqualTo(files);
        assertThat(namesIn(folder.resolveSibling("."))).containsExactly("model");
    }

    /** What this thread took of a processor: a busy or paused machine is no fault of the reader. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    interface Step {
        void run() throws IOException;
    }

    /** Runs what may refuse its input; the refusal is looked at. */
    static void orRefused(Step step) throws IOException {
        try {
            step.run();
        } catch (WorkbenchException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.endsWith(".") || message.lines().count() != 1 || message.length() > LONGEST_SENTENCE) {
                throw new AssertionError("no plain sentence: " + message, e);
            }
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
