package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

class CorpusTest {

    private static final int MANY = 20_000;

    /** Four standard deviations of a share of 20 000 examples, at a half. */
    private static final double SPREAD = 4 * Math.sqrt(0.25 / MANY);

    private static final String CORPUS = """
            { "words": "%s", "hint": 0.75, "shares": [
              {"task": "math", "weight": 30, "quick": 0.6},
              {"task": "math-hard", "weight": 60, "quick": 0.5, "quick_by_kind": {"-": 0.1}},
              {"task": "other", "weight": 10, "quick": 1} ] }
            """;

    private final Path file;
    private final String json;

    CorpusTest(@TempDir Path folder) throws IOException {
        this.file = folder.resolve("corpus.json");
        Files.copy(SampleTasks.FOLDER.resolve("words/sample.json"), folder.resolve("words.json"));
        this.json = CORPUS.formatted("words.json");
        Files.writeString(file, json);
    }

    @Test
    void sharesHintsAndHabitsAreAsAsked() {
        Corpus corpus = Corpus.read(JsonFile.read(file));
        assertThat(corpus.families()).containsExactly("math", "math-hard", "other");
        CorpusStream stream = corpus.stream(1);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            CorpusItem item = stream.next();
            String hard =
                    item.prompt().matches("(?s).*has \\d+ \\w+\\. \\w+ (loses|sells|gives \\d+ \\w+ to).*") ? "-" : "+";
            String kind = item.task().equals("math-hard") ? item.task() + hard : item.task();
            counts.merge(kind, 1, Integer::sum);
            if (item.answer().startsWith("####")) {
                counts.merge(kind + " quick", 1, Integer::sum);
            }
            if (item.prompt().contains("\nGive the number after ####.")) {
                counts.merge("hint", 1, Integer::sum);
            }
        }
        assertThat(share(counts, "math", MANY)).isBetween(0.3 - SPREAD, 0.3 + SPREAD);
        assertThat(share(counts, "other", MANY)).isBetween(0.1 - SPREAD, 0.1 + SPREAD);
        assertThat(share(counts, "hint", MANY)).isBetween(0.675 - SPREAD, 0.675 + SPREAD);
        // a third of the examples: the spread is larger
        assertThat(share(counts, "math quick", counts.getOrDefault("math", 0)))
                .isBetween(0.6 - 2 * SPREAD, 0.6 + 2 * SPREAD);
        assertThat(share(counts, "math-hard- quick", counts.getOrDefault("math-hard-", 0)))
                .isBetween(0.1 - 2 * SPREAD, 0.1 + 2 * SPREAD);
        assertThat(share(counts, "math-hard+ quick", counts.getOrDefault("math-hard+", 0)))
                .isBetween(0.5 - 2 * SPREAD, 0.5 + 2 * SPREAD);
    }

    @Test
    void onlyQuestionsOfTheTrainingSplitAreSeen() {
        CorpusStream stream = Corpus.read(JsonFile.read(file)).stream(2);
        for (int i = 0; i < 3000; i++) {
            String question = stream.next().prompt().replaceFirst("\nGive the [^\n]*$", "");
            assertThat(Split.of(question)).as(question).isEqualTo(Split.TRAIN);
        }
    }

    @Test
    void sameSeedSameCorpus() {
        Corpus corpus = Corpus.read(JsonFile.read(file));
        CorpusStream one = corpus.stream(5);
        CorpusStream same = corpus.stream(5);
        CorpusStream other = corpus.stream(6);
        int differing = 0;
        for (int i = 0; i < 100; i++) {
            CorpusItem item = one.next();
            assertThat(same.next()).isEqualTo(item);
            differing += other.next().equals(item) ? 0 : 1;
        }
        assertThat(differing).isGreaterThan(90);
    }

    @Test
    void malformedCorpusIsRefusedWithTheKey() throws IOException {
        Map<String, String> broken = Map.of(
                json.replace("\"hint\": 0.75", "\"hint\": 1.75"), "\"hint\"",
                json.replace("\"hint\": 0.75,", ""), "\"hint\"",
                json.replace("\"weight\": 30", "\"weight\": 0"), "shares.weight",
                json.replace("\"task\": \"math\"", "\"task\": \"maths\""), "shares.task",
                json.replace("\"quick\": 0.6", "\"quick\": \"often\""), "shares.quick",
                json.replace("{\"-\": 0.1}", "{\"-\": 7}"), "shares.quick_by_kind.-",
                json.replace("words.json", "gone.json"), "gone.json",
                json.replaceAll("(?s)\\[.*]", "[]"), "\"shares\"");
        for (Map.Entry<String, String> entry : broken.entrySet()) {
            Files.writeString(file, entry.getKey());
            assertThatThrownBy(() -> Corpus.read(JsonFile.read(file)))
                    .as(entry.getKey())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(entry.getValue());
        }
    }

    private static double share(Map<String, Integer> counts, String key, int all) {
        return (double) counts.getOrDefault(key, 0) / all;
    }
}
