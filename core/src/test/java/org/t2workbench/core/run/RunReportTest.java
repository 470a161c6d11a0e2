package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class RunReportTest {

    private static final String HOSTILE = "</pre><script>alert('1')</script><img src=x onerror=\"a\">&\u202e\u0000";

    private final Path folder;

    RunReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aReportHoldsCurvesSettingsNotesAndAnswersInOneFile() throws IOException {
        String page = report(run("first", 0.02), run("second", 0.005));
        assertThat(page)
                .contains("2 runs compared", "<figcaption>reward</figcaption>", "class=\"s0\"", "class=\"s1\"")
                .contains("<tr class=\"differs\"><th>learning_rate</th><td>0.02</td><td>0.005</td></tr>")
                .contains("<tr><th>task</th><td>math</td><td>math</td></tr>")
                .contains(
                        "31+12: 43", "why &amp; how", "train sample --task math", "fingerprint of model abc", "a note")
                .contains("prefers-color-scheme: dark");
        assertThat(page.replace("http-equiv", ""))
                .doesNotContain("http:", "https:", "src=", "href=", "<script", "url(");
    }

    @Test
    void whatARunContainsIsTextAndNothingElse() throws IOException {
        RunConfig config = RunConfig.of(
                HOSTILE,
                List.of(HOSTILE),
                Map.of("task", HOSTILE, HOSTILE, HOSTILE),
                1,
                Map.of(HOSTILE, HOSTILE),
                Map.of(HOSTILE, HOSTILE));
        Path hostile = folder.resolve("<b onclick='x'>");
        try (RunWriter writer = RunWriter.create(hostile, config, List.of())) {
            writer.appendMetrics(0, Map.of(HOSTILE, 1, "best", 0.5), Map.of());
            writer.appendRollouts(
                    0, List.of(Map.of("text", HOSTILE, "question", HOSTILE, "expected", HOSTILE, "note", HOSTILE)));
            writer.log(HOSTILE);
        }
        RunFolder.open(hostile).writeNotes(HOSTILE);
        String page = report(hostile);
        assertThat(page)
                .doesNotContain("<script", "<img", "<b ", "\u202e", "\u0000", "onerror=\"")
                .contains("&lt;script&gt;", "default-src 'none'");
    }

    @Test
    void aRunWithoutALineHasAReportToo() throws IOException {
        Path empty = folder.resolve("empty");
        RunWriter.create(empty, RunConfig.of("train", List.of(), Map.of(), 1, Map.of(), Map.of()), List.of())
                .close();
        assertThat(report(empty)).contains("Run empty", "stopped");
    }

    private Path run(String name, double rate) {
        Path path = folder.resolve(name);
        RunConfig config = RunConfig.of(
                "train",
                List.of("train", "sample", "--task", "math"),
                Map.of("task", "math", "learning_rate", rate),
                1,
                RunConfig.runtimeVersions(),
                Map.of("model", "abc"));
        try (RunWriter writer = RunWriter.create(path, config, List.of())) {
            for (int i = 0; i < 30; i++) {
                writer.appendRollouts(
                        i,
                        List.of(Map.of(
                                "text",
                                "31+12: 43",
                                "reward",
                                1.0,
                                "question",
                                "q",
                                "expected",
                                "43",
                                "note",
                                "why & how")));
                writer.appendMetrics(i, Map.of("reward", Math.sin(i), "best", 0.5), Map.of("seconds", 1));
            }
        }
        RunFolder.open(path).writeNotes("a note");
        return path;
    }

    /** The page, which is well-formed XML but for its first line and two open tags. */
    private String report(Path... paths) throws IOException {
        Path file = folder.resolve("report.html");
        RunReport.write(List.of(paths).stream().map(RunFolder::open).toList(), file);
        String page = Files.readString(file);
        String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
            assertThat(document.getElementsByTagName("svg").getLength())
                    .isEqualTo(document.getElementsByTagName("figure").getLength());
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError(page, e);
        }
        return page;
    }
}
