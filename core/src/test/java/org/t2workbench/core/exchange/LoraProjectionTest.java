package org.t2workbench.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Ia3Adapter;
import org.t2workbench.core.svf.LoraAdapter;
import org.t2workbench.core.svf.MatrixChanges;

class LoraProjectionTest {

    @TempDir
    private Path temporary;

    private Opened opened;

    @BeforeEach
    void open() {
        opened = Opened.untied(temporary.resolve("store"));
    }

    @AfterEach
    void close() {
        opened.close();
    }

    private LoraProjection project(AddedAdapter adapter) {
        try (TensorSource stored = opened.folder.openTensors()) {
            return LoraProjection.of(
                    adapter,
                    new ReferenceImport.Labels("projected", ""),
                    opened.target(),
                    new MatrixChanges(opened.engine, stored, opened.decomposition, new CancellationToken()),
                    opened.decomposition,
                    Progress.NONE,
                    new CancellationToken());
        }
    }

    /** B A = Σ over the first {@code rank} components of u_{from(i)} d_i v_{to(i)}ᵀ. */
    private LoraAdapter along(MatrixInfo matrix, int rank, double[] d, int[] from, int[] to) {
        Opened.Vectors vectors = opened.vectors(matrix);
        int r = matrix.rank();
        float[] b = new float[matrix.rows() * rank];
        float[] a = new float[rank * matrix.columns()];
        for (int k = 0; k < rank; k++) {
            for (int i = 0; i < matrix.rows(); i++) {
                b[i * rank + k] = (float) (d[k] * vectors.u()[i * r + from[k]]);
            }
            System.arraycopy(vectors.vt(), to[k] * matrix.columns(), a, k * matrix.columns(), matrix.columns());
        }
        return new LoraAdapter(
                "made",
                "",
                Map.of(matrix.name(), new LoraAdapter.Pair(matrix.rows(), matrix.columns(), rank, 1, b, a)));
    }

    private static float[] gains(LoraProjection projection, MatrixInfo matrix) {
        return Objects.requireNonNull(projection.expert().gains().get(matrix.name()));
    }

    @Test
    void aChangeAlongTheSingularDirectionsGivesItsGainsBack() {
        Random random = new Random(2);
        for (MatrixInfo matrix : opened.matrices().subList(0, 7)) {
            int rank = Math.min(5, matrix.rank());
            double[] sigma = opened.decomposition.singularValues(matrix.name());
            float[] gains = new float[rank];
            double[] d = new double[rank];
            int[] same = new int[rank];
            for (int k = 0; k < rank; k++) {
                gains[k] = random.nextFloat() * 2;
                d[k] = sigma[k] * (gains[k] - 1.0);
                same[k] = k;
            }
            LoraProjection projection = project(along(matrix, rank, d, same, same));
            float[] found = gains(projection, matrix);
            for (int i = 0; i < matrix.rank(); i++) {
                assertThat(found[i]).as(matrix.name()).isCloseTo(i < rank ? gains[i] : 1, within(1e-5f));
            }
            assertThat(projection.share()).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void aChangeAcrossTheSingularDirectionsLeavesNothing() {
        MatrixInfo matrix = opened.matrices().get(4);
        double[] d = {3, -2, 1.5};
        LoraProjection projection = project(along(matrix, 3, d, new int[] {0, 1, 2}, new int[] {1, 2, 0}));
        assertThat(projection.share()).isCloseTo(0, within(1e-6));
        for (float gain : gains(projection, matrix)) {
            assertThat(gain).isCloseTo(1, within(1e-5f));
        }
        assertThat(projection.matrices().get(0).norm()).isCloseTo(Math.sqrt(9 + 4 + 2.25), within(1e-5));
    }

    /** Against loops over a dense ΔW. */
    @Test
    void gainsAndSharesOfAnyAdapterAreThoseOfADenseChange() {
        MatrixInfo first = opened.matrices().get(0);
        MatrixInfo second = opened.matrices().get(13);
        Map<String, LoraAdapter.Pair> pairs = new LinkedHashMap<>();
        pairs.putAll(Opened.lora(first, 3, 0.5, 1).pairs());
        pairs.putAll(Opened.lora(second, 2, -1.25, 2).pairs());
        LoraProjection projection = project(new LoraAdapter("two", "", pairs));
        double all = 0;
        double kept = 0;
        for (MatrixInfo matrix : List.of(first, second)) {
            double[] dense = dense(Objects.requireNonNull(pairs.get(matrix.name())));
            Opened.Vectors vectors = opened.vectors(matrix);
            double keptHere = 0;
            float[] gains = gains(projection, matrix);
            for (int k = 0; k < matrix.rank(); k++) {
                double along = 0;
                for (int i = 0; i < matrix.rows(); i++) {
                    for (int j = 0; j < matrix.columns(); j++) {
                        along += vectors.u()[i * matrix.rank() + k]
                                * dense[i * matrix.columns() + j]
                                * vectors.vt()[k * matrix.columns() + j];
                    }
                }
                double expected = 1 + along / vectors.sigma()[k];
                assertThat((double) gains[k]).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
                keptHere += along * along;
            }
            double squares = 0;
            for (double value : dense) {
                squares += value * value;
            }
            LoraProjection.MatrixShare share = projection.matrices().stream()
                    .filter(each -> each.matrix().equals(matrix.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(share.share()).isCloseTo(Math.sqrt(keptHere / squares), within(1e-6));
            all += squares;
            kept += keptHere;
        }
        assertThat(projection.share()).isCloseTo(Math.sqrt(kept / all), within(1e-6));
        assertThat(projection.expert().gains()).containsOnlyKeys(first.name(), second.name());
    }

    private static double[] dense(LoraAdapter.Pair pair) {
        double[] dense = new double[pair.rows() * pair.columns()];
        for (int i = 0; i < pair.rows(); i++) {
            for (int j = 0; j < pair.columns(); j++) {
                for (int k = 0; k < pair.rank(); k++) {
                    dense[i * pair.columns() + j] +=
                            pair.scale() * (double) pair.b()[i * pair.rank() + k] * pair.a()[k * pair.columns() + j];
                }
            }
        }
        return dense;
    }

    @Test
    void anAdapterThatScalesEverythingAlikeIsKeptWhole() {
        MatrixInfo matrix = opened.matrices().get(5);
        float[] doubled = new float[matrix.rows()];
        Arrays.fill(doubled, 2);
        LoraProjection projection =
                project(new Ia3Adapter("twice", "", Map.of(matrix.name(), new Ia3Adapter.Scale(false, doubled))));
        assertThat(projection.share()).isCloseTo(1, within(1e-6));
        for (float gain : gains(projection, matrix)) {
            assertThat(gain).isCloseTo(2, within(1e-5f));
        }
    }

    @Test
    void anAdapterWithoutChangeIsNeutralAndOneOfAnotherModelRefused() {
        MatrixInfo matrix = opened.matrices().get(0);
        LoraAdapter none = new LoraAdapter(
                "none",
                "",
                Map.of(
                        matrix.name(),
                        new LoraAdapter.Pair(
                                matrix.rows(),
                                matrix.columns(),
                                1,
                                1,
                                new float[matrix.rows()],
                                new float[matrix.columns()])));
        LoraProjection projection = project(none);
        assertThat(projection.share()).isZero();
        assertThat(projection.expert().isNeutral()).isTrue();
        MatrixInfo elsewhere = new MatrixInfo("model.layers.9.mlp.up_proj.weight", 9, matrix.kind(), 2, 2);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> project(Opened.lora(elsewhere, 1, 1, 1)))
                .withMessageContaining("layers.9");
    }
}
