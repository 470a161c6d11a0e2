package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;

/** Files that torch made ({@code golden/torch/make_torch.py}) and files that were made to do harm. */
class TorchFileTest {

    private static final Map<String, StoredDtype> TYPES = Map.of(
            "float32", StoredDtype.F32,
            "float64", StoredDtype.F64,
            "float16", StoredDtype.F16,
            "bfloat16", StoredDtype.BF16,
            "int64", StoredDtype.I64,
            "bool", StoredDtype.BOOL);

    @TempDir
    private Path folder;

    private static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(TorchFileTest.class.getResource("/golden/torch/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordered.pt", "protocol4.pt", "protocol5.pt", "early.pt", "big.pt"})
    void everyTensorIsReadAsTorchWroteIt(String name) throws IOException {
        JsonNode expected = new ObjectMapper().readTree(golden("tensors.json").toFile());
        try (TorchFile file = TorchFile.open(golden(name))) {
            assertThat(file.names()).containsExactlyElementsOf(expected.findValuesAsText("name"));
            for (JsonNode tensor : expected) {
                String key = tensor.get("name").textValue();
                TensorInfo info = file.info(key);
                assertThat(info.dtype())
                        .as(key)
                        .isEqualTo(TYPES.get(tensor.get("dtype").textValue()));
                assertThat(info.shape()).as(key).containsExactly(longs(tensor.get("shape")));
                double[] values = doubles(tensor.get("values"));
                if (info.dtype() == StoredDtype.I64 || info.dtype() == StoredDtype.BOOL) {
                    assertRefused(file, key);
                } else {
                    assertThat(read(file, key)).as(key).containsExactly(values);
                }
                ByteBuffer bytes = ByteBuffer.allocate((int) info.bytes());
                file.readBytes(key, 0, bytes);
                assertThat(bytes.hasRemaining()).isFalse();
                if (info.dtype() == StoredDtype.I64) {
                    assertThat(bytes.flip().order(ByteOrder.LITTLE_ENDIAN).getLong(8))
                            .isEqualTo(-2);
                }
            }
        }
    }

