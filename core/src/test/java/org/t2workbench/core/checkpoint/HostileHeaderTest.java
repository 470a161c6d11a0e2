package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.t2workbench.core.checkpoint.RawSafetensors.entry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.t2workbench.core.job.InvalidInputException;

/** Every way a header can lie gets one sentence with the file's name. */
class HostileHeaderTest {

    @TempDir
    Path folder;

    private void refuses(String header, int dataBytes, String cause) throws IOException {
        refuses(RawSafetensors.write(folder.resolve("bad.safetensors"), header, dataBytes), cause);
    }

    private static void refuses(Path file, String cause) {
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.file()).isEqualTo(file))
                .hasMessageContaining("bad.safetensors")
                .hasMessageContaining(cause)
                .hasMessageEndingWith(".");
    }

    @Test
    void missingFileAndFolderAreRefused() {
        refuses(folder.resolve("bad.safetensors"), "does not exist");
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("is a folder");
    }

    @Test
    void emptyAndShorterThanItsLengthAreRefused() throws IOException {
        refuses(Files.write(folder.resolve("bad.safetensors"), new byte[0]), "only 0 bytes");
        refuses(Files.write(folder.resolve("bad.safetensors"), new byte[7]), "only 7 bytes");
        refuses(Files.write(folder.resolve("bad.safetensors"), new byte[8]), "does not start with '{'");
    }

    @ParameterizedTest
    @CsvSource({
        "9000000000, claims 9000000000 bytes",
        "-1, claims 18446744073709551615 bytes",
        "-9223372036854775808, claims 9223372036854775808 bytes",
        "100000001, claims 100000001 bytes",
        "99999999, but the file has only 10",
        "3, but the file has only 10"
    })
    void lyingHeaderLengthIsRefused(long claimed, String cause) throws IOException {
        refuses(
                RawSafetensors.write(
                        folder.resolve("bad.safetensors"), claimed, "{}".getBytes(StandardCharsets.UTF_8), 0),
                cause);
    }

    @Test
    void sparseFileWithTheLargestHeaderIsRefusedWithoutReadingItIntoMemory() throws IOException {
        Path file = RawSafetensors.write(
                folder.resolve("bad.safetensors"),
                SafetensorsHeader.MAX_HEADER_BYTES,
                "{".getBytes(StandardCharsets.UTF_8),
                0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[1]), SafetensorsHeader.MAX_HEADER_BYTES + 8);
        }
        refuses(file, "not valid JSON");
    }

    @Test
    void truncatedHeaderIsRefusedWithTheFileName() throws IOException {
        refuses("{\"a\":{\"dtype\":\"F32\",\"sha", 0, "not valid JSON");
    }

    @Test
    void headerThatIsNoObjectIsRefused() throws IOException {
        refuses("[1,2,3]", 0, "does not start with '{'");
        refuses(" {}", 0, "does not start with '{'");
        refuses("{\"a\":5}", 0, "the entry of a is not an object");
        refuses("{} x", 0, "JSON");
        refuses("{}{}", 0, "behind its end");
    }

    @Test
    void headerInAnotherEncodingIsRefused() throws IOException {
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        refuses(RawSafetensors.write(folder.resolve("bad.safetensors"), utf16.length, utf16, 0), "JSON");
        byte[] broken = {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'};
        refuses(RawSafetensors.write(folder.resolve("bad.safetensors"), broken.length, broken, 0), "UTF-8");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        refuses("{\"a\":{\"x\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}}", 0, "not valid JSON");
    }

    @Test
    void duplicateNamesAreRefused() throws IOException {
        refuses(
                "{" + entry("a", "U8", "4", "0,4") + "," + entry("a", "U8", "4", "4,8") + "}",
                8,
                "names the tensor a twice");
        refuses("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "two types");
        refuses("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "the key k twice");
    }

    @Test
    void metadataOtherThanTextsIsRefused() throws IOException {
        refuses("{\"__metadata__\":{\"k\":1}}", 0, "not a text");
        refuses("{\"__metadata__\":[]}", 0, "not an object of texts");
    }

    @Test
    void incompleteAndMistypedEntriesAreRefused() throws IOException {
        refuses("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "lacks");
        refuses("{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "lacks");
        refuses("{" + entry("a", "U8", "1", "0") + "}", 1, "lacks");
        refuses("{" + entry("a", "F31", "1", "0,1") + "}", 1, "unknown dtype \"F31\"");
        refuses("{" + entry("a", "U8", "1.0", "0,1") + "}", 1, "whole numbers");
        refuses("{" + entry("a", "U8", "\"1\"", "0,1") + "}", 1, "whole numbers");
        refuses("{" + entry("a", "U8", "1", "0,1,2") + "}", 1, "more than 2");
        refuses("{" + entry("a", "U8", "1" + ",1".repeat(64), "0,1") + "}", 1, "more than 64");
        refuses("{" + entry("a", "U8", "99999999999999999999", "0,1") + "}", 1, "out of range");
    }

    @Test
    void negativeOutOfRangeAndReversedOffsetsAreRefused() throws IOException {
        refuses("{" + entry("a", "U8", "4", "-4,0") + "}", 4, "whole numbers from 0 on");
        refuses("{" + entry("a", "U8", "-4", "0,4") + "}", 4, "whole numbers from 0 on");
        refuses("{" + entry("a", "U8", "4", "1,5") + "}", 4, "claims the bytes 1 to 5 of 4");
        refuses("{" + entry("a", "U8", "4", "4,0") + "}", 4, "claims the bytes 4 to 0 of 4");
        refuses("{" + entry("a", "U8", "4", "9223372036854775803,9223372036854775807") + "}", 4, "claims the bytes");
    }

    @Test
    void overlapsHolesAndTrailingBytesAreRefused() throws IOException {
        refuses("{" + entry("a", "U8", "4", "0,4") + "," + entry("b", "U8", "4", "2,6") + "}", 6, "b overlaps another");
        refuses("{" + entry("a", "U8", "4", "0,4") + "," + entry("b", "U8", "2", "5,7") + "}", 7, "b leaves a hole");
        refuses("{" + entry("a", "U8", "4", "1,5") + "}", 5, "a leaves a hole");
        refuses("{" + entry("a", "U8", "4", "0,4") + "}", 5, "cut off or something was appended");
        refuses("{}", 1, "cut off or something was appended");
    }

    @Test
    void shapeAndByteCountMustAgree() throws IOException {
        refuses("{" + entry("a", "F32", "2,3", "0,20") + "}", 20, "F32 of shape 2 x 3 needs 24");
        refuses("{" + entry("a", "F4", "3", "0,1") + "}", 1, "F4 of shape 3");
    }

    @Test
    void shapesThatOverflowAreRefused() throws IOException {
        refuses("{" + entry("a", "F32", "4294967296,4294967296", "0,0") + "}", 0, "impossible shape");
        refuses("{" + entry("a", "F32", "4611686018427387904,4", "0,0") + "}", 0, "impossible shape");
        refuses("{" + entry("a", "U8", "9223372036854775807,0", "0,0") + "}", 0, "impossible shape");
    }

    @Test
    void fileOpenedAndThenRefusedIsClosed() throws IOException {
        Path file = RawSafetensors.write(folder.resolve("bad.safetensors"), "{}", 1);
        refuses(file, "cut off");
        assertThat(Files.deleteIfExists(file)).isTrue();
    }

    @Test
    void paddingEmptyTensorsAndUnknownKeysAreAccepted() throws IOException {
        Path file = RawSafetensors.write(
                folder.resolve("good.safetensors"),
                "{" + entry("z", "F32", "0,7", "0,0") + "," + entry("y", "F32", "", "0,4") + ","
                        + entry("x", "U8", "0", "4,4")
                        + ",\"w\":{\"extra\":{\"deep\":[1,{}]},\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[4,5]}}   ",
                5);
        try (Safetensors opened = Safetensors.open(file)) {
            assertThat(opened.names()).containsExactly("z", "y", "x", "w");
            assertThat(opened.info("y").elements()).isEqualTo(1);
            assertThat(opened.info("z").elements()).isZero();
            assertThat(opened.totalBytes()).isEqualTo(5);
        }
    }
}
