package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class TensorsTest {

    /** bf16 keeps 8 significant bits: half a unit in the last place. */
    private static final float BF16_RELATIVE = 1f / 256;

    @Test
    void valuesSurviveTheWayIntoEveryTypeAndBack() {
        float[] values = {0f, -1.5f, 3.14159274f, 1e-20f, 65504f, -7f, 0.1f};
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            Tensors tensors = new Tensors(engine);
            assertThat(tensors.toFloats(tensors.of(scope, Dtype.F32, values, 7)))
                    .containsExactly(values);
            float[] narrowed = tensors.toFloats(tensors.of(scope, Dtype.BF16, values, 7, 1));
            for (int i = 0; i < values.length; i++) {
                assertThat(Math.abs(narrowed[i] - values[i])).isLessThanOrEqualTo(Math.abs(values[i]) * BF16_RELATIVE);
            }
            double[] third = {1.0 / 3.0};
            assertThat(tensors.toDoubles(tensors.of(scope, Dtype.F64, third, 1)))
                    .containsExactly(third);
        }
    }

    @Test
    void convertedTensorsOwnTheirMemory() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            Tensors tensors = new Tensors(engine);
            NDArray copy;
            try (NDManager inner = scope.newSubManager()) {
                copy = tensors.convert(scope, inner.create(new float[] {1f, 2f, 3f}), Dtype.F32);
            }
            assertThat(copy.toFloatArray()).containsExactly(1f, 2f, 3f);
        }
    }
}
