package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.job.InvalidInputException;

/** What holds for every generated task; that the answers are right is shown by the tests of each family. */
class GeneratedTasksTest {

    private static final int MANY = 4000;

    private static final Pattern INNER_QUESTION =
            Pattern.compile("(?s)Which label fits[^\\n]*\\n(.*?)(\\nGive the .*)?");

    private final Words words = SampleTasks.words();

    static List<String> tasks() {
        return SampleTasks.NAMES;
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void splitsHaveNoQuestionInCommon(String name) {
        ItemSource source = SampleTasks.task(name).source();
        Map<Split, Set<String>> questions = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Set<String> inner = new HashSet<>();
            for (TaskItem item : source.items(split, 1000, 5)) {
                inner.add(questionInside(name, item.question()));
            }
            questions.put(split, inner);
            inner.forEach(question -> assertThat(Split.of(question)).isEqualTo(split));
        }
        assertThat(questions.values().stream().mapToInt(Set::size).sum())
                .isEqualTo(questions.values().stream()
                        .flatMap(Set::stream)
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void twoThousandDistinctTestItemsAreThere(String name) {
        List<TaskItem> items = SampleTasks.task(name).source().items(Split.TEST, 2000, 99);
        assertThat(items).hasSize(2000);
        assertThat(items.stream().map(TaskItem::question).distinct()).hasSize(2000);
        assertThat(items.stream().map(TaskItem::id).distinct()).hasSize(2000);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void workedSolutionIsAlwaysRightAndInForm(String name) {
        Task task = SampleTasks.task(name);
        for (TaskItem item : task.source().items(Split.TRAIN, MANY, 1)) {
            Grade grade = task.grade(item.solution(), true, item);
            assertThat(grade.correct()).as(item.toString()).isTrue();
            assertThat(grade.inForm()).as(item.toString()).isTrue();
        }
    }

    /** The shares were counted with an independent generator of the same rules, 40 000 items each. */
    @ParameterizedTest
    @CsvSource({
        "math, 0.599",
        "code, 0.626",
        "reasoning, 0.555",
        "dispatch, 0.686",
        "math-hard, 0.581",
        "code-hard, 0.622",
        "reasoning-hard, 0.439"
    })
    void quickHabitIsInFormAndRightAsOftenAsMeant(String name, double share) {
        Task task = SampleTasks.task(name);
        Family family = Family.of(name, words);
        ItemRandom random = new ItemRandom(11);
        int right = 0;
        for (int i = 0; i < MANY; i++) {
            GeneratedItem item = family.draw(random);
            Grade grade = task.grade(item.quick(), true, item.toTaskItem());
            assertThat(grade.inForm()).as(item.toString()).isTrue();
            right += grade.correct() ? 1 : 0;
        }
        // four standard deviations of a share of 4000 items
        assertThat((double) right / MANY).isCloseTo(share, within(4 * Math.sqrt(0.25 / MANY)));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void everyTextIsPlainAscii(String name) {
        Family family = Family.of(name, words);
        ItemRandom random = new ItemRandom(3);
        for (int i = 0; i < MANY; i++) {
            GeneratedItem item = family.draw(random);
            assertThat(item.question() + item.hint() + item.quick() + item.worked())
                    .matches("[ -~\\n]*");
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void promptIsTheQuestionAndTheHint(String name) {
        Task task = SampleTasks.task(name);
        GeneratedItem item = Family.of(name, words).draw(new ItemRandom(1));
        assertThat(task.prompt(item.toTaskItem())).isEqualTo(item.question() + item.hint());
    }

    @Test
    void largerCountBeginsWithTheSameItems() {
        ItemSource source = SampleTasks.task("math").source();
        assertThat(source.items(Split.TEST, 50, 7).subList(0, 20)).isEqualTo(source.items(Split.TEST, 20, 7));
    }

    @Test
    void seedsAndSplitsAndTasksHaveStreamsOfTheirOwn() {
        ItemSource source = SampleTasks.task("math").source();
        assertThat(source.stream(Split.TRAIN, 1).next())
                .isEqualTo(source.stream(Split.TRAIN, 1).next());
        assertThat(source.items(Split.TRAIN, 100, 1)).doesNotContainAnyElementsOf(source.items(Split.TRAIN, 100, 2));
        assertThat(ItemRandom.of("math train", 1).fraction())
                .isNotEqualTo(ItemRandom.of("math test", 1).fraction());
    }

    /** Frozen: a change here changes what every published figure was measured on. */
    @ParameterizedTest
    @CsvSource({
        "math, 8074e913a849df52",
        "code, f41f47a58ac7c0b5",
        "reasoning, 3c2ff7a4fa890829",
        "dispatch, 96ec7f5210406946",
        "math-hard, f29d095c9724c585",
        "code-hard, 1757df18634af839",
        "reasoning-hard, bf37d49ae2dc3194",
    })
    void itemsOfASeedAreTheSameEverywhere(String name, String digest) {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("en", "tr", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                StringBuilder all = new StringBuilder();
                SampleTasks.task(name)
                        .source()
                        .items(Split.TEST, 200, 20)
                        .forEach(item -> all.append("TaskItem[question=" + item.question() + ", solution="
                                + item.solution() + ", answer=" + item.answer() + ", id=" + item.id() + "]\n"));
                assertThat(HexFormat.of().formatHex(Split.sha256(all.toString()), 0, 8))
                        .as(tag)
                        .isEqualTo(digest);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wordListsThatAreTooShortAreSaidSoInsteadOfRunningForEver(@TempDir Path folder) throws IOException {
        String poor = Files.readString(SampleTasks.FOLDER.resolve("words/sample.json"))
                .replaceAll("(\"requests\": )\\[[^]]*]", "$1[\"Tell me a story.\"]");
        Files.writeString(folder.resolve("words.json"), poor);
        GeneratedSource source = new GeneratedSource("poor", "other", Words.read(folder.resolve("words.json")));
        Split only = Split.of("Tell me a story.");
        assertThat(source.items(only, 5, 1)).hasSize(1);
        Split other = only == Split.TEST ? Split.TRAIN : Split.TEST;
        assertThatThrownBy(() -> source.items(other, 5, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("word lists are too short");
    }

    private static String questionInside(String task, String question) {
        if (!task.equals("dispatch")) {
            return question;
        }
        Matcher matcher = INNER_QUESTION.matcher(question);
        assertThat(matcher.matches()).as(question).isTrue();
        return matcher.group(1);
    }
}
