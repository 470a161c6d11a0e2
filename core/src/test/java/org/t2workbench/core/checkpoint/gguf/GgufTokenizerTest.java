package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.text.Tokenizer;

/** Ids against those of the libraries that the vocabularies were made with. */
class GgufTokenizerTest {

    @TempDir
    Path folder;

    private static Tokenizer open(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            GgufTokenizer tokenizer = new GgufTokenizer(file);
            ModelText json = tokenizer.tokenizerJson();
            return Tokenizer.open(json, Optional.of(tokenizer.tokenizerConfig()));
        }
    }

    /** The file with one text in it exchanged for another of any length. */
    private Path with(String name, String key, String before, String after) throws IOException {
        String bytes = Files.readString(HostileGgufTest.golden(name), StandardCharsets.ISO_8859_1);
        String whole = new String(new RawGguf().text(key, before).bytes(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(whole);
        String changed =
                bytes.replace(whole, new String(new RawGguf().text(key, after).bytes(), StandardCharsets.ISO_8859_1));
        return Files.writeString(folder.resolve("changed.gguf"), changed, StandardCharsets.ISO_8859_1);
    }

    @TestFactory
    Stream<DynamicTest> everyWayOfCuttingWordsGivesTheReferencesIds() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(HostileGgufTest.golden("byte_level.json").toFile());
        return golden.path("ids").properties().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey(), () -> {
                    Path file = way.getKey().equals("smollm")
                            ? HostileGgufTest.golden("bytelevel.gguf")
                            : with("bytelevel.gguf", GgufTokenizer.PRE, "smollm", way.getKey());
                    try (Tokenizer tokenizer = open(file)) {
                        assertIds(tokenizer, golden.path("texts"), way.getValue(), false);
                    }
                }));
    }

    @Test
    void sentencePieceVocabulariesGiveItsIds() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(HostileGgufTest.golden("sentence_piece.json").toFile());
        try (Tokenizer tokenizer = open(HostileGgufTest.golden("sentencepiece.gguf"))) {
            assertIds(tokenizer, golden.path("texts"), golden.path("ids"), true);
            assertThat(tokenizer.bos()).hasValue(1);
            assertThat(tokenizer.eos()).hasValue(2);
            int[] ids = tokenizer.encode("Größe 日本 😀", true);
            assertThat(tokenizer.decode(ids, true)).isEqualTo("Größe 日本 😀");
            assertThat(tokenizer.encode("<|user|>Hello<|end|>", false))
                    .startsWith(tokenizer.idOf("<|user|>").orElseThrow())
                    .endsWith(tokenizer.idOf("<|end|>").orElseThrow());
        }
    }

    private static void assertIds(Tokenizer tokenizer, JsonNode texts, JsonNode ids, boolean special) {
        for (int i = 0; i < texts.size(); i++) {
            int[] expected = StreamSupport.stream(ids.get(i).spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            String text = texts.get(i).asText();
            assertThat(tokenizer.encode(text, special)).as(text).isEqualTo(expected);
        }
    }

    @Test
    void specialTokensAndTemplateComeAlong() {
        try (GgufFile file = GgufFile.open(HostileGgufTest.golden("bytelevel.gguf"));
                Tokenizer tokenizer = open(file.path())) {
            JsonFile config = JsonFile.read(new GgufTokenizer(file).tokenizerConfig());
            assertThat(config.text("bos_token")).hasValue("<s>");
            // an exported folder opens in transformers as it is, not as its architecture usually cuts texts
            assertThat(config.text("tokenizer_class")).hasValue("PreTrainedTokenizerFast");
            assertThat(config.text("chat_template").orElseThrow()).startsWith("{% for m in messages %}");
            assertThat(tokenizer.encode("", true)).containsExactly(0);
            assertThat(tokenizer.specialIds()).contains(0, 1, 2, 3, 4);
            assertThat(tokenizer.encode("snake_case", false)).hasSize(1);
            assertThat(tokenizer.specialIds())
                    .doesNotContain(tokenizer.idOf("snake_case").orElseThrow());
        }
    }

    @Test
    void whatCannotBeReproducedIsRefused() throws IOException {
        Map<String, String> changes = Map.of(
                "superbpe", "in the way \"superbpe\", which is not known here",
                "", "in the way \"\"");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            Path file = with("bytelevel.gguf", GgufTokenizer.PRE, "smollm", change.getKey());
            assertThatThrownBy(() -> open(file))
                    .hasMessageContaining(change.getValue())
                    .hasMessageEndingWith("so its ids cannot be reproduced.");
        }
        Path other = with("bytelevel.gguf", GgufTokens.MODEL, "gpt2", "rwkv");
        assertThatThrownBy(() -> open(other))
                .hasMessageContaining("of the kind \"rwkv\"; supported are gpt2 and llama");
    }

    @Test
    void everyWayCutsByPatternsThatEnd() throws IOException {
        // through the checks of the tokenizer's own reader, which refuses patterns that can take forever
        for (PreTokenizer pre : PreTokenizer.all()) {
            for (String name : pre.names()) {
                if (!name.equals("smollm")) {
                    open(with("bytelevel.gguf", GgufTokenizer.PRE, "smollm", name))
                            .close();
                }
            }
        }
    }
}
