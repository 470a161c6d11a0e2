package org.t2workbench.app.compare.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Small contributions stay readable, and nothing has a sign before nothing. */
class NatsTest {

    @Test
    void aSmallNumberIsNotWrittenAsNothing() {
        assertThat(Nats.signed(0.2144)).isEqualTo("+0.2144");
        assertThat(Nats.signed(-0.00001234)).isEqualTo("\u22121.2e\u221205");
        assertThat(Nats.signed(0)).isEqualTo("+0.0000");
        assertThat(Nats.written(-0.2952)).isEqualTo("\u22120.295");
        assertThat(Nats.written(-4.1e-7)).isEqualTo("\u22124.1e\u221207");
    }

    @Test
    void cellsHaveAsManyDecimalsAsTheLargestNeeds() {
        assertThat(Nats.brief(0.2385, 0.2385)).isEqualTo("+0.24");
        assertThat(Nats.brief(-0.001, 0.2385)).isEqualTo("0.00");
        assertThat(Nats.brief(12.34, 12.34)).isEqualTo("+12");
        assertThat(Nats.brief(0.0043, 0.0043)).isEqualTo("+0.0043");
        assertThat(Nats.brief(-2e-6, 5e-6)).isEqualTo("\u22122e\u221206");
        assertThat(Nats.brief(0, 5e-6)).isEqualTo("0");
    }
}
