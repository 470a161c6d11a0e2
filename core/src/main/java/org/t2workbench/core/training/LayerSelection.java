package org.t2workbench.core.training;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Which layers of a model are adapted: {@code all}, {@code first-half}, {@code second-half}, or numbers from 0, alone and in
 * ranges, such as {@code 0-15} or {@code 0-3,8}. Immutable.
 *
 * @param text as it stands on the command line and in files
 */
public record LayerSelection(String text) {

    private static final String ALL = "all";
    private static final String FIRST_HALF = "first-half";
    private static final String SECOND_HALF = "second-half";
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,6})\\s*(?:-\\s*(\\d{1,6})\\s*)?");

    /** @throws InvalidInputException when the text is of no such form */
    public LayerSelection {
        if (!text.equals(ALL) && !text.equals(FIRST_HALF) && !text.equals(SECOND_HALF)) {
            numbered(text);
        }
    }

    /**
     * The chosen layers of a model with so many.
     *
     * @throws InvalidInputException when the selection names a layer that the model does not have
     */
    public BitSet of(int layers) {
        BitSet chosen = new BitSet(layers);
        switch (text) {
            case ALL -> chosen.set(0, layers);
            // the middle layer of an odd number belongs to both halves, so that neither is ever empty
            case FIRST_HALF -> chosen.set(0, (layers + 1) / 2);
            case SECOND_HALF -> chosen.set(layers / 2, layers);
            default -> chosen.or(numbered(text));
        }
        if (chosen.length() > layers) {
            throw new InvalidInputException("The layers " + text + " (--layers) go up to " + (chosen.length() - 1)
                    + ", but the model's last layer is " + (layers - 1) + ".");
        }
        return chosen;
    }

    private static BitSet numbered(String text) {
        BitSet chosen = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw wrong(text);
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (to < from) {
                throw wrong(text);
            }
            chosen.set(from, to + 1);
        }
        return chosen;
    }

    private static InvalidInputException wrong(String text) {
        return new InvalidInputException(
                "Layers (--layers) must be all, first-half, second-half, or rising numbers from 0"
                        + " such as 0-15 or 0-3,8, not '" + text + "'.");
    }
}
