package org.t2workbench.core.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A choice as the authors' code reads it, for comparison with their figures: the first {@code answer is (X)}, else the
 * last {@code Answer: X} of the first line that has one, else the last single letter from A to J; else a guess, always the same one for so many
 * options: Python's {@code random.seed(42); random.randint(0, options - 1)}.
 */
record ReferenceLetterGrader() implements Grader {

    private static final int SEED = 42;
    private static final int MOST_OPTIONS = 5;

    private static final Pattern PHRASE = Pattern.compile("answer is \\(?([A-J])\\)?");
    private static final Pattern COLON =
            Pattern.compile("^.*[aA]nswer:\\s*([A-J])", Pattern.MULTILINE | Pattern.UNIX_LINES);
    private static final Pattern ALONE = Pattern.compile("\\b([A-J])\\b", Pattern.UNICODE_CHARACTER_CLASS);

    @Override
    public Grade grade(String text, TaskItem item) {
        Optional<String> phrase = first(PHRASE, text);
        Optional<String> read = phrase.or(() -> first(COLON, text)).or(() -> last(text));
        String letter = read.orElseGet(() -> guess(item));
        return new Grade(letter.equals(item.answer()), phrase.isPresent(), read);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> last(String text) {
        Optional<String> last = Optional.empty();
        Matcher matcher = ALONE.matcher(text);
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }

    private static String guess(TaskItem item) {
        int options = item.detail(TaskItem.OPTIONS)
                .filter(count -> count.matches("[2-" + MOST_OPTIONS + "]"))
                .map(Integer::parseInt)
                .orElseThrow(() -> new InvalidInputException("The item " + item.id()
                        + " does not say how many options it has, from 2 to " + MOST_OPTIONS
                        + ", so there is nothing to guess from."));
        return Character.toString('A' + new PythonRandom(SEED).below(options));
    }
}
