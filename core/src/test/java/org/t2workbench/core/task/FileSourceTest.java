package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.text.Message;

class FileSourceTest {

    private static final Path SHIPPED = Path.of("..", "resources", "tasks");
    private static final String COLUMNS =
            "\"layout\": \"columns\", \"columns\": {\"question\": \"q\", \"answer\": \"a\"}";
    private static final String ALL_TEST = "\"split\": {\"rule\": \"all\", \"into\": \"test\"}";
    private static final String PARITY = "\"split\": {\"rule\": \"parity\"}";

    private final Path folder;

    FileSourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shippedTasksAreReadAndSayWhereTheirDataIs() {
        TaskCatalogue catalogue = new TaskCatalogue(List.of(SHIPPED)).withDataFolder(folder);
        assertThat(catalogue.names())
                .contains("arc-challenge", "arc-easy", "gsm8k", "humaneval", "math-500", "mbpp", "mbpp-plus");
        for (String name : catalogue.names()) {
            Task task = catalogue.find(name);
            assertThat(task.name()).isEqualTo(name);
            assertThatThrownBy(() -> task.source().items(Split.TEST, 1, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("The task " + name + " needs the data file ")
                    .hasMessageContaining("get it from https://")
                    .hasMessageContaining(folder.toString());
        }
    }

    @Test
    void dataBesideTheTaskFileGoesBeforeTheDataFolder() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("d.jsonl"), row("far", "1"));
        Path task = task("\"file\": \"d.jsonl\", " + ALL_TEST);
        TaskCatalogue catalogue = new TaskCatalogue(List.of(folder)).withDataFolder(data);
        assertThat(questions(catalogue.find(task.toString()), Split.TEST)).containsExactly("far");
        Files.writeString(folder.resolve("d.jsonl"), row("near", "1"));
        assertThat(questions(catalogue.find(task.toString()), Split.TEST)).containsExactly("near");
    }

    @Test
    void itemsAreDifferentAndALargerCountBeginsWithTheSame() throws IOException {
        ItemSource source = numbered(50).source();
        List<TaskItem> ten = source.items(Split.TRAIN, 10, 3);
        assertThat(source.items(Split.TRAIN, 20, 3)).startsWith(ten.toArray(TaskItem[]::new));
        assertThat(source.items(Split.TRAIN, 10, 4)).isNotEqualTo(ten);
        assertThat(source.items(Split.TRAIN, 1000, 3)).hasSize(25).doesNotHaveDuplicates();
        assertThat(source.items(Split.TEST, 10, 3)).isEmpty();
        assertThat(source.size(Split.VALIDATION)).isEqualTo(OptionalInt.of(25));
    }

