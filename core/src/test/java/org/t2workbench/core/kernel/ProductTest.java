package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** All files of products, whichever this processor would use, against sums in f64. */
class ProductTest {

    /** Two and more blocks of widened rows, the last one not full. */
    private static final int OUT = 1501;

    private static final int IN = 523;

    /** Relative to the root of the sum's length: rounding of the result, and of the sum in f32. */
    private static final double BF16_TOLERANCE = 1.0 / 256;

    private static final double F32_TOLERANCE = 1e-5;

    @Test
    void everyNumberOfRowsGivesTheProduct() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            Tensors tensors = new Tensors(engine);
            boolean fast = engine.hasFastBf16();
            for (List<String> forms : List.of(
                    List.of(fast ? "half_product" : "half_product_widened", "full_product"),
                    List.of("half_product_widened", "full_product_columns"),
                    List.of("half_product_widened", fast ? "full_product_onednn" : "full_product_columns"))) {
                List<String> files = new ArrayList<>(forms);
                files.add("product");
                Kernel kernel = Kernel.compile((PtNDManager) scope, files);
                for (Dtype dtype : List.of(Dtype.F32, Dtype.BF16, Dtype.F64)) {
                    for (int rows : new int[] {1, 2, 17, 49, 65}) {
                        check(tensors, scope, kernel, dtype, rows);
                    }
                }
                kernel.close();
            }
        }
    }

    /** On processors with products of bf16 these are made while oneDNN is off, and the next ones with it again. */
    @Test
    void singleRowsGiveTheProduct() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            Tensors tensors = new Tensors(engine);
            for (Dtype dtype : List.of(Dtype.F32, Dtype.BF16)) {
                check(tensors, scope, engine.singleRowKernel(dtype), dtype, 1);
                check(tensors, scope, engine.kernel(), dtype, 17);
            }
        }
    }

    private static void check(Tensors tensors, NDManager parent, Kernel kernel, Dtype dtype, int rows) {
        try (NDManager scope = parent.newSubManager()) {
            NDArray x = tensors.of(scope, dtype, normal(rows * IN, 1), 1, rows, IN);
            NDArray w = tensors.of(scope, dtype, normal(OUT * IN, 2), OUT, IN);
            NDArray y = kernel.call(scope, "product", x, w).get(0);
            assertThat(y.getShape().getShape()).containsExactly(1, rows, OUT);
            double[] left = tensors.toDoubles(x);
            double[] right = tensors.toDoubles(w);
            double[] actual = tensors.toDoubles(y);
            double size = Math.sqrt(IN);
            for (int row = 0; row < rows; row += 16) {
                for (int out = 0; out < OUT; out++) {
                    double sum = 0;
                    for (int i = 0; i < IN; i++) {
                        sum += left[row * IN + i] * right[out * IN + i];
                    }
                    double tolerance =
                            dtype == Dtype.BF16 ? BF16_TOLERANCE * (size + Math.abs(sum)) : F32_TOLERANCE * size;
                    assertThat(actual[row * OUT + out]).isEqualTo(sum, within(tolerance));
                }
            }
        }
    }

    private static float[] normal(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
