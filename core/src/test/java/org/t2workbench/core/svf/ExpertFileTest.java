package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.SafetensorsWriter.Entry;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

class ExpertFileTest {

    private static final String UP = "model.layers.0.mlp.up_proj.weight";
    private static final MatrixInfo UP_MATRIX = new MatrixInfo(UP, 0, MatrixKind.UP, 7, 3);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("math.safetensors");
    }

    private static Map<String, String> metadata(String... changes) {
        Map<String, String> metadata = new HashMap<>(Map.of(
                "format", "t2-expert/1",
                "name", "math",
                "base_model", "{\"name\":\"tiny\",\"fingerprint\":\"ab12\"}",
                "parametrisation", "direct"));
        for (int i = 0; i < changes.length; i += 2) {
            metadata.put(changes[i], changes[i + 1]);
        }
        metadata.values().removeIf("-"::equals);
        return metadata;
    }

    private static Entry gain(float... values) {
        return Entry.floats(UP + ".gain", new long[] {values.length}, values);
    }

    private void write(Map<String, String> metadata, Entry... entries) {
        SafetensorsWriter.write(file(), metadata, List.of(entries));
    }

    private ThrowableAssertAlternative<InvalidInputException> refused() {
        return assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExpertFile.read(file()))
                .withMessageContaining(file().toString())
                .withMessageEndingWith(".");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Expert expert = new Expert(
                "math",
                new BaseModel("tiny", Optional.of("ab12")),
                Parametrisation.SIGMOID,
                "math-hard",
                OptionalLong.of(-5),
                Optional.of(Instant.parse("2026-01-31T12:00:00.123Z")),
                "{\"rate\":0.02}",
                "{\"test\":{\"after\":0.93}}",
                Map.of(UP, new float[] {1, 0.25f, -3e-20f}),
                Map.of(UP, new float[] {0.1f, 7, -40}));
        ExpertFile.write(file(), expert);
        Expert read = ExpertFile.read(file());
        assertThat(read)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .ignoringFields("gains", "raw")
                .isEqualTo(expert);
        assertThat(read.gains().get(UP)).containsExactly(1, 0.25f, -3e-20f);
        assertThat(read.raw().get(UP)).containsExactly(0.1f, 7, -40);
    }

    @Test
    void onlyFormatAndBaseModelMustBeSaid() {
        write(Map.of("format", "t2-expert/1", "base_model", "some model"), gain(1, 2, 3));
        Expert expert = ExpertFile.read(file());
        assertThat(expert.name()).isEqualTo("math");
        assertThat(expert.base()).isEqualTo(new BaseModel("some model", Optional.empty()));
        assertThat(expert.parametrisation()).isEqualTo(Parametrisation.DIRECT);
        assertThat(expert.seed()).isEmpty();
        assertThat(expert.raw()).isEmpty();
    }

    @Test
    void gainsInHalfPrecisionAreWidened() {
        write(
                metadata(),
                Entry.streamed(
                        UP + ".gain",
                        StoredDtype.BF16,
                        new long[] {2},
                        (from, target) -> target.put(new float[] {0.5f, 1.25f}, (int) from, target.remaining())));
        assertThat(ExpertFile.read(file()).gains().get(UP)).containsExactly(0.5f, 1.25f);
    }

    @Test
    void aGainThatIsNotFiniteIsRefusedWithItsPlace() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            write(metadata(), gain(1, value, 1));
            refused().withMessageContaining("value 1 of " + UP + ".gain");
        }
    }

    @Test
    void metadataThatLackOrLieAreRefused() {
        write(metadata("format", "-"), gain(1));
        refused().withMessageContaining("no expert file");
        write(metadata("format", "t2-expert/2"), gain(1));
        refused().withMessageContaining("t2-expert/2");
        write(metadata("base_model", "-"), gain(1));
        refused().withMessageContaining("base_model");
        write(metadata("base_model", "{\"fingerprint\":\"ab\"}"), gain(1));
        refused().withMessageContaining("no name");
        write(metadata("base_model", "{\"name\":"), gain(1));
        refused().withMessageContaining("not valid JSON");
        write(metadata("parametrisation", "softmax"), gain(1));
        refused().withMessageContaining("softmax");
        write(metadata("seed", "1.5"), gain(1));
        refused().withMessageContaining("1.5");
        write(metadata("created", "yesterday"), gain(1));
        refused().withMessageContaining("yesterday");
        write(metadata("training", "[1]"), gain(1));
        refused().withMessageContaining("training");
        write(metadata("scores", "{\"a\":".repeat(5000)), gain(1));
        refused().withMessageContaining("scores");
    }

    @Test
    void tensorsOfWrongShapeNameOrTypeAreRefused() {
        write(metadata(), Entry.floats(UP + ".gain", new long[] {1, 3}, 1, 2, 3));
        refused().withMessageContaining("1 x 3");
        write(metadata(), Entry.floats(UP + ".gain", new long[] {0}));
        refused().withMessageContaining(UP);
        write(metadata(), gain(1), Entry.floats("something", new long[] {1}, 1));
        refused().withMessageContaining("something");
        write(metadata(), Entry.doubles(UP + ".gain", new long[] {1}, 1));
        refused().withMessageContaining("F64");
        write(metadata());
        refused().withMessageContaining("no gains");
        write(metadata(), gain(1, 2), Entry.floats(UP + ".raw", new long[] {3}, 1, 2, 3));
        refused().withMessageContaining("raw");
        write(metadata(), gain(1), Entry.floats("other.raw", new long[] {1}, 1));
        refused().withMessageContaining("raw");
    }

    @Test
    void aFileWithTooManyValuesIsRefusedBeforeItFillsTheMemory() {
        long half = 1 << 20;
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            entries.add(Entry.streamed("m" + i + ".gain", StoredDtype.BF16, new long[] {half}, (from, target) -> {
                while (target.hasRemaining()) {
                    target.put(1);
                }
            }));
        }
        SafetensorsWriter.write(file(), metadata(), entries);
        refused().withMessageContaining("values");
    }

    @Test
    void anExpertForOtherShapesOrMatricesIsRefused() {
        BaseModel.Target target = new BaseModel.Target(new BaseModel("small", Optional.of("cd34")), List.of(UP_MATRIX));
        Expert longer = Fixtures.expert("long", Map.of(UP, new float[] {1, 1, 1, 1}));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> longer.checkAgainst(target))
                .withMessage("The expert long has 4 gains for " + UP + ", but in the model small that matrix has 3"
                        + " singular values; it was made for tiny.");
        Expert unknown = Fixtures.expert("deep", Map.of("model.layers.9.mlp.up_proj.weight", new float[] {1}));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> unknown.checkAgainst(target))
                .withMessageContaining("model.layers.9.mlp.up_proj.weight")
                .withMessageContaining("does not have");
    }

    @Test
    void anExpertForOtherWeightsOfTheSameShapesIsAllowedWithAWarning() {
        Map<String, float[]> gains = Map.of(UP, new float[] {1, 1, 1});
        Expert expert = Expert.untrained("math", new BaseModel("tiny", Optional.of("ab12")), gains);
        BaseModel.Target same = new BaseModel.Target(new BaseModel("copy", Optional.of("ab12")), List.of(UP_MATRIX));
        assertThat(expert.checkAgainst(same)).isEmpty();
        BaseModel.Target other = new BaseModel.Target(new BaseModel("small", Optional.of("cd34")), List.of(UP_MATRIX));
        assertThat(expert.checkAgainst(other))
                .singleElement()
                .asString()
                .contains("tiny")
                .contains("small")
                .contains("transfer");
        assertThat(Fixtures.expert("math", gains).checkAgainst(other))
                .singleElement()
                .asString()
                .contains("does not say");
    }
}
