package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpertTest {

    private static final BaseModel MODEL = new BaseModel("m", Optional.empty());

    @Test
    void shufflingKeepsTheNumbersOfEachMatrixAndLosesTheirPlaces() {
        Expert expert = Expert.untrained("math", MODEL, Map.of("a", rising(0, 97), "b", rising(1000, 31)));
        Expert shuffled = expert.shuffled(7);

        assertThat(shuffled.name()).isEqualTo("math-shuffled");
        expert.gains().forEach((matrix, gains) -> {
            float[] mixed = Objects.requireNonNull(shuffled.gains().get(matrix));
            assertThat(mixed).isNotEqualTo(gains);
            float[] sorted = mixed.clone();
            Arrays.sort(sorted);
            assertThat(sorted).isEqualTo(gains);
        });
    }

    @Test
    void aShuffleIsTheSameForTheSameSeedWhateverOtherMatricesThereAre() {
        Expert both = Expert.untrained("math", MODEL, Map.of("a", rising(0, 97), "b", rising(1000, 31)));
        Expert alone = Expert.untrained("math", MODEL, Map.of("a", rising(0, 97)));
        assertThat(alone.shuffled(7).gains().get("a"))
                .isEqualTo(both.shuffled(7).gains().get("a"))
                .isNotEqualTo(both.shuffled(8).gains().get("a"));
    }

    private static float[] rising(int from, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + i;
        }
        return values;
    }
}
