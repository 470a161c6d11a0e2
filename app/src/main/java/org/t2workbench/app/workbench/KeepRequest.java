package org.t2workbench.app.workbench;

/**
 * Which components of the base model, with the gains of an edit, stay.
 *
 * @param edit what else was done to the gains
 * @param matrix the one that k is counted in; in the others of the scope as large a share is kept
 * @param first the first component that is kept, from 0
 * @param last the last one that is kept, included; below {@code first} none is
 * @param maxTokens most tokens of the answer
 */
public record KeepRequest(
        SpectrumEdit edit,
        MatrixSummary matrix,
        Scope scope,
        int first,
        int last,
        KeepTexts texts,
        boolean chat,
        int maxTokens) {

    /** Which matrices lose components. */
    public enum Scope {
        MATRIX,
        KIND,
        ALL
    }
}
