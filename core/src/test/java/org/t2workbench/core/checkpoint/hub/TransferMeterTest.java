package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransferMeterTest {

    private long now = 5;

    private final TransferMeter meter = new TransferMeter("a/b", 3, 2_000_000_000L, () -> now);

    private void seconds(double seconds) {
        now += (long) (seconds * 1e9);
    }

    @Test
    void whatWasThereBeforeIsDoneButNotFast() {
        meter.found(500_000_000);
        seconds(1);
        assertThat(meter.stage()).isEqualTo("downloading a/b, 0 of 3 files, 500 MB of 2.0 GB");
        assertThat(meter.done()).isEqualTo(500_000_000);
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        for (int i = 0; i < 20; i++) {
            meter.received(50_000_000);
            seconds(1);
            meter.stage();
        }
        assertThat(meter.stage()).isEqualTo("downloading a/b, 0 of 3 files, 1.0 GB of 2.0 GB, 50.0 MB/s, 20 s left");
        for (int i = 0; i < 20; i++) {
            meter.received(100_000);
            seconds(1);
            meter.stage();
        }
        assertThat(meter.stage()).endsWith(", 100 kB/s, 2.8 h left");
        seconds(20);
        meter.stage();
        assertThat(meter.stage()).as("nothing comes").endsWith("1.0 GB of 2.0 GB");
    }

    @Test
    void minutesAreRoundedUp() {
        seconds(1);
        meter.received(10_000_000);
        assertThat(meter.stage()).endsWith("10.0 MB/s, 4 min left");
    }

    @Test
    void filesAreCountedAndWaitingIsSaid() {
        meter.fileFinished();
        meter.waitsFor("waiting for another");
        seconds(2);
        assertThat(meter.stage()).contains("1 of 3 files").endsWith(", waiting for another");
        meter.waitsFor("");
        assertThat(meter.stage()).doesNotContain("waiting");
    }

    @Test
    void whatTurnsOutToBeWrongIsTakenBack() {
        meter.found(10);
        meter.received(20);
        meter.found(-30);
        assertThat(meter.done()).isZero();
        meter.found(-5);
        assertThat(meter.done()).isZero();
        meter.found(3_000_000_000L);
        assertThat(meter.done()).isEqualTo(meter.total());
    }
}
