package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against WeightWatcher's own functions (golden/spectrum/make_spectrum.py). */
class WeightWatcherGoldenTest {

    /** The script looks for the deviation in steps of a ten-thousandth of the range. */
    private static final double FIT = 1e-3;

    private static JsonNode cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                WeightWatcherGoldenTest.class.getResourceAsStream("/golden/spectrum/spectrum.json"))) {
            JsonNode cases = new ObjectMapper().readTree(in);
            assertThat(cases).hasSize(3);
            return cases;
        }
    }

    private static double[] doubles(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToDouble(i -> list.get(i).asDouble())
                .toArray();
    }

    @Test
    void theBulkIsFittedAsThere() throws IOException {
        for (JsonNode one : cases()) {
            String name = one.get("name").asText();
            SpectrumMetrics metrics = SpectrumMetrics.of(
                    doubles(one.get("sigma")),
                    one.get("rows").asLong(),
                    one.get("columns").asLong());
            RandomBulk bulk = metrics.bulk().orElseThrow();
            JsonNode expected = one.get("mp");
            assertThat(bulk.deviation())
                    .as(name)
                    .isCloseTo(expected.get("deviation").asDouble(), within(FIT));
            assertThat(bulk.lower()).as(name).isCloseTo(expected.get("lower").asDouble(), within(FIT));
            assertThat(bulk.upper())
                    .as(name)
                    .isCloseTo(
                            expected.get("upper").asDouble(),
                            within(3 * FIT * Math.max(1, expected.get("upper").asDouble())));
            assertThat(bulk.softRank())
                    .as(name)
                    .isCloseTo(expected.get("soft_rank").asDouble(), within(3 * FIT));
            assertThat(bulk.spikes()).as(name).isEqualTo(expected.get("spikes").asInt());
        }
    }

    @Test
    void theShuffledSpectrumIsComparedAsThere() throws IOException {
        for (JsonNode one : cases()) {
            String name = one.get("name").asText();
            ShuffledSpectrum shuffled = ShuffledSpectrum.of(doubles(one.get("sigma")), doubles(one.get("shuffled")))
                    .orElseThrow();
            assertThat(shuffled.distance())
                    .as(name)
                    .isCloseTo(one.get("rand_distance").asDouble(), within(1e-12));
            assertThat(shuffled.softRank())
                    .as(name)
                    .isCloseTo(one.get("ww_softrank").asDouble(), within(1e-12));
            assertThat(shuffled.excess())
                    .as(name)
                    .isCloseTo(one.get("ww_maxdist").asDouble(), within(1e-12));
        }
    }
}
