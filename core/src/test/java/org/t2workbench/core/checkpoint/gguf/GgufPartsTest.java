package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;

/** A model in three parts, as the reference implementation writes it; see golden/gguf/make_gguf.py. */
class GgufPartsTest {

    private static final int PARTS = 3;

    @TempDir
    Path folder;

    @BeforeEach
    void copyParts() throws IOException {
        for (int part = 1; part <= PARTS; part++) {
            Files.copy(HostileGgufTest.golden(name(part)), folder.resolve(name(part)));
        }
    }

    private static String name(int part) {
        return "parts-0000" + part + "-of-0000" + PARTS + ".gguf";
    }

    private Path part(int number) {
        return folder.resolve(name(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anyPartStandsForTheWholeModel(int number) {
        GgufModel parts = GgufModel.open(part(number));
        GgufModel whole = GgufModel.open(HostileGgufTest.golden("tied.gguf"));
        assertThat(parts.path()).isEqualTo(part(1));
        assertThat(parts.name()).isEqualTo("parts");
        assertThat(parts.config()).isEqualTo(whole.config());
        assertThat(parts.storedWeights()).isEqualTo(whole.storedWeights());
        try (TensorSource ours = parts.openTensors();
                TensorSource expected = whole.openTensors()) {
            assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            assertThat(Fingerprint.ofModel(ours)).isEqualTo(Fingerprint.ofModel(expected));
            assertThat(ours.names().stream().map(name -> ours.info(name).file()).distinct())
                    .containsExactlyInAnyOrder(part(1), part(2), part(3));
        }
    }

    private void refuses(Path opened, Path named, String cause) {
        assertThatThrownBy(() -> GgufModel.open(opened))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.file()).isEqualTo(named))
                .hasMessageContaining(
                        Objects.requireNonNull(named.getFileName()).toString())
                .hasMessageContaining(cause)
                .hasMessageEndingWith(".");
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        Files.delete(part(3));
        refuses(part(1), part(1), name(3) + " is not beside it; put all parts into one folder");
        refuses(part(2), part(2), name(3) + " is not beside it");
    }

    @Test
    void aPartUnderAnotherNameCannotFindTheOthers() throws IOException {
        Path renamed = Files.move(part(2), folder.resolve("second.gguf"));
        refuses(renamed, renamed, "is part 2 of 3, but its name does not end in -00002-of-00003.gguf");
        Path swapped = Files.move(part(1), part(2));
        refuses(swapped, swapped, "is part 1 of 3, but its name does not end in -00001-of-00003.gguf");
    }

    @Test
    void partsThatDoNotBelongTogetherAreRefused() throws IOException {
        Files.copy(HostileGgufTest.golden("quantised.gguf"), part(2), StandardCopyOption.REPLACE_EXISTING);
        refuses(part(1), part(2), "lacks \"split.no\"");
        Files.copy(part(3), part(2), StandardCopyOption.REPLACE_EXISTING);
        refuses(part(1), part(2), "is not part 2 of 3, as its name says");
    }

    private void writtenParts(Consumer<RawGguf> secondTensor) throws IOException {
        for (int part = 0; part < 2; part++) {
            RawGguf raw = RawGguf.begin(1, 3)
                    .u32("split.no", part)
                    .u32("split.count", 2)
                    .u32("split.tensors.count", 3);
            if (part == 0) {
                raw.tensor("a", 0, 0, 1);
            } else {
                secondTensor.accept(raw);
            }
            raw.padded(32).zeros(32).write(folder.resolve("raw-0000" + (part + 1) + "-of-00002.gguf"));
        }
    }

    @Test
    void aTensorInTwoPartsAndOneThatIsMissingAreTold() throws IOException {
        Path first = folder.resolve("raw-00001-of-00002.gguf");
        Path second = folder.resolve("raw-00002-of-00002.gguf");
        writtenParts(raw -> raw.tensor("a", 0, 0, 1));
        refuses(first, second, "the tensor a is in another part as well");
        writtenParts(raw -> raw.tensor("b", 0, 0, 1));
        refuses(first, first, "its model has 3 tensors, the parts together have 2");
    }

    @Test
    void aPartBeyondTheirNumberIsRefused() throws IOException {
        Path file = RawGguf.begin(0, 2)
                .u32("split.no", 7)
                .u32("split.count", 2)
                .write(folder.resolve("raw-00008-of-00002.gguf"));
        refuses(file, file, "\"split.no\" is 7");
    }
}
