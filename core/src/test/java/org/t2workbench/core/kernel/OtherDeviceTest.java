package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.LanguageModel;

/** Kernels make their tensors where the others are: libtorch refuses to mix devices. */
class OtherDeviceTest {

    private static final int ROWS = 2;

    private static final int POSITIONS = 5;

    @ParameterizedTest
    @MethodSource("org.t2workbench.core.model.ArchitectureGolden#names")
    void whatAForwardPassMakesIsOnTheDevice(String name) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope();
                LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F32)) {
            ModelConfig config = model.config();
            List<String> files = new ArrayList<>(config.family().kernels());
            files.addAll(List.of("product", "half_product", "full_product", "generation", "other_device"));
            Kernel kernel = Kernel.compile((PtNDManager) scope, files, "meta", Optional.empty());
            long[] cache = {2, ROWS, config.keyValueHeads(), POSITIONS + 1, config.headSize()};
            Object[] arguments = model.forwardArguments()
                    .with(model.baseWeights(), scope.create(new long[] {0, 2}), config.layers(), cache, 0, POSITIONS);
            assertThat(kernel.call(scope, "made", arguments).get(0).toLongArray()[0])
                    .isGreaterThan(config.layers());
            kernel.close();
        }
    }

    @Test
    void everyCallThatMakesATensorIsToldWhere() {
        assertThat(KernelSource.madeOn(
                        "cuda:1", "x = torch.zeros([f(1), 2], dtype=f(6)) + torch.ones([torch.size(y)])\n"))
                .isEqualTo("x = torch.zeros([f(1), 2], dtype=f(6), device=torch.device(\"cuda:1\"))"
                        + " + torch.ones([torch.size(y)], device=torch.device(\"cuda:1\"))\n");
        String told = "y = torch.tensor([1], device=x.device)";
        assertThat(KernelSource.madeOn("cuda:1", told)).isEqualTo(told);
    }
}
