package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;

class SafetensorsTest {

    /** More than one read chunk, and no multiple of it. */
    private static final int LARGE = 300_007;

    @TempDir
    Path folder;

    static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(SafetensorsTest.class.getResource("/golden/safetensors/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(TensorSource source, String name) {
        float[] values = new float[(int) source.info(name).elements()];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.half", "a.brain", "c.single", "e.scalar", "f.empty"})
    void valuesWrittenByTheReferenceImplementationAreReadExactly(String name) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(golden("mixed.json").toFile()).get(name);
        try (Safetensors file = Safetensors.open(golden("mixed.safetensors"))) {
            float[] actual = floats(file, name);
            double[] wide = new double[actual.length];
            file.readDoubles(name, 0, DoubleBuffer.wrap(wide));
            assertThat(actual).hasSize(expected.size());
            for (int i = 0; i < actual.length; i++) {
                double value = parse(expected.get(i).textValue());
                assertThat((double) actual[i]).as("%s[%d]", name, i).isEqualTo(value);
                assertThat(wide[i]).isEqualTo(value);
            }
        }
    }

    @Test
    void doublesAreReadAsDoublesAndNeverNarrowed() throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(golden("mixed.json").toFile()).get("d.double");
        try (Safetensors file = Safetensors.open(golden("mixed.safetensors"))) {
            double[] actual = new double[12];
            file.readDoubles("d.double", 0, DoubleBuffer.wrap(actual));
            for (int i = 0; i < actual.length; i++) {
                assertThat(actual[i]).isEqualTo(parse(expected.get(i).textValue()));
            }
            assertThatThrownBy(() -> floats(file, "d.double"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("stored as F64, which cannot be read as f32 without loss");
            assertThatThrownBy(() -> floats(file, "g.long")).hasMessageContaining("stored as I64");
            assertThatThrownBy(() -> file.readDoubles("g.long", 0, DoubleBuffer.allocate(1)))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void metadataIsRead() {
        try (Safetensors file = Safetensors.open(golden("mixed.safetensors"))) {
            assertThat(file.metadata()).containsOnly(Map.entry("note", "grüß 😀"));
        }
    }

    @Test
    void writerGivesTheBytesOfTheReferenceWriter() throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        try (Safetensors file = Safetensors.open(golden("mixed.safetensors"))) {
            List<SafetensorsWriter.Entry> entries = new ArrayList<>();
            file.names().forEach(name -> entries.add(SafetensorsWriter.Entry.copied(name, file, name)));
            java.util.Collections.shuffle(entries, new Random(5));
            SafetensorsWriter.write(copy, file.metadata(), entries);
        }
        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(golden("mixed.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F32", "F16", "BF16"})
    void streamedValuesComeBackRoundedToTheirType(String type) {
        StoredDtype dtype = StoredDtype.valueOf(type);
        float[] values = new float[LARGE];
        Random random = new Random(17);
        for (int i = 0; i < LARGE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Path path = folder.resolve("streamed.safetensors");
        SafetensorsWriter.write(
                path,
                Map.of(),
                List.of(SafetensorsWriter.Entry.streamed(
                        "w",
                        dtype,
                        new long[] {LARGE},
                        (from, target) -> target.put(values, (int) from, target.remaining()))));
        try (Safetensors file = Safetensors.open(path)) {
            float[] actual = floats(file, "w");
            for (int i = 0; i < LARGE; i++) {
                float expected =
                        switch (dtype) {
                            case F16 -> HalfPrecision.float16ToFloat(HalfPrecision.floatToFloat16(values[i]));
                            case BF16 -> HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16(values[i]));
                            default -> values[i];
                        };
                assertThat(actual[i]).isEqualTo(expected);
            }
            FloatBuffer middle = FloatBuffer.allocate(5);
            file.readFloats("w", LARGE - 5, middle);
            assertThat(middle.array()).containsExactly(java.util.Arrays.copyOfRange(actual, LARGE - 5, LARGE));
        }
    }

    @Test
    void floatsAndDoublesInMemoryRoundTrip() {
        Path path = folder.resolve("memory.safetensors");
        SafetensorsWriter.write(
                path,
                Map.of("format", "t2-expert/1"),
                List.of(
                        SafetensorsWriter.Entry.floats("gain", new long[] {3}, 1f, 0.5f, -2f),
                        SafetensorsWriter.Entry.doubles("sigma", new long[] {2, 1}, Math.PI, 1e-300)));
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.names()).containsExactly("sigma", "gain");
            assertThat(floats(file, "gain")).containsExactly(1f, 0.5f, -2f);
            DoubleBuffer sigma = DoubleBuffer.allocate(2);
            file.readDoubles("sigma", 0, sigma);
            assertThat(sigma.array()).containsExactly(Math.PI, 1e-300);
            ByteBuffer raw = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            file.readBytes("gain", 4, raw);
            assertThat(raw.getFloat(0)).isEqualTo(0.5f);
        }
    }

    @Test
    void readingBeyondATensorIsRefused() {
        try (Safetensors file = Safetensors.open(golden("mixed.safetensors"))) {
            assertThatThrownBy(() -> file.readFloats("c.single", 10, FloatBuffer.allocate(3)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.readFloats("c.single", -1, FloatBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.info("nothing"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("holds no tensor nothing");
        }
    }

    @Test
    void writerRefusesDuplicateNamesAndWrongCounts() {
        var entry = SafetensorsWriter.Entry.floats("a", new long[] {1}, 1f);
        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("x"), Map.of(), List.of(entry, entry)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafetensorsWriter.Entry.floats("a", new long[] {2}, 1f))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafetensorsWriter.Entry.floats("__metadata__", new long[] {1}, 1f))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    private static double parse(String python) {
        return python.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(python);
    }
}
