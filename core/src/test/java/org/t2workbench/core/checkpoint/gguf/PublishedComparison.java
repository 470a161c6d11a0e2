package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Message;
import org.t2workbench.core.text.Tokenizer;

/**
 * Compares published tokenizers, in folders and in GGUF, and published chat templates with what the reference libraries make of
 * them: {@code PublishedComparison OUT}, after {@code golden/published/published.py} has put them there. A program for people:
 * these files are too large to be kept, and not all may be.
 */
public final class PublishedComparison {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BETWEEN = "\n__ggml_vocab_test__\n";
    private static final int SHOWN = 3;

    private int same;
    private int all;
    private final List<String> different = new ArrayList<>();

    private PublishedComparison() {}

    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[0]);
        for (Path folder : sorted(out.resolve("tokenizers"), "")) {
            of(folder.getFileName().toString(), comparison -> comparison.folder(folder));
        }
        for (Path file : sorted(out.resolve("llama.cpp"), ".gguf")) {
            if (Files.exists(Path.of(file + ".out"))) {
                of(file.getFileName().toString(), comparison -> comparison.vocabulary(file));
            }
        }
        for (Path file : sorted(out.resolve("llama.cpp/templates"), ".jinja")) {
            of(
                    file.getFileName().toString(),
                    comparison -> comparison.chats(
                            ChatTemplate.of(Files.readString(file), Map.of("bos_token", "<s>", "eos_token", "</s>")),
                            MAPPER.readTree(Path.of(file + ".json").toFile()),
                            Optional.empty()));
        }
    }

    private interface Work {
        void of(PublishedComparison comparison) throws IOException;
    }

    private static void of(String name, Work work) throws IOException {
        PublishedComparison comparison = new PublishedComparison();
        try {
            work.of(comparison);
        } catch (InvalidInputException e) {
            System.out.println(name + ": refused: " + e.getMessage());
            return;
        }
        System.out.println(name + ": same " + comparison.same + " of " + comparison.all);
        comparison.different.stream().limit(SHOWN).forEach(text -> System.out.println("    " + text));
    }

    private static List<Path> sorted(Path folder, String ending) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private void count(boolean equal, String what) {
        all++;
        if (equal) {
            same++;
        } else {
            different.add(what.replace("\n", "\\n"));
        }
    }

    private void folder(Path folder) throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        JsonNode expected = MAPPER.readTree(folder.resolve("expected.json").toFile());
        try (Tokenizer tokenizer = Tokenizer.open(folder.resolve("tokenizer.json"), config)) {
            for (JsonNode string : expected.path("strings")) {
                String text = string.path("text").asText();
                int[] ids = ids(string.path("ids"));
                ids(tokenizer, text, true, ids);
                ids(tokenizer, text, false, ids(string.path("plain")));
                text(tokenizer, ids, true, string.path("decoded").asText());
                text(tokenizer, ids, false, string.path("decoded_all").asText());
            }
            if (!expected.path("chats").isEmpty()) {
                JsonNode settings = MAPPER.readTree(config.toFile());
                chats(
                        ChatTemplate.of(settings.path("chat_template").asText(), tokens(settings)),
                        expected.path("chats"),
                        Optional.of(tokenizer));
            }
        }
    }

    private static Map<String, String> tokens(JsonNode settings) {
        Map<String, String> tokens = new HashMap<>();
        for (String key : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
            JsonNode token = settings.path(key);
            String text =
                    token.isTextual() ? token.asText() : token.path("content").asText();
            if (!text.isEmpty()) {
                tokens.put(key, text);
            }
        }
        return tokens;
    }

    private void ids(Tokenizer tokenizer, String text, boolean special, int[] expected) {
        int[] ids = tokenizer.encode(text, special);
        count(
                Arrays.equals(ids, expected),
                "ids of \"" + text + "\": " + Arrays.toString(ids) + ", expected " + Arrays.toString(expected));
    }

    private void text(Tokenizer tokenizer, int[] ids, boolean skipSpecial, String expected) {
        String text = tokenizer.decode(ids, skipSpecial);
        count(text.equals(expected), "text \"" + text + "\", expected \"" + expected + "\"");
    }

    private void chats(ChatTemplate template, JsonNode chats, Optional<Tokenizer> tokenizer) {
        for (JsonNode chat : chats) {
            List<Message> messages = new ArrayList<>();
            chat.path("messages")
                    .forEach(message -> messages.add(new Message(
                            message.path("role").asText(),
                            message.path("content").asText())));
            String text;
            try {
                text = template.render(messages, chat.path("prompt").asBoolean());
            } catch (InvalidInputException e) {
                count(chat.has("error"), "refused: " + e.getMessage());
                continue;
            }
            count(
                    text.equals(chat.path("text").asText(null)),
                    "conversation \"" + text + "\", expected \""
                            + chat.path("text").asText(chat.path("error").asText()) + "\"");
            if (chat.has("ids")) {
                tokenizer.ifPresent(known -> ids(known, text, false, ids(chat.path("ids"))));
            }
        }
    }

    /** The strings beside a vocabulary of llama.cpp, with its ids. */
    private void vocabulary(Path file) throws IOException {
        String[] strings = Files.readString(Path.of(file + ".inp")).split(BETWEEN, -1);
        String[] expected = Files.readString(Path.of(file + ".out")).split("\n", -1);
        try (GgufFile opened = GgufFile.open(file)) {
            GgufTokenizer parts = new GgufTokenizer(opened);
            try (Tokenizer tokenizer = Tokenizer.open(parts.tokenizerJson(), Optional.of(parts.tokenizerConfig()))) {
                for (int i = 0; i < strings.length && i < expected.length; i++) {
                    int[] ids = Stream.of(expected[i].split(" "))
                            .filter(number -> !number.isBlank())
                            .mapToInt(Integer::parseInt)
                            .toArray();
                    ids(tokenizer, strings[i], false, ids);
                }
            }
        }
    }

    private static int[] ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
