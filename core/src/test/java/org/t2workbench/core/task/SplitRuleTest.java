package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitRuleTest {

    @Test
    void shuffleIsPythons() {
        // Python 3: random.seed(16); x = list(range(300)); random.shuffle(x); x[:12], x[-5:]
        List<Integer> shuffled =
                new PythonRandom(16).shuffled(IntStream.range(0, 300).boxed().toList());
        assertThat(shuffled.subList(0, 12)).containsExactly(107, 76, 291, 238, 93, 19, 260, 275, 245, 201, 227, 43);
        assertThat(shuffled.subList(295, 300)).containsExactly(213, 145, 246, 240, 185);
        // the same with seed 38 and 1172: more than one block of random words
        assertThat(new PythonRandom(38)
                        .shuffled(IntStream.range(0, 1172).boxed().toList())
                        .subList(0, 10))
                .containsExactly(914, 1029, 70, 230, 687, 83, 26, 1021, 326, 629);
    }

    @Test
    void evenItemsTrainAndOddOnesValidate() {
        assertThat(splits(new SplitRule.Parity(), 3)).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TRAIN);
    }

    @Test
    void referenceSplitOfMbppTakesTwoHundredOfTheFirstThreeHundred() {
        SplitRule rule = new SplitRule.PythonShuffle(
                16,
                Optional.of(300),
                List.of(
                        new SplitRule.PythonShuffle.Share(Split.TRAIN, 200),
                        new SplitRule.PythonShuffle.Share(Split.VALIDATION, 100)),
                Split.TEST);
        List<Split> splits = splits(rule, 399);
        assertThat(Collections.frequency(splits, Split.TRAIN)).isEqualTo(200);
        assertThat(Collections.frequency(splits, Split.VALIDATION)).isEqualTo(100);
        assertThat(splits.subList(300, 399)).containsOnly(Split.TEST);
        assertThat(splits.get(107)).as("first of the shuffled").isEqualTo(Split.TRAIN);
        assertThat(splits.get(185)).as("last of the shuffled").isEqualTo(Split.VALIDATION);
    }

    @Test
    void numbersFollowTheItemsIds() {
        SplitRule rule = new SplitRule.Numbers(Map.of(
                Split.SHOTS, new SplitRule.Numbers.Range(1, 10), Split.TRAIN, new SplitRule.Numbers.Range(601, 974)));
        assertThat(rule.assign(List.of(item("t/10"), item("t/601"), item("t/11"), item("t/x"))))
                .containsExactly(
                        Optional.of(Split.SHOTS), Optional.of(Split.TRAIN), Optional.empty(), Optional.empty());
    }

    @Test
    void sharesKeepAQuestionInItsSplit() {
        Map<Split, Double> shares = Map.of(Split.TRAIN, 0.5, Split.TEST, 0.25);
        SplitRule rule = new SplitRule.Shares(7, shares);
        List<Optional<Split>> all = rule.assign(items(4000));
        // four standard deviations of a share of a half are 126 of 4000
        assertThat(Collections.frequency(all, Optional.of(Split.TRAIN))).isBetween(1870, 2130);
        assertThat(Collections.frequency(all, Optional.of(Split.TEST))).isBetween(870, 1130);
        assertThat(Collections.frequency(all, Optional.<Split>empty())).isBetween(870, 1130);
        assertThat(rule.assign(items(4000).subList(100, 200))).isEqualTo(all.subList(100, 200));
        assertThat(new SplitRule.Shares(8, shares).assign(items(4000))).isNotEqualTo(all);
    }

    @Test
    void shotsAreTakenFromASplitAndTheSameForTheSameSeed() {
        SplitRule rule = new SplitRule.WithShots(new SplitRule.Parity(), Split.VALIDATION, 3, 5);
        List<Split> splits = splits(rule, 20);
        assertThat(Collections.frequency(splits, Split.SHOTS)).isEqualTo(3);
        assertThat(Collections.frequency(splits, Split.VALIDATION)).isEqualTo(7);
        assertThat(Collections.frequency(splits, Split.TRAIN)).isEqualTo(10);
        assertThat(splits(rule, 20)).isEqualTo(splits);
        assertThat(Collections.frequency(
                        splits(new SplitRule.WithShots(new SplitRule.Parity(), Split.VALIDATION, 99, 5), 4),
                        Split.SHOTS))
                .isEqualTo(2);
    }

    private static List<Split> splits(SplitRule rule, int count) {
        return rule.assign(items(count)).stream().map(Optional::orElseThrow).toList();
    }

    private static List<TaskItem> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item("t/" + i)).toList();
    }

    private static TaskItem item(String id) {
        return new TaskItem("Question of " + id, "", "1", id);
    }
}
