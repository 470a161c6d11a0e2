package org.t2workbench.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.workbench.AnswerToken;

class DifferencesTest {

    private static List<AnswerToken> tokens(int... ids) {
        return Arrays.stream(ids).mapToObj(id -> new AnswerToken(id, "", 1)).toList();
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        Arrays.stream(set).forEach(bits::set);
        return bits;
    }

    @Test
    void equalAnswersHaveNone() {
        Differences differences = Differences.between(tokens(1, 2, 3), tokens(1, 2, 3));
        assertThat(differences.base()).isEqualTo(bits());
        assertThat(differences.adapted()).isEqualTo(bits());
    }

    @Test
    void aReplacedTokenIsMarkedInBothAndWhatFollowsIsNot() {
        Differences differences = Differences.between(tokens(1, 2, 3, 4), tokens(1, 9, 3, 4));
        assertThat(differences.base()).isEqualTo(bits(1));
        assertThat(differences.adapted()).isEqualTo(bits(1));
    }

    @Test
    void anInsertedTokenIsMarkedOnItsSideOnly() {
        Differences differences = Differences.between(tokens(1, 2), tokens(1, 7, 8, 2));
        assertThat(differences.base()).isEqualTo(bits());
        assertThat(differences.adapted()).isEqualTo(bits(1, 2));
    }

    @Test
    void anEmptyAnswerMakesAllOfTheOtherDifferent() {
        Differences differences = Differences.between(tokens(), tokens(4, 5));
        assertThat(differences.adapted()).isEqualTo(bits(0, 1));
        assertThat(Differences.between(tokens(4), tokens()).base()).isEqualTo(bits(0));
    }
}
