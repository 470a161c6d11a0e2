package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The answers, worked out from the text of the question by a reader of its own. */
class WordProblemsTest {

    private static final int MANY = 3000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern TAKES_AWAY = Pattern.compile(
            "loses|sells|takes out|of them break|How many more|^(\\w+) has.*\\1 gives|gives \\d+ \\w+ to ");

    private final Words words = SampleTasks.words();

    @Test
    void answerFollowsFromTheText() {
        Set<String> shapes = new HashSet<>();
        for (TaskItem item : SampleTasks.task("math").source().items(Split.TRAIN, MANY, 4)) {
            List<Integer> numbers = numbers(item.question());
            assertThat(numbers).as(item.question()).hasSize(2);
            boolean takesAway = TAKES_AWAY.matcher(item.question()).find();
            int answer = takesAway ? numbers.get(0) - numbers.get(1) : numbers.get(0) + numbers.get(1);
            assertThat(item.answer()).as(item.question()).isEqualTo(Integer.toString(answer));
            shapes.add(shape(item.question()));
        }
        assertThat(shapes).as("six ways to add, six to take away").hasSize(12);
    }

    @Test
    void answerOfTwoStepsFollowsFromTheText() {
        for (TaskItem item : SampleTasks.task("math-hard").source().items(Split.TRAIN, MANY, 4)) {
            String[] sentences = item.question().split("(?<=[.?]) ");
            assertThat(sentences).as(item.question()).hasSize(4);
            String owner = sentences[0].substring(0, sentences[0].indexOf(' '));
            int amount = numbers(sentences[0]).get(0);
            for (int step = 1; step <= 2; step++) {
                int change = numbers(sentences[step]).get(0);
                boolean less = sentences[step].matches(owner + " (loses|sells|gives) .*");
                amount += less ? -change : change;
                assertThat(amount).as(item.question()).isBetween(10, 99);
            }
            assertThat(sentences[3]).contains(" does " + owner + " have now?");
            assertThat(item.answer()).as(item.question()).isEqualTo(Integer.toString(amount));
        }
    }

    @Test
    void everyPersonAndEveryThingComesUp() {
        Map<String, Integer> seen = new HashMap<>();
        for (TaskItem item : SampleTasks.task("math").source().items(Split.TRAIN, MANY, 4)) {
            for (String word : item.question().split("[^A-Za-z]+")) {
                seen.merge(word, 1, Integer::sum);
            }
        }
        assertThat(seen).containsKeys(words.names().toArray(String[]::new));
        assertThat(seen).containsKeys(words.objects().toArray(String[]::new));
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(Integer.parseInt(matcher.group()));
        }
        return numbers;
    }

    private String shape(String question) {
        String shape = question.replaceAll("[0-9]+", "#");
        for (String object : words.objects()) {
            shape = shape.replaceAll("\\b" + object + "\\b", "things");
        }
        for (String name : words.names()) {
            shape = shape.replaceAll("\\b" + name + "\\b", "Name");
        }
        return shape;
    }
}
