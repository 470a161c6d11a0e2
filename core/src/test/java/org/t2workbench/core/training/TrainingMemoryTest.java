package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.Activations;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.BenchmarkSuite;

/** Shapes of 135M parameters: 30 layers, width 576, MLP 1536, vocabulary 49152. */
class TrainingMemoryTest {

    private static final long PLENTY = 1L << 40;

    private static final ModelConfig SHAPES = BenchmarkSuite.llama135m();

    /** U and Vᵀ of 90 matrices: 90 × 576 × (1536 + 576) numbers, and σ in f64; the matrices themselves: 90 × 576 × 1536. */
    @Test
    void gainsTakeTheirSingularVectorsAndTheAdaptedWeightsOnceMore() {
        TrainingMemory memory = of(Map.of("adapter", "svf"), PLENTY);
        assertThat(memory.weights()).isEqualTo(134_515_008L * 4);
        assertThat(memory.decomposition()).isEqualTo(90L * 576 * (1536 + 576) * 4 + 90L * 576 * 8);
        assertThat(memory.folded()).isEqualTo(90L * 576 * 1536 * 4);
        assertThat(memory.optimiser()).isEqualTo(90L * 576 * 7 * 4);
    }

    /** r (m + n) = 16 × 1152 for q and 16 × (192 + 576) for v, in 30 layers. */
    @Test
    void lowRankMatricesNeedNoDecomposition() {
        TrainingMemory memory = of(Map.of("adapter", "lora", "matrices", "attention-qv"), PLENTY);
        assertThat(memory.decomposition()).isZero();
        assertThat(memory.optimiser()).isEqualTo(30L * 16 * (1152 + 768) * 7 * 4);
    }

    @Test
    void laterLayersAloneKeepHalfOfTheActivations() {
        long all = of(Map.of(), PLENTY).activations();
        long half = of(Map.of("layers", "second-half"), PLENTY).activations();
        assertThat(half).isBetween(all * 45 / 100, all * 55 / 100);
    }

    @Test
    void whereMemoryIsShortFewerLayersKeepTheirsAtATime() {
        assertThat(of(Map.of(), 4L << 30).activations())
                .isLessThan(of(Map.of(), PLENTY).activations() / 2);
    }

    @Test
    void smallerPassesTakeLess() {
        assertThat(of(Map.of("token_budget", "512"), PLENTY).activations())
                .isLessThan(of(Map.of(), PLENTY).activations() / 2);
    }

    /** Capped scores are kept for each pair of positions, so that a position of a longer text takes more. */
    @Test
    void scoresTakeMemoryWhereAttentionKeepsThem() {
        for (String name : List.of("gemma2", "gemma3")) {
            ModelConfig config = ArchitectureGolden.folder(name).config();
            long more =
                    Activations.bytesPerLayer(config, Dtype.F32, 64) - Activations.bytesPerLayer(config, Dtype.F32, 16);
            assertThat(more).isEqualTo(name.equals("gemma2") ? 2L * 4 * 48 * Float.BYTES : 0);
        }
    }

    private static TrainingMemory of(Map<String, String> changes, long available) {
        TrainingSettings settings = TrainingSettings.of(
                        TrainingPreset.of("paper"), Map.of("prompts", "32", "token_budget", "2048"))
                .with(changes);
        return TrainingMemory.of(SHAPES, Dtype.F32, settings, 64, 64, available);
    }
}
