package org.t2workbench.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every file of the corpus, as it is, cut off anywhere, and with bytes changed. {@link FuzzCampaign} looks for more of them and
 * adds what it finds.
 */
class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
    private static final int CHANGED = 40;
    private static final int LARGEST_CHANGED = 1 << 16;

    @ParameterizedTest
    @EnumSource(FuzzTargets.class)
    void isReadOrRefusedInOneSentence(FuzzTargets target) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(CORPUS.resolve(target.label()))) {
            files = listed.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        Random random = new Random(1);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            target.run(bytes);
            for (int i = 0; i < CHANGED && bytes.length <= LARGEST_CHANGED; i++) {
                target.run(changed(bytes, random));
            }
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] other = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        for (int i = random.nextInt(4); i > 0 && other.length > 0; i--) {
            // headers stand in front
            int within = random.nextBoolean() ? other.length : Math.min(other.length, 64);
            other[random.nextInt(within)] = (byte) random.nextInt(256);
        }
        return other;
    }
}
