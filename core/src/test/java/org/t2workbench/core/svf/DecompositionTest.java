package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;

class DecompositionTest {

    @TempDir
    private Path folder;

    private ComputeEngine engine;
    private DecompositionStore store;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
        store = new DecompositionStore(folder.resolve("store"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Decomposition open(ModelFolder model) {
        return Decomposition.open(engine, model, Dtype.F32, store);
    }

    private DecompositionReport fill(ModelFolder model) {
        try (Decomposition decomposition = open(model)) {
            return decomposition.fill(decomposition.matrices(), Progress.NONE, new CancellationToken());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(store.folder())) {
            return files.sorted().toList();
        }
    }

    /** max |U diag(σ) Vᵀ − W| / σ₁ of one matrix, in doubles. */
    private double residual(ModelFolder model, Decomposition decomposition, MatrixInfo matrix) {
        float[] w = new float[matrix.rows() * matrix.columns()];
        try (TensorSource source = model.openTensors()) {
            source.readFloats(matrix.name(), 0, FloatBuffer.wrap(w));
        }
        Tensors tensors = new Tensors(engine);
        try (NDManager scope = engine.newScope()) {
            Factors factors = decomposition.factors(scope, matrix.name(), Dtype.F32);
            float[] u = tensors.toFloats(factors.u());
            float[] vt = tensors.toFloats(factors.vt());
            int rank = matrix.rank();
            double largest = 0;
            for (int i = 0; i < matrix.rows(); i++) {
                for (int j = 0; j < matrix.columns(); j++) {
                    double sum = 0;
                    for (int k = 0; k < rank; k++) {
                        sum += u[i * rank + k] * factors.sigma()[k] * vt[k * matrix.columns() + j];
                    }
                    largest = Math.max(largest, Math.abs(sum - w[i * matrix.columns() + j]));
                }
            }
            return largest / factors.sigma()[0];
        }
    }

    @Test
    void everyMatrixOfTheModelsIsRebuiltByItsFactors() {
        for (String name : List.of("tied", "untied")) {
            ModelFolder model = Fixtures.model(name);
            try (Decomposition decomposition = open(model)) {
                for (MatrixInfo matrix : decomposition.matrices()) {
                    assertThat(residual(model, decomposition, matrix))
                            .as(matrix.name())
                            .isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void aMatrixIsDecomposedOnceWhateverOpensIt() throws IOException {
        ModelFolder model = Fixtures.model("untied");
        DecompositionReport first = fill(model);
        assertThat(first.computed()).isEqualTo(21);
        assertThat(first.found()).isZero();
        FileTime before = Files.getLastModifiedTime(files().get(0));
        DecompositionReport second = fill(model);
        assertThat(second.computed()).isZero();
        assertThat(second.found()).isEqualTo(21);
        assertThat(Files.getLastModifiedTime(files().get(0))).isEqualTo(before);
    }

    @Test
    void theKeyIsTheContentOfTheMatrixNotTheModel() throws IOException {
        ModelFolder model = Fixtures.model("untied");
        fill(model);
        MatrixInfo changed = MatrixInfo.of(model.config()).get(4);
        float[] values = new float[changed.rows() * changed.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7919 % 31) - 15;
        }
        ModelFolder other = Fixtures.copyWith(model, folder.resolve("other"), Map.of(changed.name(), values));
        DecompositionReport report = fill(other);
        assertThat(report.found()).isEqualTo(20);
        assertThat(report.computed()).isEqualTo(1);
    }

    @Test
    void whatComesFromTheStoreIsWhatWasPutThere() {
        ModelFolder model = Fixtures.model("tied");
        Tensors tensors = new Tensors(engine);
        for (int pass = 0; pass < 2; pass++) {
            fill(model);
        }
        try (Decomposition stored = open(model);
                Decomposition made = Decomposition.open(
                        engine, model, Dtype.F32, new DecompositionStore(folder.resolve("other store")))) {
            for (MatrixInfo matrix : stored.matrices()) {
                Factors a = stored.factors(matrix.name());
                Factors b = made.factors(matrix.name());
                assertThat(a.sigma()).containsExactly(b.sigma());
                assertThat(stored.singularValues(matrix.name())).containsExactly(b.sigma());
                assertThat(tensors.toFloats(a.u())).containsExactly(tensors.toFloats(b.u()));
                assertThat(tensors.toFloats(a.vt())).containsExactly(tensors.toFloats(b.vt()));
            }
        }
    }

    @Test
    void singleVectorsAreColumnsOfUAndRowsOfVt() {
        try (Decomposition decomposition = open(Fixtures.model("tied"))) {
            MatrixInfo matrix = decomposition.matrices().get(6);
            Factors factors = decomposition.factors(matrix.name());
            float[] u = new Tensors(engine).toFloats(factors.u());
            float[] vt = new Tensors(engine).toFloats(factors.vt());
            float[] left = decomposition.leftVector(matrix.name(), 5);
            float[] right = decomposition.rightVector(matrix.name(), 5);
            assertThat(left).hasSize(matrix.rows());
            assertThat(left[3]).isEqualTo(u[3 * matrix.rank() + 5]);
            assertThat(right).hasSize(matrix.columns());
            assertThat(right[3]).isEqualTo(vt[5 * matrix.columns() + 3]);
        }
    }

    @Test
    void brokenFilesAreDeletedAndMadeAgain() throws IOException {
        ModelFolder model = Fixtures.model("untied");
        fill(model);
        List<Path> files = files();
        byte[] sound = Files.readAllBytes(files.get(0));
        // cut off, emptied, one bit in the last tensor turned, another matrix's file
        Files.write(files.get(0), Arrays.copyOf(sound, sound.length - 5));
        Files.write(files.get(1), new byte[0]);
        try (RandomAccessFile file = new RandomAccessFile(files.get(2).toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(last ^ 1);
        }
        Files.copy(files.get(4), files.get(3), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        DecompositionReport report = fill(model);
        assertThat(report.computed()).isEqualTo(4);
        assertThat(report.found()).isEqualTo(17);
        assertThat(Files.readAllBytes(files.get(0))).isEqualTo(sound);
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void aDamagedFileIsNoticedWhenFactorsAreAskedFor() throws IOException {
        ModelFolder model = Fixtures.model("untied");
        fill(model);
        for (Path file : files()) {
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                access.seek(access.length() - 3);
                access.write(0x55);
            }
        }
        try (Decomposition decomposition = open(model)) {
            for (MatrixInfo matrix : decomposition.matrices()) {
                assertThat(residual(model, decomposition, matrix)).isLessThan(1e-5);
            }
        }
    }

    @Test
    void aMatrixWithNotANumberIsNamedAndTheOthersGoOn() {
        ModelFolder original = Fixtures.model("untied");
        MatrixInfo broken = MatrixInfo.of(original.config()).get(9);
        float[] values = new float[broken.rows() * broken.columns()];
        values[values.length - 1] = Float.NaN;
        ModelFolder model = Fixtures.copyWith(original, folder.resolve("nan"), Map.of(broken.name(), values));
        DecompositionReport report = fill(model);
        assertThat(report.computed()).isEqualTo(20);
        assertThat(report.failures()).containsOnlyKeys(broken.name());
        assertThat(report.failures().get(broken.name())).contains(broken.name()).contains("NaN");
        try (Decomposition decomposition = open(model)) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> decomposition.singularValues(broken.name()))
                    .withMessageContaining(broken.name());
        }
    }

    @Test
    void aStoreThatCannotBeWrittenToIsToldInOneSentence() throws IOException {
        Files.writeString(folder.resolve("store"), "a file where the folder should be");
        ModelFolder model = Fixtures.model("tied");
        assertThatExceptionOfType(OutOfResourcesException.class)
                .isThrownBy(() -> fill(model))
                .withMessageContaining("Cannot write");
        try (Decomposition decomposition = open(model)) {
            MatrixInfo matrix = decomposition.matrices().get(3);
            assertThat(decomposition.storeProblem()).isEmpty();
            assertThat(residual(model, decomposition, matrix)).isLessThan(1e-5);
            assertThat(decomposition.storeProblem()).isPresent();
            Factors once = decomposition.factors(matrix.name());
            assertThat(decomposition.factors(matrix.name())).isSameAs(once);
            assertThat(decomposition.singularValues(matrix.name())).isSameAs(once.sigma());
        }
        assertThat(Files.readString(folder.resolve("store"))).startsWith("a file");
    }

    @Test
    void fillingReportsEveryMatrixAndStopsWhenCancelled() throws IOException {
        ModelFolder model = Fixtures.model("tied");
        CancellationToken token = new CancellationToken();
        List<String> stages = new ArrayList<>();
        Progress cancelAtThird = (stage, done, total) -> {
            assertThat(done).isLessThanOrEqualTo(total);
            stages.add(stage);
            if (stages.size() == 3) {
                token.cancel();
            }
        };
        try (Decomposition decomposition = open(model)) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> decomposition.fill(decomposition.matrices(), cancelAtThird, token));
            assertThat(stages.get(2)).isEqualTo("decomposing model.layers.0.self_attn.v_proj.weight");
            assertThat(files()).hasSize(2);
            DecompositionReport rest =
                    decomposition.fill(decomposition.matrices(), Progress.NONE, new CancellationToken());
            assertThat(rest.found()).isEqualTo(2);
        }
    }

    @Test
    void theCostIsToldBeforehand() throws IOException {
        ModelFolder model = Fixtures.model("tied");
        try (Decomposition decomposition = open(model)) {
            List<MatrixInfo> matrices = decomposition.matrices();
            DecompositionCost before = decomposition.cost(matrices);
            assertThat(before.matrices()).isEqualTo(21);
            assertThat(before.seconds()).isPositive().isLessThan(10);
            decomposition.fill(matrices, Progress.NONE, new CancellationToken());
            long onDisk = 0;
            for (Path file : files()) {
                onDisk += Files.size(file);
            }
            // beside the numbers each file has a header of less than a kilobyte
            assertThat(onDisk - before.diskBytes()).isBetween(0L, 21 * 1024L);
            assertThat(decomposition.cost(matrices)).isEqualTo(new DecompositionCost(0, 0, 0, 0));
        }
    }

    @Test
    void twoDecompositionsMayShareAStore() {
        ModelFolder model = Fixtures.model("untied");
        try (Decomposition one = open(model);
                Decomposition two = open(model)) {
            for (MatrixInfo matrix : one.matrices()) {
                double[] sigma = one.singularValues(matrix.name());
                assertThat(two.singularValues(matrix.name())).containsExactly(sigma);
            }
        }
    }

    @Test
    void anUnknownMatrixIsRefusedByName() {
        try (Decomposition decomposition = open(Fixtures.model("tied"))) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> decomposition.factors("model.layers.7.mlp.up_proj.weight"))
                    .withMessageContaining("model.layers.7.mlp.up_proj.weight");
        }
    }
}