    private static void assertRefused(TorchFile file, String key) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(file, key))
                .withMessageContaining(key)
                .withMessageContaining("without loss");
    }

    private static double[] read(TorchFile file, String name) {
        double[] values = new double[(int) file.info(name).elements()];
        file.readDoubles(name, 0, DoubleBuffer.wrap(values));
        return values;
    }

    private static long[] longs(JsonNode list) {
        long[] values = new long[list.size()];
        Arrays.setAll(values, i -> list.get(i).longValue());
        return values;
    }

    private static double[] doubles(JsonNode list) {
        double[] values = new double[list.size()];
        Arrays.setAll(values, i -> list.get(i).doubleValue());
        return values;
    }

    @Test
    void aPieceOfATensorIsReadByItself() {
        try (TorchFile file = TorchFile.open(golden("ordered.pt"))) {
            float[] piece = new float[3];
            file.readFloats("transposed", 4, FloatBuffer.wrap(piece));
            // base[0, 1], base[1, 1], base[2, 1] of arange(24) / 7
            assertThat(piece).containsExactly(1f / 7, 7f / 7, 13f / 7);
        }
    }

    @Test
    void whatTorchWroteBeforeItsZipIsRefusedByName() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TorchFile.open(golden("bare.pt")))
                .withMessageContaining("before release 1.6")
                .withMessageContaining("torch.save");
    }

    private TorchFile open(byte[] bytes) throws IOException {
        Path file = folder.resolve("file.pt");
        Files.write(file, bytes);
        return TorchFile.open(file);
    }

    private void refused(String word, TorchBytes bytes) {
        refused(word, bytes.file());
    }

    private void refused(String word, byte[] bytes) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> {
                    try (TorchFile file = open(bytes)) {
                        file.names().forEach(name -> read(file, name));
                    }
                })
                .withMessageContaining(word)
                .satisfies(TorchFuzz::requireSentence);
    }

    private static TorchBytes dictionary() {
        return new TorchBytes().ops("}");
    }

    private static TorchBytes vector(long elements, long offset, long[] shape, long[] strides) {
        return dictionary()
                .text("x")
                .tensor("FloatStorage", "0", elements, offset, shape, strides)
                .ops("s.")
                .storage("0", 1, 2, 3, 4);
    }

    @Test
    void aFilePutTogetherHereIsReadToo() throws IOException {
        try (TorchFile file = open(vector(4, 1, new long[] {3}, new long[] {1}).file())) {
            assertThat(read(file, "x")).containsExactly(2, 3, 4);
        }
    }

    @Test
    void nothingButTensorsIsEverConstructed() {
        refused(
                "posix.system",
                new TorchBytes()
                        .global("posix", "system")
                        .text("true")
                        .raw(0x85)
                        .ops("R."));
        refused(
                "os.system",
                new TorchBytes().text("os").text("system").raw(0x93).ops("."));
        refused(
                "builtins.eval",
                dictionary()
                        .text("x")
                        .global("builtins", "eval")
                        .text("1")
                        .raw(0x85)
                        .ops("Rs."));
        refused("torch.load", dictionary().text("x").global("torch", "load").ops("s."));
        refused("torch._utils._rebuild_tensor_v3", new TorchBytes().global("torch._utils", "_rebuild_tensor_v3"));
        refused(
                "collections.Counter",
                new TorchBytes().global("collections", "Counter").ops(")R."));
        // instances by other ways: INST, OBJ, NEWOBJ, EXT
        refused("operation 105", new TorchBytes().ops("(ios\nsystem\n."));
        refused("operation 111", new TorchBytes().ops("(o."));
        refused(
                "operation 129",
                new TorchBytes().global("collections", "OrderedDict").ops(")").raw(0x81));
        refused("operation 130", new TorchBytes().raw(0x82, 1));
        refused("no function", new TorchBytes().text("x").ops(")R."));
        refused("no function", new TorchBytes().global("torch", "FloatStorage").ops(")R."));
        refused("no dictionary", new TorchBytes().text("x").ops("}b."));
    }

    @Test
    void aPickleThatLiesAboutItsLengthsIsRefused() {
        refused("too early", new TorchBytes().ops("X").raw(0xff, 0xff, 0xff, 0xff));
        refused("too early", new TorchBytes().raw(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f));
        refused("too early", new TorchBytes().raw(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80));
        refused("too early", new TorchBytes().raw(0x95, 9, 0, 0, 0, 0, 0, 0, 0));
        refused("too early", new TorchBytes().ops("}"));
        refused("255 bytes", new TorchBytes().raw(0x8a, 255));
        refused("too long", new TorchBytes().global("m".repeat(300), "x"));
        refused("no name", new TorchBytes().global("m\u0007", "x"));
        refused("cannot be shown", dictionary().text("x\ny").whole(3).ops("s."));
        refused("protocol 9", new TorchBytes().raw(0x80, 9));
        refused("takes more", new TorchBytes().ops("."));
        refused("takes more", new TorchBytes().ops("t"));
        refused("takes more", new TorchBytes().ops("(").raw(0x86));
        refused("takes more", new TorchBytes().ops("(."));
        refused("refers back", new TorchBytes().ops("h").raw(3));
        refused("no list", new TorchBytes().ops("}Na."));
        refused("no dictionary", new TorchBytes().ops("]NNs."));
        refused("no dictionary", new TorchBytes().ops("}(Nu."));
        refused("nor a number", new TorchBytes().ops("}]Ns."));
    }

    @Test
    @Timeout(20)
    void aPickleWithoutMeasureIsStopped() {
        refused("more things", new TorchBytes().ops("(".repeat(2_000_000)));
        refused("more things", new TorchBytes().ops("]q").raw(0).ops("h\0".repeat(2_000_000)));
        refused("more than there can be", new TorchBytes().ops("N".repeat(PickleReader.MAX_BYTES)));
        // a dictionary in itself has no end, but nobody follows it
        refused(
                "a dictionary under",
                dictionary().ops("q").raw(0).text("x").ops("h").raw(0).ops("s."));
    }

    @Test
    void tensorsThatReachBeyondTheirStorageAreRefused() {
        refused("beyond", vector(4, 2, new long[] {3}, new long[] {1}));
        refused("beyond", vector(4, 0, new long[] {3}, new long[] {2}));
        refused("beyond", vector(4, Long.MAX_VALUE, new long[] {3}, new long[] {1}));
        refused("beyond", vector(4, 0, new long[] {1L << 62, 1L << 62}, new long[] {0, 0}));
        refused("beyond", vector(4, 0, new long[] {3, 1}, new long[] {1}));
        refused("cannot be", vector(4, 0, new long[] {-3}, new long[] {1}));
        refused("cannot be", vector(4, 0, new long[] {3}, new long[] {-1}));
        refused("cannot be", vector(4, 0, new long[9], new long[9]));
        refused("more numbers than", vector(4, 0, new long[] {1L << 40}, new long[] {0}));
        refused("fewer than", vector(5, 0, new long[] {3}, new long[] {1}));
        refused("fewer than", vector(Long.MAX_VALUE, 0, new long[] {3}, new long[] {1}));
        refused("no storage", vector(-1, 0, new long[] {0}, new long[] {1}));
        refused(
                "no data/7",
                dictionary()
                        .text("x")
                        .tensor("FloatStorage", "7", 1, 0, new long[1], new long[1])
                        .ops("s."));
        refused(
                "no storage",
                dictionary()
                        .text("x")
                        .tensor("FloatStorage", "../../x", 1, 0, new long[] {1}, new long[] {1})
                        .ops("s."));
        refused(
                "torch.ComplexFloatStorage",
                new TorchBytes().tensor("ComplexFloatStorage", "0", 1, 0, new long[0], new long[0]));
    }

    @Test
    void whatIsNoDictionaryOfTensorsIsRefused() {
        refused("holds a list, not", new TorchBytes().ops("]."));
        refused("a number under", dictionary().text("x").whole(3).ops("s."));
        refused("under \"3\"", dictionary().whole(3).whole(3).ops("s."));
    }

    @Test
    void archivesOfOtherKindsAreRefused() {
        byte[] sound = vector(4, 0, new long[] {4}, new long[] {1}).file();
        refused("does not start", new byte[0]);
        refused("does not start", new byte[] {'P', 'K'});
        refused("before release 1.6", new byte[] {(byte) 0x80, 2, '.'});
        refused("cut off", Arrays.copyOf(sound, sound.length / 2));
        refused("compressed", vector(4, 0, new long[] {4}, new long[] {1}).file("any/", ZipEntry.DEFLATED));
        // ten megabytes in ten kilobytes
        refused("compressed", new TorchBytes().ops("N".repeat(10_000_000)).file("any/", ZipEntry.DEFLATED));
        refused("TorchScript", dictionary().ops(".").entry("constants.pkl"));
        refused("more than one", dictionary().ops(".").entry("inner/data.pkl"));
        refused("byte order", dictionary().ops(".").entry("byteorder", "middle".getBytes(StandardCharsets.US_ASCII)));
        refused("more than there can be", dictionary().ops(".").entry("byteorder", new byte[100]));
    }

    @Test
    void aMissingFileAndAFolderAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TorchFile.open(folder.resolve("nowhere.pt")))
                .withMessageContaining("does not exist");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TorchFile.open(folder))
                .withMessageContaining("is a folder");
    }

    @Test
    @Timeout(120)
    void aFileWithWrongBytesIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] sound = Files.readAllBytes(golden("protocol4.pt"));
        Random random = new Random(5);
        for (int round = 0; round < 1500; round++) {
            byte[] changed = sound.clone();
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
                // the pickle and the directory at the end are where it hurts
                int at = random.nextBoolean() ? random.nextInt(3000) : random.nextInt(changed.length);
                changed[at] = (byte) random.nextInt(256);
            }
            TorchFuzz.file(random.nextInt(10) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length)) : changed);
        }
    }
}
