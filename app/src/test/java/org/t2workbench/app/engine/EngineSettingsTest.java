package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.t2workbench.core.kernel.Dtype;

class EngineSettingsTest {

    @Test
    void aRunIsBegunAgainWhereItWas() {
        assertThat(new EngineSettings(Dtype.BF16, 2, "gpu").arguments())
                .containsExactly("--dtype", "bf16", "--threads", "2", "--device", "gpu");
        assertThat(new EngineSettings(Dtype.F32, 0, "cpu").arguments())
                .containsExactly("--dtype", "f32", "--threads", "0");
    }
}
