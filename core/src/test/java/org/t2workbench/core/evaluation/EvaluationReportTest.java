package org.t2workbench.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures written out, by hand. */
class EvaluationReportTest {

    @TempDir
    Path folder;

    private final EvaluationDocument document = new EvaluationDocument(
            List.of(
                    new EvaluationDocument.Row(
                            "math", "base", List.of(), 8, 2, 0.25, 0.0716, 0.5908, 8, null, null, null, 1.5, null, null,
                            null, 20, 0.1875, 0),
                    new EvaluationDocument.Row(
                            "math",
                            "prompt",
                            List.of("my_math", "a,\"b\" & c"),
                            8,
                            6,
                            0.75,
                            0.4093,
                            0.9286,
                            7,
                            0.125,
                            0L,
                            4L,
                            2.5,
                            5.25,
                            0.0125,
                            1,
                            20,
                            0.25,
                            0.0005)),
            List.of(new EvaluationDocument.Confusion(
                    "prompt",
                    "generate",
                    List.of("math", "other"),
                    List.of(new EvaluationDocument.ConfusionRow("math", List.of("math"), List.of(6, 2), 8, 1)))),
            List.of("A note."),
            Map.of("seed", 1));

    private final EvaluationReport report = new EvaluationReport(document);

    @Test
    void aTableForProgramsQuotesWhatItMust() {
        assertThat(List.of(report.csv().split("\r\n")).get(1))
                .isEqualTo("math,base,,8,2,0.25,0.0716,0.5908,8,,,,1.5,,,,20.0,0.1875,0.0");
        assertThat(report.csv())
                .contains(
                        "math,prompt,\"my_math a,\"\"b\"\" & c\",8,6,0.75,0.4093,0.9286,7,0.125,0,4,2.5,5.25,0.0125,1,")
                .startsWith("task,strategy,experts,n,correct,accuracy,low,high,");
    }

    @Test
    void aTableForReadersHasPercentsAndTheConfusionAsShares() {
        assertThat(report.markdown())
                .contains("| math | base |  | 8 | 25.0 % | [7.2, 59.1] |  |  | 100.0 % |  | 20.0, 187.5 | 0.00 |")
                .contains("| 75.0 % | [40.9, 92.9] | 0 / 4 | 0.13 | 87.5 % | 5.3, 12.5 | 20.0, 250.0 | 0.50 |")
                .contains("| true | n | math | other | unreadable |\n|---|---|---|---|---|")
                .contains("| math | 8 | 0.750 | 0.250 | 1 |")
                .endsWith("\nA note.\n");
    }

    @Test
    void whatLatexWouldTakeForCommandsIsEscaped() {
        assertThat(report.latex())
                .contains("math & prompt & my\\_math, a,\"b\" \\& c & 8 & 75.0 \\% &")
                .contains("math & 8 & 0.750 & 0.250 & 1 \\\\")
                .contains("\\begin{tabular}{lrrrr}");
    }

    @Test
    void allFourAreWrittenAndTheJsonHasTheKeysOfTheCommand() throws IOException {
        report.write(folder);
        for (String ending : List.of("csv", "md", "tex")) {
            assertThat(folder.resolve("results." + ending)).isNotEmptyFile();
        }
        JsonNode row = new ObjectMapper()
                .readTree(Files.readString(folder.resolve("results.json")))
                .get("rows")
                .get(0);
        for (String key : List.of(
                "task",
                "strategy",
                "experts",
                "n",
                "correct",
                "accuracy",
                "low",
                "high",
                "in_form",
                "p_value",
                "only_base",
                "only_this",
                "seconds")) {
            assertThat(row.has(key)).as(key).isTrue();
        }
    }
}
