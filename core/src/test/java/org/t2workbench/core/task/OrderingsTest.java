package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orders, derived again from the facts alone. */
class OrderingsTest {

    private static final int MANY = 3000;

    private static final Pattern FACT = Pattern.compile("(\\w+) is (\\w+) than (\\w+)\\.");
    private static final Pattern ASKED = Pattern.compile("Who is the (\\w+)\\?\n");
    private static final Pattern OPTION = Pattern.compile("\\(([A-D])\\) (\\w+)");

    private static final Map<String, String> SUPERLATIVE = Map.of(
            "older", "oldest",
            "younger", "youngest",
            "taller", "tallest",
            "shorter", "shortest",
            "faster", "fastest",
            "slower", "slowest",
            "heavier", "heaviest",
            "lighter", "lightest");

    @ParameterizedTest
    @CsvSource({"reasoning, 3, 0.55", "reasoning-hard, 4, 0.30"})
    void answerFollowsFromTheFacts(String task, int people, double inOrder) {
        int ordered = 0;
        Set<String> comparatives = new HashSet<>();
        for (TaskItem item : SampleTasks.task(task).source().items(Split.TRAIN, MANY, 2)) {
            List<String> above = new ArrayList<>();
            List<String> below = new ArrayList<>();
            String comparative = "";
            Matcher fact = FACT.matcher(item.question());
            while (fact.find()) {
                above.add(fact.group(1));
                below.add(fact.group(3));
                comparative = fact.group(2);
            }
            comparatives.add(comparative);
            assertThat(above).hasSize(people - 1);
            List<String> order = order(above, below);
            assertThat(order).as(item.question()).hasSize(people);

            Matcher asked = ASKED.matcher(item.question());
            assertThat(asked.find()).isTrue();
            assertThat(asked.group(1)).isEqualTo(SUPERLATIVE.get(comparative));
            assertThat(item.answer()).as(item.question()).isEqualTo(order.get(0));
            assertThat(item.solution()).isEqualTo(String.join(", ", order) + ". Answer: " + order.get(0));

            List<String> letters = new ArrayList<>();
            List<String> options = new ArrayList<>();
            Matcher option = OPTION.matcher(item.question());
            while (option.find()) {
                letters.add(option.group(1));
                options.add(option.group(2));
            }
            assertThat(String.join("", letters)).isEqualTo("ABCD".substring(0, people));
            assertThat(options).containsExactlyInAnyOrderElementsOf(order);
            ordered += above.equals(order.subList(0, people - 1)) ? 1 : 0;
        }
        assertThat(comparatives).isEqualTo(SUPERLATIVE.keySet());
        // four standard deviations
        assertThat((double) ordered / MANY).isBetween(inOrder - 0.037, inOrder + 0.037);
    }

    /** Whoever is below nobody comes first, then whoever that one is directly above, and so on. */
    private static List<String> order(List<String> above, List<String> below) {
        List<String> order = new ArrayList<>();
        String next =
                above.stream().filter(name -> !below.contains(name)).findFirst().orElseThrow();
        order.add(next);
        for (int at = above.indexOf(next); at >= 0; at = above.indexOf(next)) {
            next = below.get(at);
            order.add(next);
        }
        return order;
    }
}
