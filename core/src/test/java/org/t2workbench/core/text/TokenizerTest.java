package org.t2workbench.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;

/** Against ids and texts made by the Python library; see golden/tokenizer/make_tokenizers.py. */
class TokenizerTest {

    @TempDir
    Path folder;

    static Path golden(String path) {
        try {
            return Path.of(Objects.requireNonNull(TokenizerTest.class.getResource("/golden/tokenizer/" + path))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Tokenizer open(String name) {
        return Tokenizer.open(golden(name + "/tokenizer.json"), golden(name + "/tokenizer_config.json"));
    }

    static JsonNode cases(String name) throws IOException {
        return new ObjectMapper().readTree(golden(name + "/cases.json").toFile());
    }

    private static int[] ids(JsonNode list) {
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = list.get(i).intValue();
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytelevel",
                "sentencepiece",
                // published ones, cut down to what their strings need; see golden/published/published.py
                "../published/tokenizers/smollm2",
                "../published/tokenizers/qwen3",
                "../published/tokenizers/deepseek_v3",
                "../published/tokenizers/gptoss",
                "../published/tokenizers/gpt2",
                "../published/tokenizers/mistral_v3"
            })
    void everyStringHasTheIdsAndTheTextOfTheReference(String name) throws IOException {
        try (Tokenizer tokenizer = open(name)) {
            for (JsonNode expected : cases(name)) {
                String text = expected.get("text").textValue();
                int[] ids = ids(expected.get("ids"));
                assertThat(tokenizer.encode(text, true)).as(text).containsExactly(ids);
                assertThat(tokenizer.encode(text, false)).as(text).containsExactly(ids(expected.get("plain")));
                assertThat(tokenizer.decode(ids, true))
                        .isEqualTo(expected.get("decoded").textValue());
                assertThat(tokenizer.decode(ids, false))
                        .isEqualTo(expected.get("decoded_all").textValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytelevel", "sentencepiece"})
    void streamedPiecesTogetherAreTheWholeText(String name) throws IOException {
        try (Tokenizer tokenizer = open(name)) {
            for (JsonNode expected : cases(name)) {
                assertStreamsWhole(tokenizer, ids(expected.get("ids")));
            }
        }
    }

    /** Most random ids are no valid text: broken characters, byte runs, special tokens in the middle. */
    @ParameterizedTest
    @ValueSource(strings = {"bytelevel", "sentencepiece"})
    void streamedPiecesOfRandomIdsTogetherAreTheWholeText(String name) {
        Random random = new Random(20);
        try (Tokenizer tokenizer = open(name)) {
            for (int run = 0; run < 400; run++) {
                int largest = run % 2 == 0 ? tokenizer.vocabularySize() : 262;
                int[] ids = random.ints(random.nextInt(40), 0, largest).toArray();
                assertStreamsWhole(tokenizer, ids);
            }
        }
    }

    private static void assertStreamsWhole(Tokenizer tokenizer, int[] ids) {
        for (boolean skipSpecial : new boolean[] {true, false}) {
            StreamingDecoder decoder = tokenizer.streamingDecoder(skipSpecial);
            StringBuilder streamed = new StringBuilder();
            for (int id : ids) {
                streamed.append(decoder.add(id));
            }
            streamed.append(decoder.finish());
            assertThat(streamed.toString()).isEqualTo(tokenizer.decode(ids, skipSpecial));
        }
    }

    @Test
    void completeWordsAreStreamedAtOnceAndCharactersNeverInHalves() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            StreamingDecoder decoder = tokenizer.streamingDecoder(true);
            List<String> pieces = new ArrayList<>();
            for (int id : tokenizer.encode("Once upon 𐍈 a time", false)) {
                pieces.add(decoder.add(id));
            }
            assertThat(decoder.finish()).isEmpty();
            assertThat(pieces.get(0)).isNotEmpty();
            assertThat(String.join("", pieces)).isEqualTo("Once upon 𐍈 a time");
            assertThat(pieces).noneMatch(piece -> piece.contains("\uFFFD"));
            assertThat(pieces).anyMatch(piece -> piece.contains("𐍈"));
        }
    }

    @Test
    void decoderCanBeUsedAgainAfterItsEnd() {
        try (Tokenizer tokenizer = open("sentencepiece")) {
            StreamingDecoder decoder = tokenizer.streamingDecoder(true);
            for (int run = 0; run < 2; run++) {
                StringBuilder streamed = new StringBuilder();
                for (int id : tokenizer.encode("Once upon", true)) {
                    streamed.append(decoder.add(id));
                }
                assertThat(streamed.append(decoder.finish())).hasToString("Once upon");
            }
        }
    }

    @Test
    void truncationAndPaddingOfTheFileAreNotApplied() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            assertThat(tokenizer.encode("a", true)).hasSize(2);
            String long_ = "Once upon a time ".repeat(5_000);
            int[] ids = tokenizer.encode(long_, false);
            assertThat(ids).hasSizeGreaterThan(20_000);
            assertThat(tokenizer.decode(ids, true)).isEqualTo(long_);
        }
    }

    @Test
    void emptyTextIsWhatTheTokenizerPutsAroundIt() {
        try (Tokenizer tokenizer = open("sentencepiece")) {
            assertThat(tokenizer.encode("", true)).containsExactly(1);
            assertThat(tokenizer.encode("", false)).isEmpty();
            assertThat(tokenizer.decode(new int[0], true)).isEmpty();
        }
    }

    @Test
    void loneSurrogatesDoNotSpoilTheRestOfTheText() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            for (String lone : new String[] {"\ud83d", "\ude00", "\ude00\ud83d"}) {
                int[] ids = tokenizer.encode("a 😀 " + lone + " b", false);
                assertThat(tokenizer.decode(ids, true)).isEqualTo("a 😀 " + "\uFFFD".repeat(lone.length()) + " b");
            }
        }
    }

