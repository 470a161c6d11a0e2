package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;

class AdamWTest {

    /** f64 against f64; only the order of a few operations differs. */
    private static final double F64 = 1e-12;

    @Test
    void threeStepsAgreeWithTorchClippedAndUnclippedWithAndWithoutDecay() throws IOException {
        JsonNode golden;
        try (InputStream in = AdamWTest.class.getResourceAsStream("/golden/training/adamw.json")) {
            golden = new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            Tensors tensors = new Tensors(engine);
            Kernel kernel = engine.kernel("adamw");
            try (TensorList parameters = pair(tensors, scope, numbers(golden, "matrix"), numbers(golden, "vector"));
                    TensorList first = pair(tensors, scope, new double[15], new double[4]);
                    TensorList second = pair(tensors, scope, new double[15], new double[4])) {
                for (int step = 0; step < golden.get("steps").size(); step++) {
                    JsonNode expected = golden.get("steps").get(step);
                    try (TensorList gradients = pair(
                            tensors,
                            scope,
                            numbers(expected, "matrix_gradient"),
                            numbers(expected, "vector_gradient"))) {
                        NDArray norm = kernel.call(
                                        scope,
                                        "adamw",
                                        parameters,
                                        first,
                                        second,
                                        gradients,
                                        step + 1,
                                        golden.get("learning_rates").get(step).doubleValue(),
                                        golden.get("beta1").doubleValue(),
                                        golden.get("beta2").doubleValue(),
                                        golden.get("epsilon").doubleValue(),
                                        golden.get("weight_decay").doubleValue(),
                                        false,
                                        golden.get("clip").doubleValue())
                                .get(0);
                        assertThat(tensors.toDoubles(norm)[0])
                                .isCloseTo(expected.get("norm").doubleValue(), within(F64));
                    }
                    assertThat(tensors.toDoubles(parameters.get(0)))
                            .containsExactly(numbers(expected, "matrix"), within(F64));
                    assertThat(tensors.toDoubles(parameters.get(1)))
                            .containsExactly(numbers(expected, "vector"), within(F64));
                }
            }
        }
    }

    @Test
    void aGradientThatIsNotANumberChangesNothing() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            Tensors tensors = new Tensors(engine);
            double[] start = {1, 2, 3, 4};
            try (TensorList parameters = pair(tensors, scope, new double[15], start);
                    TensorList first = pair(tensors, scope, new double[15], new double[4]);
                    TensorList second = pair(tensors, scope, new double[15], new double[4]);
                    TensorList gradients = pair(tensors, scope, new double[15], new double[] {1, Double.NaN, 1, 1})) {
                NDArray norm = engine.kernel("adamw")
                        .call(
                                scope,
                                "adamw",
                                parameters,
                                first,
                                second,
                                gradients,
                                1,
                                0.1,
                                0.9,
                                0.95,
                                1e-8,
                                0.1,
                                true,
                                1.0)
                        .get(0);
                assertThat(tensors.toDoubles(norm)[0]).isNaN();
                assertThat(tensors.toDoubles(parameters.get(1))).containsExactly(start);
                assertThat(tensors.toDoubles(first.get(1))).containsOnly(0);
            }
        }
    }

    private static TensorList pair(Tensors tensors, NDManager scope, double[] matrix, double[] vector) {
        return new TensorList(
                List.of(tensors.of(scope, Dtype.F64, matrix, 3, 5), tensors.of(scope, Dtype.F64, vector, 4)));
    }

    private static double[] numbers(JsonNode node, String key) {
        double[] numbers = new double[node.get(key).size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = node.get(key).get(i).doubleValue();
        }
        return numbers;
    }
}
