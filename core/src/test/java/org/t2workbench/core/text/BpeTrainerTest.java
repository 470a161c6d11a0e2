package org.t2workbench.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

/** Against what the Python library learns from the same texts; see golden/tokenizer/make_tokenizers.py. */
class BpeTrainerTest {

    private static final List<String> SPECIAL = List.of("<s>", "</s>", "<pad>");
    private static final String TEMPLATE = "{% for m in messages %}{{ m.content }}\n{% endfor %}";

    @TempDir
    Path folder;

    private JsonNode golden = com.fasterxml.jackson.databind.node.NullNode.getInstance();

    @BeforeEach
    void readGolden() throws IOException {
        golden =
                new ObjectMapper().readTree(TokenizerTest.golden("learned.json").toFile());
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        golden.get(key).forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static BpeVocabulary train(List<String> texts, int size, List<String> special) {
        return BpeTrainer.train(texts.iterator(), size, special, Progress.NONE, new CancellationToken());
    }

    @Test
    void vocabularyAndMergesAreThoseOfTheReferenceTrainer() {
        BpeVocabulary vocabulary = train(texts("texts"), 380, SPECIAL);
        List<BpeVocabulary.Merge> expected = new ArrayList<>();
        golden.get("merges")
                .forEach(pair -> expected.add(new BpeVocabulary.Merge(
                        pair.get(0).textValue(), pair.get(1).textValue())));
        assertThat(vocabulary.merges()).isEqualTo(expected);
        assertThat(vocabulary.tokens()).isEqualTo(texts("tokens"));
    }

    @Test
    void orderOfTheTextsDoesNotMatter() {
        List<String> texts = new ArrayList<>(texts("texts"));
        BpeVocabulary vocabulary = train(texts, 380, SPECIAL);
        Collections.shuffle(texts, new Random(3));
        assertThat(train(texts, 380, SPECIAL)).isEqualTo(vocabulary);
    }

    @Test
    void writtenTokenizerGivesTheIdsOfTheReference() {
        TokenizerWriter.write(
                folder,
                train(texts("texts"), 380, SPECIAL),
                new TokenizerWriter.Settings("<s>", "</s>", "<pad>", 512, TEMPLATE));
        try (Tokenizer tokenizer =
                Tokenizer.open(folder.resolve("tokenizer.json"), folder.resolve("tokenizer_config.json"))) {
            for (JsonNode expected : golden.get("cases")) {
                String text = expected.get("text").textValue();
                int[] ids = tokenizer.encode(text, true);
                assertThat(ids)
                        .as(text)
                        .containsExactly(new ObjectMapper().convertValue(expected.get("ids"), int[].class));
                // special tokens written out in a text are left out when they are skipped
                assertThat(tokenizer.decode(ids, true))
                        .isEqualTo(text.replace("<s>", "").replace("</s>", ""));
            }
            assertThat(tokenizer.bos()).hasValue(0);
            assertThat(tokenizer.eos()).hasValue(1);
            assertThat(tokenizer.specialIds()).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(tokenizer.vocabularySize()).isEqualTo(380);
        }
    }

    @Test
    void writtenConfigHoldsTheChatTemplate() throws IOException {
        TokenizerWriter.write(
                folder,
                train(List.of("a b"), 260, SPECIAL),
                new TokenizerWriter.Settings("<s>", "</s>", "<pad>", 512, TEMPLATE));
        JsonNode config = new ObjectMapper()
                .readTree(folder.resolve("tokenizer_config.json").toFile());
        assertThat(config.get("chat_template").textValue()).isEqualTo(TEMPLATE);
        assertThat(config.get("model_max_length").intValue()).isEqualTo(512);
        assertThat(config.at("/added_tokens_decoder/2/content").textValue()).isEqualTo("<pad>");
        assertThat(new ObjectMapper()
                        .readValue(folder.resolve("special_tokens_map.json").toFile(), Map.class))
                .isEqualTo(Map.of("bos_token", "<s>", "eos_token", "</s>", "pad_token", "<pad>"));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void mergesWorkedByHand() {
        // words: ab (3 times), abc (2), bc (1): a+b occurs 5 times, b+c 3 times; after ab, ab+c 2 times
        BpeVocabulary vocabulary = train(List.of("ab", "ab", "ab", "abc", "abc", "bc"), 256 + 3, List.of());
        assertThat(vocabulary.merges())
                .containsExactly(
                        new BpeVocabulary.Merge("a", "b"),
                        new BpeVocabulary.Merge("ab", "c"),
                        new BpeVocabulary.Merge("b", "c"));
        assertThat(vocabulary.tokens().subList(256, 259)).containsExactly("ab", "abc", "bc");
    }

    @Test
    void pairsInsideARunAreMergedFromTheLeft() {
        BpeVocabulary vocabulary = train(List.of("aaaaa"), 300, List.of());
        // aa aa a; then aa aaa, as (aa, a) and (aa, aa) occur once each and a has the smaller id; then all of it
        assertThat(vocabulary.merges())
                .containsExactly(
                        new BpeVocabulary.Merge("a", "a"),
                        new BpeVocabulary.Merge("aa", "a"),
                        new BpeVocabulary.Merge("aa", "aaa"));
        assertThat(vocabulary.tokens()).hasSize(259);
    }

    @Test
    void digitsAndSpecialTokensAreNeverPartOfAToken() {
        BpeVocabulary vocabulary = train(List.of("<s>12 12 12 12<s>ab<s>ab 3a 3a 3a", "<s>12<s>"), 300, List.of("<s>"));
        List<String> learned =
                vocabulary.tokens().subList(257, vocabulary.tokens().size());
        assertThat(learned).contains("ab").noneMatch(token -> token.matches(".*[0-9<>].*"));
    }

    @Test
    void tooSmallSizesAndRepeatedSpecialTokensAreRefused() {
        assertThatThrownBy(() -> train(List.of(), 258, SPECIAL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("alone are 259");
        assertThatThrownBy(() -> train(List.of(), 300, List.of("<s>", "<s>")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> TokenizerWriter.write(
                        folder,
                        train(List.of(), 259, SPECIAL),
                        new TokenizerWriter.Settings("<bos>", "</s>", "<pad>", 512, TEMPLATE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelIsHeard() {
        CancellationToken cancelled = new CancellationToken();
        cancelled.cancel();
        assertThatThrownBy(() -> BpeTrainer.train(List.of("a").iterator(), 300, List.of(), Progress.NONE, cancelled))
                .isInstanceOf(CancelledException.class);
    }
}