    @Test
    void idsOutsideTheVocabularyGiveNothing() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            assertThat(tokenizer.decode(new int[] {-1, Integer.MAX_VALUE, tokenizer.vocabularySize()}, false))
                    .isEmpty();
            assertThat(tokenizer.piece(-1)).isEmpty();
        }
    }

    @Test
    void singleTokensAreShownReadably() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            assertThat(tokenizer.piece(tokenizer.encode("\n", false)[0])).isEqualTo("\n");
            assertThat(tokenizer.piece(tokenizer.idOf("Ġt").orElseThrow())).isEqualTo(" t");
            assertThat(tokenizer.piece(tokenizer.encode("𐍈", false)[0])).isEqualTo("<0xF0>");
            assertThat(tokenizer.piece(0)).isEqualTo("<s>");
            assertThat(tokenizer.piece(tokenizer.idOf("snake_case").orElseThrow()))
                    .isEqualTo("snake_case");
        }
        try (Tokenizer tokenizer = open("sentencepiece")) {
            assertThat(tokenizer.piece(tokenizer.idOf("<0x0A>").orElseThrow())).isEqualTo("\n");
            assertThat(tokenizer.piece(tokenizer.idOf("<0xF0>").orElseThrow())).isEqualTo("<0xF0>");
            assertThat(tokenizer.piece(tokenizer.idOf("▁t").orElseThrow())).isEqualTo(" t");
        }
    }

    @Test
    void specialTokensAreKnown() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            assertThat(tokenizer.bos()).hasValue(0);
            assertThat(tokenizer.eos()).hasValue(1);
            assertThat(tokenizer.specialIds()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            assertThat(tokenizer.idOf("<|end|>")).hasValue(4);
            assertThat(tokenizer.idOf("nonsense token")).isEmpty();
            assertThat(tokenizer.vocabularySize()).isEqualTo(421);
        }
    }

    @Test
    void configMayBeMissing() {
        try (Tokenizer tokenizer = Tokenizer.open(golden("bytelevel/tokenizer.json"), folder.resolve("none.json"))) {
            assertThat(tokenizer.bos()).isEmpty();
            assertThat(tokenizer.eos()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"model\":null}",
                "{\"model\":{}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":4294967295},\"merges\":[]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":\"0\"},\"merges\":[]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":7,\"merges\":[]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[[\"a\",\"b\"]]}}",
                "{\"model\":{\"type\":\"Magic\",\"vocab\":{\"a\":0}}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]},\"added_tokens\":[{\"id\":1}]}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]},\"added_tokens\":{}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]},\"normalizer\":{\"type\":\"Magic\"}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]},\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\",\"invert\":false}}",
            })
    void brokenTokenizerIsOneSentenceWithTheFile(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
        assertThatThrownBy(() -> Tokenizer.open(file, folder.resolve("none.json")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.file()).isEqualTo(file))
                .hasMessageContaining("The tokenizer " + file);
    }

    /** Each of these ends the process when the native library gets it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'normalizer':{'type':'Precompiled','precompiled_charsmap':'AAAA'}",
                "'normalizer':{'type':'Sequence','normalizers':[{'type':'Precompiled','precompiled_charsmap':''}]}",
                "'normalizer':{'type':'Replace','pattern':{'Regex':'(a+)+$'},'content':'x'}",
                "'normalizer':{'type':'Replace','pattern':{'String':'A'},'content':''},'added_tokens':[{'id':3,'content':'A','normalized':true}]",
                "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'(a|a)*b'},'behavior':'Isolated','invert':false}",
                "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'(a|a){2,}b'},'behavior':'Isolated','invert':false}",
                "'pre_tokenizer':{'type':'Split','pattern':{'Regex':'(a*)\\\\1b'},'behavior':'Isolated','invert':false}",
                "'pre_tokenizer':{'type':'FixedLength','length':0}",
                "'decoder':{'type':'Strip','content':'a','start':1,'stop':1}",
                "'post_processor':{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}}],'pair':[],'special_tokens':{}}",
                "'post_processor':{'type':'TemplateProcessing','single':[{'Sequence':{'id':'B','type_id':0}}],'pair':[],'special_tokens':{}}",
                "'post_processor':{'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{'<s>':{'id':'<s>','ids':[77],'tokens':['<s>']}}}",
                "'post_processor':{'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{'<s>':{'id':'<s>','ids':[],'tokens':[]}}}"
            })
    void contradictoryStepsAreRefusedBeforeTheNativeLibrarySeesThem(String step) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), around(step, ""));
        assertThatThrownBy(() -> Tokenizer.open(file, folder.resolve("none.json")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The tokenizer " + file + " cannot be used: its ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'continuing_subword_prefix':'##'",
                "'end_of_word_suffix':'</w>'",
                "'dropout':0.5",
                "'unk_token':'<unk>'",
                "'type':'Unigram'"
            })
    void modelsThatAreNotPlainBpeAreRefused(String setting) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), around("'truncation':null", setting));
        assertThatThrownBy(() -> Tokenizer.open(file, folder.resolve("none.json")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot be used: its ")
                .hasMessageNotContaining("type \"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Llama 3 and GPT-4
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                // DeepSeek
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                // GPT-4o, Llama 4
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}|\\s+"
            })
    void publishedPatternsAreAccepted(String regex) throws IOException {
        String pattern = new ObjectMapper().writeValueAsString(regex);
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(
                file,
                around("'normalizer':{'type':'NFC'}", "")
                        .replaceFirst(
                                "\\{",
                                java.util.regex.Matcher.quoteReplacement(
                                        "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":" + pattern
                                                + "},\"behavior\":\"Isolated\",\"invert\":false},")));
        try (Tokenizer tokenizer = Tokenizer.open(file, folder.resolve("none.json"))) {
            assertThat(tokenizer.encode("ab", true)).containsExactly(2);
        }
    }

    private static String around(String steps, String modelSettings) {
        String settings = modelSettings.isEmpty() ? "" : "," + modelSettings;
        String type = modelSettings.contains("'type'") ? "" : "'type':'BPE',";
        return ("{" + steps + ",'model':{" + type + "'vocab':{'a':0,'b':1,'ab':2},'merges':[['a','b']]" + settings
                        + "}}")
                .replace("'", "\"");
    }

    @Test
    void textsBeyondAllMeasureAreRefused() {
        try (Tokenizer tokenizer = open("bytelevel")) {
            assertThatThrownBy(() -> tokenizer.encode(" ".repeat(8_000_001), true))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("8000001 characters is too long");
        }
    }

    @Test
    void deeplyNestedAndMissingTokenizersAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"x\":" + "[".repeat(300_000));
        assertThatThrownBy(() -> Tokenizer.open(file, file)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Tokenizer.open(folder.resolve("none.json"), file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not exist; older folders")
                .hasMessageContaining("save_pretrained");
    }
}
