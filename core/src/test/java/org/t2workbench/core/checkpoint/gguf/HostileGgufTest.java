package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;

/** Every way a GGUF file can lie gets one sentence with the file's name, and no memory for what it claims. */
class HostileGgufTest {

    @TempDir
    Path folder;

    static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(HostileGgufTest.class.getResource("/golden/gguf/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuses(RawGguf raw, String cause) throws IOException {
        Path file = raw.write(folder.resolve("bad.gguf"));
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.file()).isEqualTo(file))
                .hasMessageContaining("bad.gguf")
                .hasMessageContaining(cause)
                .hasMessageEndingWith(".");
    }

    @Test
    void whatIsNoFileOrNoGgufIsRefused() throws IOException {
        assertThatThrownBy(() -> GgufFile.open(folder.resolve("none.gguf"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> GgufFile.open(folder)).hasMessageContaining("is a folder");
        refuses(new RawGguf(), "only 0 bytes");
        refuses(new RawGguf().zeros(7), "only 7 bytes");
        refuses(new RawGguf().zeros(64), "is no GGUF file");
        refuses(new RawGguf().u32(GgufHeader.MAGIC).u32(3), "ends in the middle");
    }

    @Test
    void otherVersionsAreRefusedByName() throws IOException {
        refuses(new RawGguf().u32(GgufHeader.MAGIC).u32(1).zeros(16), "is of version 1; supported are 2 and 3");
        refuses(new RawGguf().u32(GgufHeader.MAGIC).u32(4).zeros(16), "is of version 4");
        refuses(new RawGguf().u32(GgufHeader.MAGIC).u32(3 << 24).zeros(16), "big-endian");
        refuses(new RawGguf().u32(GgufHeader.MAGIC).u32(-1).zeros(16), "version 4294967295");
    }

    @Test
    void countsThatDoNotFitAreRefusedBeforeAnythingIsAllocated() throws IOException {
        refuses(RawGguf.begin(Long.MAX_VALUE, 0).zeros(64), "claims 9223372036854775807 tensors");
        refuses(RawGguf.begin(-1, 0).zeros(64), "claims 18446744073709551615 tensors");
        refuses(RawGguf.begin(0, 1L << 40).zeros(64), "claims 1099511627776 metadata entries");
        refuses(RawGguf.begin(70_000, 0).zeros(24 * 70_000), "lists 70000 tensors");
        refuses(RawGguf.begin(0, 20_000).zeros(13 * 20_000), "lists 20000 metadata entries");
    }

    @Test
    void lengthsOfTextsThatDoNotFitAreRefused() throws IOException {
        refuses(RawGguf.begin(0, 1).u64(1L << 62).zeros(64), "bytes of a metadata key");
        refuses(RawGguf.begin(0, 1).u64(-5).zeros(64), "bytes of a metadata key");
        refuses(RawGguf.begin(0, 1).u64(70_000).zeros(80_000), "a metadata key has 70000 bytes");
        refuses(RawGguf.begin(0, 1).text("k").u32(RawGguf.TEXT).u64(100).zeros(99), "bytes of the value of k");
        refuses(
                RawGguf.begin(0, 1)
                        .text("k")
                        .u32(RawGguf.TEXT)
                        .u64((1 << 24) + 1)
                        .zeros((1 << 24) + 64),
                "the value of k has 16777217 bytes");
    }

    @Test
    void unknownAndNestedValuesAreRefused() throws IOException {
        refuses(RawGguf.begin(0, 1).text("k").u32(13).zeros(64), "unknown type 13");
        refuses(RawGguf.begin(0, 1).text("k").u32(-1).zeros(64), "unknown type 4294967295");
        refuses(list().u32(RawGguf.U32).u64(1L << 61).zeros(64), "elements of k");
        refuses(list().u32(RawGguf.TEXT).u64(2).text("a").u64(1L << 50).zeros(64), "bytes of a text of k");
        refuses(list().u32(RawGguf.LIST).u64(1L << 33).zeros(64), "elements of k");
        RawGguf deep = list();
        for (int depth = 0; depth < 100_000; depth++) {
            deep.u32(RawGguf.LIST).u64(1);
        }
        refuses(deep.zeros(64), "lists in lists in lists");
        refuses(RawGguf.begin(0, 2).u32("k", 1).u32("k", 2), "metadata key k twice");
    }

    private static RawGguf list() {
        return RawGguf.begin(0, 1).text("k").u32(RawGguf.LIST);
    }

    @Test
    void impossibleTensorsAreRefused() throws IOException {
        refuses(RawGguf.begin(1, 0).text("t").u32(0).zeros(64), "has 0 dimensions");
        refuses(RawGguf.begin(1, 0).text("t").u32(5).zeros(64), "has 5 dimensions");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 0, -4).zeros(64), "impossible size");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 0, 1L << 40, 1L << 40).zeros(64), "claims the size");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 0, 1L << 62).zeros(64), "claims the size");
        refuses(RawGguf.begin(1, 0).tensor("t", 2, 0, 33).zeros(64), "blocks of 32");
        refuses(RawGguf.begin(1, 0).tensor("t", 12, 0, 128, 2).zeros(64), "blocks of 256");
        refuses(RawGguf.begin(1, 0).tensor("t", 99, 0, 4).zeros(64), "type number 99");
        refuses(RawGguf.begin(1, 0).tensor("t", -1, 0, 4).zeros(64), "type number 4294967295");
        refuses(RawGguf.begin(1, 0).tensor("x".repeat(300), 0, 0, 4).zeros(64), "a tensor's name has 300 bytes");
        refuses(RawGguf.begin(1, 0).raw((byte) 0xC3, (byte) 0x28).zeros(64), "not valid UTF-8");
        refuses(
                RawGguf.begin(2, 0)
                        .tensor("t", 0, 0, 4)
                        .tensor("t", 0, 32, 4)
                        .padded(32)
                        .zeros(64),
                "lists the tensor t twice");
    }

    @Test
    void tensorsBeyondTheEndOverlappingOrUnalignedAreRefused() throws IOException {
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 0, 8).padded(32).zeros(31), "beyond its end");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 32, 8).padded(32).zeros(32), "beyond its end");
        refuses(
                RawGguf.begin(1, 0)
                        .tensor("t", 0, Long.MAX_VALUE - 31, 8)
                        .padded(32)
                        .zeros(64),
                "beyond its end");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, -32, 8).padded(32).zeros(64), "beyond its end");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 4, 8).padded(32).zeros(64), "not aligned to 32 bytes");
        refuses(
                RawGguf.begin(2, 0)
                        .tensor("s", 0, 0, 16)
                        .tensor("t", 0, 32, 8)
                        .padded(32)
                        .zeros(64),
                "the tensor t overlaps another");
        refuses(RawGguf.begin(1, 0).tensor("t", 0, 0, 8), "beyond its end");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 48, 1L << 31, -1})
    void alignmentThatIsNoPowerOfTwoIsRefused(long alignment) throws IOException {
        refuses(RawGguf.begin(0, 1).u32(GgufHeader.ALIGNMENT, alignment), "no power of two");
    }

    @Test
    void anAlignmentOfItsOwnIsFollowed() throws IOException {
        Path file = RawGguf.begin(1, 1)
                .u32(GgufHeader.ALIGNMENT, 256)
                .tensor("t", 0, 256, 8)
                .padded(256)
                .zeros(256 + 32)
                .write(folder.resolve("sound.gguf"));
        try (GgufFile sound = GgufFile.open(file)) {
            assertThat(GgufFileTest.tensor(sound, "t").begin() % 256).isZero();
        }
    }

    @Test
    void aSparseFileThatClaimsManyTextsTakesNoMemoryForThem() throws IOException {
        // a hundred thousand empty texts: walked over, not kept
        Path file = list().u32(RawGguf.TEXT).u64(100_000).zeros(8 * 100_000).write(folder.resolve("many.gguf"));
        try (GgufFile many = GgufFile.open(file)) {
            assertThat(many.header().metadata().get("k"))
                    .isInstanceOfSatisfying(
                            GgufValue.Elements.class,
                            list -> assertThat(list.count()).isEqualTo(100_000));
            assertThat(many.texts("k")).hasSize(100_000).containsOnly("");
            assertThatThrownBy(() -> many.wholeNumbers("k"))
                    .hasMessageContaining("\"k\" is a list of 100000 values, but a list of whole numbers is expected");
            assertThatThrownBy(() -> many.text("k")).hasMessageContaining("a text is expected");
        }
    }

    /** Whatever byte of a sound file is another one, it is read or refused; nothing else happens. */
    @ParameterizedTest
    @ValueSource(strings = {"quantised.gguf", "bytelevel.gguf", "sentencepiece.gguf", "types.gguf"})
    void damagedFilesAreReadOrRefused(String name) throws IOException {
        byte[] sound = Files.readAllBytes(golden(name));
        Path scratch = folder.resolve("damaged.gguf");
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = sound.clone();
            int begin = random.nextInt(Math.min(damaged.length, 4000));
            for (int i = 0; i < 1 + round % 5; i++) {
                int at = Math.min(damaged.length - 1, begin + random.nextInt(16));
                damaged[at] =
                        round % 2 == 0 ? (byte) random.nextInt(256) : (byte) (damaged[at] ^ 1 << random.nextInt(8));
            }
            refused += GgufProbe.read(damaged, scratch) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void filesCutOffAnywhereAreReadOrRefused() throws IOException {
        byte[] sound = Files.readAllBytes(golden("quantised.gguf"));
        Path scratch = folder.resolve("cut.gguf");
        for (int length = 0; length < sound.length; length += 97) {
            assertThat(GgufProbe.read(Arrays.copyOf(sound, length), scratch)).isFalse();
        }
    }
}
