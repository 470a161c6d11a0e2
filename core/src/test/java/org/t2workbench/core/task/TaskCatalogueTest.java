package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.text.Message;

class TaskCatalogueTest {

    private final Path folder;
    private final Path file;
    private final String math;

    TaskCatalogueTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("mine.json");
        Files.createDirectory(folder.resolve("words"));
        Files.copy(SampleTasks.FOLDER.resolve("words/sample.json"), folder.resolve("words/sample.json"));
        this.math = Files.readString(SampleTasks.FOLDER.resolve("math.json"));
    }

    @Test
    void sampleTasksAreFoundByName() {
        TaskCatalogue catalogue = new TaskCatalogue(List.of(folder.resolve("none"), SampleTasks.FOLDER));
        assertThat(catalogue.names()).isEqualTo(SampleTasks.NAMES);
        for (String name : catalogue.names()) {
            assertThat(catalogue.find(name).name()).isEqualTo(name);
        }
    }

    @Test
    void firstFolderWinsAndAFileIsFoundByItsPath() throws IOException {
        Files.writeString(folder.resolve("math.json"), math.replace("One-step", "My own"));
        TaskCatalogue catalogue = new TaskCatalogue(List.of(folder, SampleTasks.FOLDER));
        assertThat(catalogue.find("math").description()).startsWith("My own");
        String path = SampleTasks.FOLDER.resolve("math.json").toString();
        assertThat(catalogue.find(path).description()).startsWith("One-step");
    }

    @Test
    void unknownTaskNamesTheKnownOnes() {
        TaskCatalogue catalogue = new TaskCatalogue(List.of(SampleTasks.FOLDER));
        for (String name : List.of("mathh", "words/sample", "../tasks", "", "a\0b", "words")) {
            assertThatThrownBy(() -> catalogue.find(name))
                    .as(name)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("There is no task")
                    .hasMessageContaining("code-hard");
        }
    }

    @Test
    void promptCarriesTheQuestionOnceAndAsItIs() {
        Task task = SampleTasks.task("math");
        TaskItem item = new TaskItem("What is $1 {question}?", "", "1", "x");
        assertThat(task.prompt(item)).isEqualTo("What is $1 {question}?\nGive the number after ####.");
        assertThat(task.messages(item)).containsExactly(Message.user(task.prompt(item)));
    }

    @Test
    void systemMessageComesFirst() throws IOException {
        Files.writeString(file, math.replace("\"prompt\"", "\"system\": \"Be brief.\", \"prompt\""));
        Task task = find();
        TaskItem item = new TaskItem("Q", "", "1", "x");
        assertThat(task.messages(item)).containsExactly(Message.system("Be brief."), Message.user(task.prompt(item)));
    }

    @Test
    void answerThatWasCutOffIsWrongWhereTheTaskSaysSo() throws IOException {
        TaskItem item = new TaskItem("Q", "", "62", "x");
        Task strict = SampleTasks.task("math");
        assertThat(strict.grade("#### 62", true, item).correct()).isTrue();
        assertThat(strict.grade("#### 62", false, item)).isEqualTo(Grade.NONE);
        Files.writeString(file, math.replace("\"must_finish\": true,", ""));
        assertThat(find().grade("#### 62", false, item).correct()).isTrue();
    }

    @Test
    void fingerprintChangesWithWhateverDecidesAnAnswer() throws IOException {
        Files.writeString(file, math);
        String before = find().fingerprint();
        assertThat(before).isEqualTo(SampleTasks.task("math").fingerprint()).matches("[0-9a-f]{64}");
        Files.writeString(file, math.replace("One-step", "Short"));
        assertThat(find().fingerprint()).isEqualTo(before);
        for (String other : List.of(
                math.replace("####\"", "##\""),
                math.replace("72", "71"),
                math.replace("Give the", "Say the"),
                math.replace("\"family\": \"math\"", "\"family\": \"math-hard\""))) {
            Files.writeString(file, other);
            assertThat(find().fingerprint()).as(other).isNotEqualTo(before);
        }
        Files.writeString(file, math);
        Path words = folder.resolve("words/sample.json");
        Files.writeString(words, Files.readString(words).replace("Tom", "Tim"));
        assertThat(find().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void everyGraderCanBeAskedFor() throws IOException {
        Map<String, Grader> graders = Map.of(
                "{\"kind\": \"number-reference\"}", new ReferenceNumberGrader(),
                "{\"kind\": \"letter-reference\"}", new ReferenceLetterGrader(),
                "{\"kind\": \"latex\"}", new LatexGrader(),
                "{\"kind\": \"label\", \"labels\": [\"a\", \"b\"]}", new LabelGrader("", List.of("a", "b")),
                "{\"kind\": \"number\"}", new NumberGrader(""),
                "{\"kind\": \"text\", \"marker\": \"=\"}", new TextGrader("=", false, Comparison.EXACT),
                "{\"kind\": \"letter\", \"letters\": \"ABC\"}", new LetterGrader("", "ABC"),
                "{\"kind\": \"boxed\"}", new BoxedGrader(List.of()));
        for (Map.Entry<String, Grader> entry : graders.entrySet()) {
            Files.writeString(file, withGrader(entry.getKey()));
            assertThat(find().grader()).isEqualTo(entry.getValue());
        }
        Files.writeString(file, withGrader("{\"kind\": \"pattern\", \"pattern\": \"x+\"}"));
        assertThat(find().grader()).isInstanceOf(PatternGrader.class);
        Files.writeString(file, withGrader("{\"kind\": \"code\"}"));
        assertThat(find().grader()).isInstanceOf(CodeGrader.class);
    }

    @Test
    void malformedTaskIsRefusedWithFileAndKey() throws IOException {
        Map<String, String> broken = Map.ofEntries(
                Map.entry("{", "JSON"),
                Map.entry("[]", "object"),
                Map.entry("{}", "format_version"),
                Map.entry(math.replace("\"format_version\": 1", "\"format_version\": 2"), "newer version"),
                Map.entry(math.replace("\"name\": \"math\"", "\"name\": \"../x\""), "\"name\""),
                Map.entry(math.replace("\"max_tokens\": 72", "\"max_tokens\": 0"), "\"max_tokens\""),
                Map.entry(math.replace("\"max_tokens\": 72", "\"max_tokenz\": 72"), "max_tokenz"),
                Map.entry(math.replace("{question}", "the question"), "{question}"),
                Map.entry(math.replace("{question}", "{question}{question}"), "{question}"),
                Map.entry(math.replace("\"description\"", "\"descriptions\""), "descriptions"),
                Map.entry(math.replace("\"family\": \"math\"", "\"family\": \"maths\""), "family"),
                Map.entry(math.replace("\"kind\": \"generated\"", "\"kind\": \"magic\""), "source.kind"),
                Map.entry(math.replace("sample.json", "gone.json"), "gone.json"),
                Map.entry(math.replace("sample.json", "gone\\u0000.json"), "source.words"),
                Map.entry(withGrader("{}"), "grader.kind"),
                Map.entry(withGrader("null"), "\"grader\""),
                Map.entry(withGrader("{\"kind\": \"magic\"}"), "grader.kind"),
                Map.entry(withGrader("{\"kind\": \"number\", \"markers\": \"x\"}"), "grader.markers"),
                Map.entry(withGrader("{\"kind\": \"text\", \"comparison\": \"loose\"}"), "grader.comparison"),
                Map.entry(withGrader("{\"kind\": \"label\"}"), "grader.labels"),
                Map.entry(withGrader("{\"kind\": \"letter\"}"), "grader.letters"),
                Map.entry(withGrader("{\"kind\": \"letter\", \"letters\": \"AA\"}"), "grader.letters"),
                Map.entry(withGrader("{\"kind\": \"pattern\", \"pattern\": \"(\"}"), "grader.pattern"));
        for (Map.Entry<String, String> entry : broken.entrySet()) {
            Files.writeString(file, entry.getKey());
            assertThatThrownBy(this::find)
                    .as(entry.getKey())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(entry.getValue());
        }
    }

    @Test
    void malformedWordsAreRefusedWithFileAndKey() throws IOException {
        Path file = folder.resolve("words/sample.json");
        String words = Files.readString(file);
        Files.writeString(this.file, math);
        Map<String, String> broken = Map.of(
                words.replace("\"format_version\": 1", "\"format_version\": 3"), "newer version",
                words.replace("\"Ann\"", "\"Tom\""), "\"names\"",
                words.replace("{N} loses {b}.", "{N} loses {z}."), "\"chain_subtractions\"",
                words.replace("ABCDEFGHKMPT", "ABC"), "\"letters\"",
                words.replace("ABCDEFGHKMPT", "ABCDEX"), "\"new_letters\"",
                words.replace("\"older\"", "7"), "attributes.more",
                words.replace("\"hints\"", "\"hint\""), "\"hints\"");
        for (Map.Entry<String, String> entry : broken.entrySet()) {
            Files.writeString(file, entry.getKey());
            assertThatThrownBy(this::find)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("sample.json")
                    .hasMessageContaining(entry.getValue());
        }
    }

    private Task find() {
        return new TaskCatalogue(List.of(folder)).find("mine");
    }

    private String withGrader(String grader) {
        return math.replaceFirst("\"grader\": \\{[^}]*}", "\"grader\": " + grader.replace("\\", "\\\\"));
    }
}
