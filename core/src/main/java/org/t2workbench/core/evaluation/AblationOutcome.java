package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Task;

/**
 * One evaluation of an ablation, kept in its folder so that it is not done again. Immutable.
 *
 * @param task its name
 * @param fingerprint of the task
 * @param asked most items
 * @param right item by item, 1 for a right answer and 0 for a wrong one
 * @param inForm how many had the asked form
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record AblationOutcome(String task, String fingerprint, int asked, String right, int inForm) {

    static AblationOutcome of(Task task, int asked, EvaluationRow row) {
        StringBuilder right = new StringBuilder();
        row.outcomes().forEach(outcome -> right.append(outcome.correct() ? '1' : '0'));
        return new AblationOutcome(
                task.name(),
                task.fingerprint(),
                asked,
                right.toString(),
                row.accuracy().inForm());
    }

    /** @throws InvalidInputException when the file is of another task or size, or damaged */
    static AblationOutcome read(Path file, Task task, int asked) {
        AblationOutcome found;
        try {
            found = new JsonMapper().readValue(Files.readAllBytes(file), AblationOutcome.class);
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + "; delete it, and it is measured again.", file, e);
        }
        if (!found.fingerprint.equals(task.fingerprint()) || found.asked != asked || !found.right.matches("[01]+")) {
            throw new InvalidInputException(
                    file + " is of other test items than the recipe asks for; choose a new folder.", file);
        }
        return found;
    }

    void write(Path file) {
        try {
            AtomicFile.writeText(file, new JsonMapper().writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + this, e);
        }
    }

    boolean[] correct() {
        boolean[] correct = new boolean[right.length()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = right.charAt(i) == '1';
        }
        return correct;
    }

    double accuracy() {
        return right.chars().filter(c -> c == '1').count() / (double) right.length();
    }
}
