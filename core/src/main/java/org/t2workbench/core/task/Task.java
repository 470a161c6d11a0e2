package org.t2workbench.core.task;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.text.Message;

/**
 * Something a model can be trained on and measured by. Immutable, safe from any thread.
 *
 * @param name what it is called on the command line and in reports; an expert trained on it carries it
 * @param description one sentence for people
 * @param systemMessage said before the question, where the task wants it
 * @param promptTemplate the user's turn, with {@code {question}} where the question goes
 * @param stops texts that end an answer
 * @param maxTokens most new tokens an answer may have
 * @param mustFinish whether an answer that was cut off by {@code maxTokens} is wrong whatever it says
 * @param grader tells right answers from wrong ones
 * @param source of the items
 */
public record Task(
        String name,
        String description,
        Optional<String> systemMessage,
        String promptTemplate,
        List<String> stops,
        int maxTokens,
        boolean mustFinish,
        Grader grader,
        ItemSource source) {

    static final String QUESTION = "{question}";

    public Task {
        int at = promptTemplate.indexOf(QUESTION);
        if (at < 0 || promptTemplate.indexOf(QUESTION, at + 1) >= 0) {
            throw new IllegalArgumentException("A prompt template holds " + QUESTION + " once.");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("An answer needs a token at least, got " + maxTokens + ".");
        }
        stops = List.copyOf(stops);
    }

    /** The user's turn for an item. */
    public String prompt(TaskItem item) {
        return promptTemplate.replace(QUESTION, item.question());
    }

    /** The turns before the answer, for the model's chat template. */
    public List<Message> messages(TaskItem item) {
        Message user = Message.user(prompt(item));
        return systemMessage
                .map(system -> List.of(Message.system(system), user))
                .orElse(List.of(user));
    }

    /**
     * Stands for everything that decides what is asked and what counts as right: SHA-256, hexadecimal. The description
     * does not count.
     */
    public String fingerprint() {
        List<Object> parts = List.of(
                name, systemMessage, promptTemplate, stops, maxTokens, mustFinish, grader, source.fingerprint());
        return HexFormat.of().formatHex(Split.sha256(parts.toString()));
    }

    /**
     * @param text what the model wrote, without special tokens and without the stop that ended it
     * @param finished whether it ended by itself, by an end token or a stop, and not by the token budget
     */
    public Grade grade(String text, boolean finished, TaskItem item) {
        return mustFinish && !finished ? Grade.NONE : grader.grade(text, item);
    }

    /**
     * As {@link #grade}, many at once and in order. An answer that the grader fails on counts as wrong and carries a
     * note.
     *
     * @throws org.t2workbench.core.job.WorkbenchException when the grader fails as a whole
     * @throws org.t2workbench.core.job.CancelledException when cancelled
     */
    public List<Grade> gradeAll(List<UngradedAnswer> answers, CancellationToken token) {
        List<UngradedAnswer> counted = answers.stream().filter(this::counts).toList();
        Iterator<Grade> grades = grader.gradeAll(counted, token).iterator();
        return answers.stream()
                .map(answer -> counts(answer) ? grades.next() : Grade.NONE)
                .toList();
    }

    private boolean counts(UngradedAnswer answer) {
        return answer.finished() || !mustFinish;
    }
}
