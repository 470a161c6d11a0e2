package org.t2workbench.core.adaptation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Mixture;

class SearchSettingsTest {

    @Test
    void thePresetsAreThePapers() {
        SearchSettings paper = SearchSettings.preset("paper");
        assertThat(paper.population()).isEqualTo(32);
        assertThat(paper.elites()).isEqualTo(6);
        assertThat(paper.startDeviation()).isEqualTo(0.5);
        assertThat(paper.normalised()).isFalse();
        assertThat(paper.form()).isEqualTo(Mixture.Form.SUM);
        assertThat(paper.shots()).isEqualTo(10);
        assertThat(paper.generations()).isEqualTo(50);
        SearchSettings light = SearchSettings.preset("light");
        assertThat(light.shots()).isEqualTo(3);
        assertThat(light.generations()).isEqualTo(10);
        assertThat(light.withShots(10).withGenerations(50)).isEqualTo(paper);
    }

    @Test
    void settingsAreReadBackAsWritten() {
        SearchSettings settings = SearchSettings.light()
                .withMethod(SearchMethod.CMA_ES)
                .withScope(SearchScope.MATRIX)
                .withNormalised(true)
                .withForm(Mixture.Form.OFFSET)
                .withPopulation(9, 0.5)
                .withSeed(-4);
        assertThat(SearchSettings.fromMap(settings.toMap())).isEqualTo(settings);
        Map<String, Object> broken = settings.toMap();
        broken.put("scope", "head");
        assertRefused(() -> SearchSettings.fromMap(broken), "scope");
    }

    @Test
    void whatCannotBeSearchedIsToldInASentence() {
        SearchSettings paper = SearchSettings.paper();
        assertRefused(() -> paper.withShots(0), "at least 1 item");
        assertRefused(() -> paper.withPopulation(1, 0.2), "population");
        assertRefused(() -> paper.withPopulation(9, 0.2), "leaves 1 of 9 members");
        assertRefused(() -> paper.withPopulation(32, Double.NaN), "elite share");
        assertRefused(() -> paper.withGenerations(0), "generations");
        assertRefused(() -> SearchSettings.preset("heavy"), "paper or light");
    }

    private static void assertRefused(Supplier<SearchSettings> settings, String part) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(settings::get)
                .withMessageContaining(part);
    }
}
