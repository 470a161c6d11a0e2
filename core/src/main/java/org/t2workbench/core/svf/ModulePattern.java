package org.t2workbench.core.svf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.t2workbench.core.checkpoint.JsonFile;

/** A pattern over module names that came from an adapter's settings, and so may be made to hang whoever matches it. */
final class ModulePattern {

    /** Looks at characters that matching one name may take: a pattern that needs more was made to hang the reader. */
    private static final int MAX_STEPS = 100_000;

    private final JsonFile json;
    private final String key;
    private final Pattern pattern;

    private ModulePattern(JsonFile json, String key, Pattern pattern) {
        this.json = json;
        this.key = key;
        this.pattern = pattern;
    }

    /**
     * @param key where in the settings it stands
     * @throws org.t2workbench.core.job.InvalidInputException when it is no pattern
     */
    static ModulePattern of(JsonFile json, String key, String pattern) {
        try {
            return new ModulePattern(json, key, Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            throw json.wrong(key, "module names or patterns");
        }
    }

    /** Whether it matches the whole name. */
    boolean matches(String module) {
        return pattern.matcher(new Bounded(module)).matches();
    }

    /** What the group named {@code index} finds where the pattern matches a name's beginning. */
    Optional<String> index(String module) {
        Matcher matcher = pattern.matcher(new Bounded(module));
        return matcher.lookingAt() ? Optional.of(matcher.group("index")) : Optional.empty();
    }

    /** A text that stops whoever looks at it too often. */
    private final class Bounded implements CharSequence {

        private final CharSequence text;
        private int steps;

        Bounded(CharSequence text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw json.wrong(key, "simpler patterns");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
