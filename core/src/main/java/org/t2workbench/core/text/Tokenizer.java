package org.t2workbench.core.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Text to token ids and back, after a {@code tokenizer.json}. Texts are never cut and never padded, and nothing is ever
 * downloaded. Safe from several threads; whoever opened it closes it when no thread uses it any more.
 */
public final class Tokenizer implements AutoCloseable {

    static {
        // before the library's first class is touched: it must neither download nor report its use
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final char WORD_BOUNDARY = '\u2581';
    private static final char REPLACEMENT = '\uFFFD';

    /** Some thousand pages; beyond it the patterns of some tokenizers give up and take the process with them. */
    private static final int MAX_CHARACTERS = 8_000_000;

    private final Path file;
    private final HuggingFaceTokenizer implementation;
    private final Vocabulary vocabulary;
    private final int vocabularySize;
    private final OptionalInt bos;
    private final OptionalInt eos;

    private Tokenizer(
            Path file, HuggingFaceTokenizer implementation, Vocabulary vocabulary, OptionalInt bos, OptionalInt eos) {
        this.file = file;
        this.implementation = implementation;
        this.vocabulary = vocabulary;
        this.vocabularySize = vocabulary.tokens().keySet().stream()
                .mapToInt(id -> id + 1)
                .max()
                .orElse(0);
        this.bos = bos;
        this.eos = eos;
    }

    /**
     * The tokenizer of a model; the caller closes it.
     *
     * @throws InvalidInputException when a file is missing or broken, or what is in it cannot be reproduced
     */
    public static Tokenizer open(ModelFiles model) {
        return open(model.tokenizerJson(), model.tokenizerConfig());
    }

    /**
     * @param tokenizerConfig {@code tokenizer_config.json}; may be missing, then there is no {@link #bos} and {@link #eos}
     * @throws InvalidInputException when a file is missing or broken; the message names it
     * @throws WorkbenchException when the tokenizer library does not load on this machine
     */
    public static Tokenizer open(Path tokenizerJson, Path tokenizerConfig) {
        return open(
                ModelText.of(tokenizerJson),
                Files.exists(tokenizerConfig) ? Optional.of(ModelText.of(tokenizerConfig)) : Optional.empty());
    }

    /** As {@link #open(Path, Path)}, for texts that need not be files of their own. */
    public static Tokenizer open(ModelText tokenizerJson, Optional<ModelText> tokenizerConfig) {
        Vocabulary vocabulary = Vocabulary.read(tokenizerJson);
        OptionalInt bos = OptionalInt.empty();
        OptionalInt eos = OptionalInt.empty();
        if (tokenizerConfig.isPresent()) {
            JsonFile config = JsonFile.read(tokenizerConfig.get());
            bos = id(vocabulary, tokenText(config, "bos_token"));
            eos = id(vocabulary, tokenText(config, "eos_token"));
        }
        return new Tokenizer(tokenizerJson.file(), load(tokenizerJson), vocabulary, bos, eos);
    }

    /** A token of tokenizer_config.json, which holds either its text or an object around it. */
    static Optional<String> tokenText(JsonFile config, String key) {
        return config.isText(key) ? config.text(key) : config.object(key).flatMap(token -> token.text("content"));
    }

    private static OptionalInt id(Vocabulary vocabulary, Optional<String> token) {
        Integer id = token.map(vocabulary.ids()::get).orElse(null);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static HuggingFaceTokenizer load(ModelText tokenizerJson) {
        Path file = tokenizerJson.file();
        // unless told otherwise the library cuts texts at 512 tokens and pads
        Map<String, String> options = Map.of("truncation", "false", "padding", "false");
        try (InputStream stream = tokenizerJson.open()) {
            return HuggingFaceTokenizer.newInstance(stream, options);
        } catch (IOException e) {
            throw new WorkbenchException(
                    "The tokenizer " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        } catch (EngineException | LinkageError e) {
            throw new WorkbenchException(
                    "The tokenizer library does not load on this machine: " + e.getMessage() + ".", file, e);
        } catch (RuntimeException e) {
            // the native parser reports every fault of the file as a plain RuntimeException
            throw new InvalidInputException(
                    "The tokenizer " + file + " cannot be used: " + e.getMessage() + ".", file, e);
        }
    }

    /**
     * The ids of a text. Special tokens written out in the text become their ids either way.
     *
     * @param specialTokens whether to add what the tokenizer puts around a text by itself, such as a BOS
     * @throws InvalidInputException when the text has more than {@value #MAX_CHARACTERS} characters, or the vocabulary
     *     has no token for a part of it
     */
    public int[] encode(String text, boolean specialTokens) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidInputException("A text of " + text.length() + " characters is too long to be tokenised; "
                    + MAX_CHARACTERS + " are the most.");
        }
        long encoding = nativeEncoding(wellFormed(text), specialTokens);
        try {
            return Arrays.stream(TokenizersLibrary.LIB.getTokenIds(encoding))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
            // the native handle must not be freed by the collector while it is in use
            Reference.reachabilityFence(implementation);
        }
    }

    private long nativeEncoding(String text, boolean specialTokens) {
        try {
            return TokenizersLibrary.LIB.encode(implementation.getHandle(), text, specialTokens);
        } catch (RuntimeException e) {
            // the native side reports every fault as a plain RuntimeException
            throw new InvalidInputException(
                    "The tokenizer " + file + " cannot encode this text: " + e.getMessage() + ".", file, e);
        }
    }

    /**
     * The text of ids; what is no valid UTF-8 becomes U+FFFD, ids outside the vocabulary give nothing.
     *
     * @param skipSpecial whether special tokens are left out
     */
    public String decode(int[] ids, boolean skipSpecial) {
        return implementation.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecial);
    }

