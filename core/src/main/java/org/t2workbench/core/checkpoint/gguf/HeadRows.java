package org.t2workbench.core.checkpoint.gguf;

/**
 * The order of a query or key matrix's rows. The Hugging Face layout has, per head of 2 n rows, the n first members of
 * all rotary pairs and then the n second ones; llama.cpp has the pairs one after the other.
 *
 * @param heads of the matrix; 0 where the rows are in the same order in both
 * @param rows of the whole matrix, a multiple of 2 heads
 */
record HeadRows(int heads, long rows) {

    static HeadRows unchanged(long rows) {
        return new HeadRows(0, rows);
    }

    boolean isUnchanged() {
        return heads == 0;
    }

    /** Rows of one head. */
    long perHead() {
        return isUnchanged() ? rows : rows / heads;
    }

    /** Where in a GGUF file the row of this index in the Hugging Face layout is. */
    long stored(long row) {
        if (isUnchanged()) {
            return row;
        }
        long half = perHead() / 2;
        long head = row / perHead();
        long inHead = row % perHead();
        return head * perHead() + 2 * (inHead % half) + inHead / half;
    }

    /** The other way round: which row of the Hugging Face layout a GGUF file has at this index. */
    long hub(long storedRow) {
        if (isUnchanged()) {
            return storedRow;
        }
        long half = perHead() / 2;
        long head = storedRow / perHead();
        long inHead = storedRow % perHead();
        return head * perHead() + inHead / 2 + (inHead % 2) * half;
    }
}