    @Test
    void streamGoesRoundWithoutRepeatingInARound() throws IOException {
        ItemSource source = numbered(20).source();
        ItemStream stream = source.stream(Split.TRAIN, 1);
        ItemStream again = source.stream(Split.TRAIN, 1);
        for (int round = 0; round < 3; round++) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                TaskItem item = stream.next();
                assertThat(again.next()).isEqualTo(item);
                seen.add(item.id());
            }
            assertThat(seen).hasSize(10);
        }
        assertThatThrownBy(() -> source.stream(Split.TEST, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no items of the split test");
    }

    @Test
    void questionOfSeveralSplitsStaysInTheStrictestAlone() throws IOException {
        Files.writeString(
                folder.resolve("train.jsonl"), row("A?", "1") + row("B?", "2") + row("C?", "3") + row("C?", "4"));
        Files.writeString(folder.resolve("test.jsonl"), row(" a ", "1"));
        Task task =
                find("\"parts\": [ {\"file\": \"train.jsonl\", \"split\": {\"rule\": \"all\", \"into\": \"train\"}},"
                        + " {\"file\": \"test.jsonl\", " + ALL_TEST + "} ]");
        assertThat(questions(task, Split.TEST)).containsExactly("a");
        assertThat(questions(task, Split.TRAIN)).containsExactlyInAnyOrder("B?", "C?");
        assertThat(task.source().notes())
                .containsExactly(
                        "1 of train left out: the same question came before.",
                        "1 of train left out: the same question is in test.");
    }

    @Test
    void fingerprintFollowsDataRuleAndLayout() throws IOException {
        String file = "\"file\": \"d.jsonl\", ";
        Files.writeString(folder.resolve("d.jsonl"), row("A", "1") + row("B", "1"));
        String before = find(file + PARITY).fingerprint();
        assertThat(find(file + PARITY).fingerprint()).isEqualTo(before);
        assertThat(find(file + ALL_TEST).fingerprint()).isNotEqualTo(before);
        Files.writeString(folder.resolve("d.jsonl"), row("A", "1") + row("B", "2"));
        assertThat(find(file + PARITY).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void previewShowsSizesAndWhatAModelGets() throws IOException {
        TaskPreview preview = TaskPreview.of(numbered(7), Split.VALIDATION, 2, 0);
        assertThat(preview.sizes())
                .isEqualTo(Map.of(
                        Split.TRAIN, OptionalInt.of(4),
                        Split.VALIDATION, OptionalInt.of(3),
                        Split.SHOTS, OptionalInt.of(0),
                        Split.TEST, OptionalInt.of(0)));
        assertThat(preview.items()).hasSize(2);
        TaskPreview.Item first = preview.items().get(0);
        assertThat(first.messages()).hasSize(2);
        assertThat(first.messages().get(0)).isEqualTo(Message.system("Be exact."));
        assertThat(first.messages().get(1).content()).matches("Q: Question \\d\\?");
        assertThat(preview.fingerprint()).matches("[0-9a-f]{64}");
        TaskPreview endless = TaskPreview.of(SampleTasks.task("math"), Split.TRAIN, 1, 0);
        assertThat(endless.sizes().get(Split.TRAIN)).isEqualTo(OptionalInt.empty());
        assertThat(endless.items().get(0).solution()).contains("####");
    }

    @Test
    void overlapIsFoundThroughSpelling() throws IOException {
        Files.writeString(folder.resolve("d.jsonl"), row("Question  3", "x") + row("Other", "y"));
        Task other = find("\"file\": \"d.jsonl\", " + ALL_TEST);
        Task task = numbered(8);
        ItemOverlap overlap = ItemOverlap.between(task.source(), Split.VALIDATION, other.source(), Split.TEST, 100);
        assertThat(overlap.shared()).hasSize(1);
        assertThat(ItemOverlap.between(task.source(), Split.TRAIN, other.source(), Split.TEST, 100)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void emptyDataAndMissingColumnsAreNamed() throws IOException {
        Files.writeString(folder.resolve("d.jsonl"), "\n\n");
        refusedData("\"file\": \"d.jsonl\", " + PARITY, "d.jsonl of the task mine is empty");
        Files.writeString(folder.resolve("d.csv"), "q,a\n");
        refusedData("\"file\": \"d.csv\", " + PARITY, "is empty");
        Files.writeString(folder.resolve("d.csv"), "q,b\nx,1\n");
        refusedData("\"file\": \"d.csv\", " + PARITY, "Line 2 of", "lacks \"a\"; it has q, b");
        Files.createDirectory(folder.resolve("sub"));
        refusedData("\"file\": \"sub\", " + PARITY, "is a folder");
        refusedData("\"file\": \"gone.jsonl\", " + PARITY, "needs the data file gone.jsonl, which is not there");
    }

    @Test
    void malformedSourceIsRefusedWithItsKey() throws IOException {
        String file = "\"file\": \"d.jsonl\", ";
        for (Map.Entry<String, String> broken : Map.ofEntries(
                        Map.entry("\"file\": 7, " + PARITY, "source.file"),
                        Map.entry("\"file\": \"d\\u0000\", " + PARITY, "source.file"),
                        Map.entry("\"parts\": []", "source.file"),
                        Map.entry(file + "\"split\": {}", "source.split.rule"),
                        Map.entry("\"file\": \"d.jsonl\"", "source.split"),
                        Map.entry(file + "\"split\": {\"rule\": \"magic\"}", "source.split.rule"),
                        Map.entry(file + "\"split\": {\"rule\": \"all\", \"into\": \"rest\"}", "source.split.into"),
                        Map.entry(file + "\"split\": {\"rule\": \"parity\", \"seed\": 1}", "source.split.seed"),
                        Map.entry(
                                file
                                        + "\"split\": {\"rule\": \"shares\", \"seed\": 1, \"shares\": {\"train\": 0.7, \"test\": 0.4}}",
                                "source.split.shares"),
                        Map.entry(
                                file + "\"split\": {\"rule\": \"shares\", \"seed\": -1, \"shares\": {\"train\": 1}}",
                                "source.split.seed"),
                        Map.entry(
                                file + "\"split\": {\"rule\": \"shares\", \"seed\": 1, \"shares\": {\"trian\": 1}}",
                                "source.split.shares.trian"),
                        Map.entry(file + "\"split\": {\"rule\": \"numbers\", \"train\": [5, 1]}", "source.split.train"),
                        Map.entry(
                                file
                                        + "\"split\": {\"rule\": \"parity\", \"shots\": {\"from\": \"train\", \"count\": 0, \"seed\": 1}}",
                                "source.split.shots.count"))
                .entrySet()) {
            assertThatThrownBy(() -> find(broken.getKey()))
                    .as(broken.getKey())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("\"" + broken.getValue() + "\"");
        }
    }

    @Test
    void itemsBeyondTheMemoryOfATaskAreRefused() throws IOException {
        Path file = Files.writeString(
                folder.resolve("d.jsonl"), row("x".repeat(600), "1").repeat(2));
        DataPart part = new DataPart("d.jsonl", List.of(file), "", new SplitRule.Parity());
        Layout layout = Layout.of("columns", Map.of("question", "q", "answer", "a"));
        ItemSource source = new FileSource("mine", "", layout, List.of(part), new DataLimits(1 << 20, 1 << 20, 1000));
        assertThatThrownBy(() -> source.size(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Line 2 of ")
                .hasMessageContaining("more memory");
    }

    private void refusedData(String source, String... parts) throws IOException {
        Task task = find(source);
        assertThatThrownBy(() -> task.source().size(Split.TRAIN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts);
    }

    private Task numbered(int count) throws IOException {
        Files.writeString(
                folder.resolve("n.jsonl"),
                IntStream.range(0, count)
                        .mapToObj(i -> row("Question " + i + "?", Integer.toString(i)))
                        .collect(Collectors.joining()));
        return find("\"file\": \"n.jsonl\", " + PARITY);
    }

    private Task find(String source) throws IOException {
        return new TaskCatalogue(List.of()).find(task(source).toString());
    }

    private Path task(String source) throws IOException {
        return Files.writeString(
                folder.resolve("mine.json"),
                "{\"format_version\": 1, \"name\": \"mine\", \"description\": \"d\", \"system\": \"Be exact.\","
                        + " \"prompt\": \"Q: {question}\", \"max_tokens\": 9, \"grader\": {\"kind\": \"number\"},"
                        + " \"source\": {\"kind\": \"file\", " + COLUMNS + ", " + source + "}}");
    }

    private static List<String> questions(Task task, Split split) {
        return task.source().items(split, 1000, 0).stream()
                .map(TaskItem::question)
                .toList();
    }

    private static String row(String question, String answer) {
        return "{\"q\": \"" + question + "\", \"a\": \"" + answer + "\"}\n";
    }
}