    /** A decoder for ids that arrive one by one; its pieces together equal {@link #decode} of them all. */
    public StreamingDecoder streamingDecoder(boolean skipSpecial) {
        return new StreamingDecoder(this, skipSpecial);
    }

    /**
     * What one token stands for, to be shown alone: with its leading space, a special token as it is written, bytes that
     * are only part of a character as {@code <0xE2>}; empty for an id outside the vocabulary.
     */
    public String piece(int id) {
        String token = vocabulary.token(id);
        if (token == null) {
            return "";
        }
        if (vocabulary.specialIds().contains(id)) {
            return token;
        }
        if (!vocabulary.byteLevel()) {
            Matcher singleByte = BYTE_TOKEN.matcher(token);
            return singleByte.matches()
                    ? text(new byte[] {(byte) Integer.parseInt(singleByte.group(1), 16)})
                    : token.replace(WORD_BOUNDARY, ' ');
        }
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = ByteAlphabet.byteOf(token.charAt(i));
            if (value < 0) {
                return token;
            }
            bytes[i] = (byte) value;
        }
        return text(bytes);
    }

    /** One more than the largest id. */
    public int vocabularySize() {
        return vocabularySize;
    }

    public OptionalInt idOf(String token) {
        return id(vocabulary, Optional.of(token));
    }

    /** Ids of the special tokens. */
    public Set<Integer> specialIds() {
        return Collections.unmodifiableSet(vocabulary.specialIds());
    }

    /** The token that begins a text, where tokenizer_config.json names one. */
    public OptionalInt bos() {
        return bos;
    }

    /** The token that ends a text, where tokenizer_config.json names one. */
    public OptionalInt eos() {
        return eos;
    }

    @Override
    public void close() {
        implementation.close();
    }

    /** Whether the id is a single byte of a character, in a vocabulary that falls back to bytes. */
    boolean isByteFallback(int id) {
        String token = vocabulary.token(id);
        return !vocabulary.byteLevel()
                && token != null
                && BYTE_TOKEN.matcher(token).matches();
    }

    /** Whether decoding takes notice of the id at all. */
    boolean contributes(int id, boolean skipSpecial) {
        return vocabulary.token(id) != null
                && !(skipSpecial && vocabulary.specialIds().contains(id));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder shown = new StringBuilder();
            for (byte value : bytes) {
                shown.append(String.format("<0x%02X>", value));
            }
            return shown.toString();
        }
    }

    /**
     * The text with lone surrogates replaced. The native side would otherwise give up on the whole text and replace every
     * character outside the basic plane.
     */
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                repaired = repaired == null ? new StringBuilder(text) : repaired;
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired == null ? text : repaired.toString();
    }
}
