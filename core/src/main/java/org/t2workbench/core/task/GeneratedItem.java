package org.t2workbench.core.task;

import java.util.HexFormat;

/**
 * An item as its generator makes it, with both habits of answering. The quick one states the answer at once and slips
 * as people do; the worked one writes short steps and is always right. Both end in the asked form. A model pretrained
 * on a mixture of the two has something for an expert to bring out.
 *
 * @param task the generator's name
 * @param question what is asked, without the line that asks for the form
 * @param splitKey the text whose split is the item's: the question, or the question inside it
 * @param hint the line that asks for the form, with its line break; may be empty
 * @param quick the quick answer, right or not
 * @param worked the worked answer, right
 * @param answer what a right answer comes down to
 * @param kind which of the task's varieties it is
 */
record GeneratedItem(
        String task,
        String question,
        String splitKey,
        String hint,
        String quick,
        String worked,
        String answer,
        String kind) {

    private static final int ID_BYTES = 8;

    /** Task name and the head of the question's SHA-256. */
    TaskItem toTaskItem() {
        String digest = HexFormat.of().formatHex(Split.sha256(question), 0, ID_BYTES);
        return new TaskItem(question, worked, answer, task + "/" + digest);
    }

    Split split() {
        return Split.of(splitKey);
    }
}
