package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What tells the hub who asks. The value leaves this class only as a header for the hub itself; no text of it, {@link
 * #toString} included, shows it.
 */
final class HubToken {

    /** Far above any token; a file that is larger is another file. */
    private static final long MAX_BYTES = 10_000;

    /** What may stand in a header; anything else would be shown by the error it causes. */
    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private final String value;
    private final String origin;

    private HubToken(String value, String origin) {
        this.value = value;
        this.origin = origin;
    }

    /**
     * The token of {@code HF_TOKEN} or {@code HUGGING_FACE_HUB_TOKEN}, or else of a file.
     *
     * @param file where other programs keep it; may be missing
     * @throws InvalidInputException when what is there cannot be a token; the message does not show it
     */
    static Optional<HubToken> find(Function<String, @Nullable String> environment, Path file) {
        for (String variable : new String[] {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
            String given = environment.apply(variable);
            if (given != null && !given.isBlank()) {
                return Optional.of(checked(given, "the variable " + variable, null));
            }
        }
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String kept = Files.size(file) > MAX_BYTES ? "too long" : Files.readString(file);
            return kept.isBlank() ? Optional.empty() : Optional.of(checked(kept, "the file " + file, file));
        } catch (IOException e) {
            throw new InvalidInputException("The token file " + file + " cannot be read.", file, e);
        }
    }

    private static HubToken checked(String text, String origin, @Nullable Path file) {
        String value = text.replace("\r", "").replace("\n", "").strip();
        if (!ALLOWED.matcher(value).matches()) {
            throw new InvalidInputException(
                    "What " + origin + " holds is no access token: it has blanks or letters that no token has.", file);
        }
        return new HubToken(value, origin);
    }

    /** The value of the header {@code Authorization}. */
    String header() {
        return "Bearer " + value;
    }

    /** Where it came from, for a sentence: {@code the variable HF_TOKEN}. */
    String origin() {
        return origin;
    }

    /** The text without the token, should a server have put it there. */
    String hideIn(String text) {
        return text.replace(value, "…");
    }

    @Override
    public String toString() {
        return "a token of " + origin;
    }
}
