package org.t2workbench.core.task;

/**
 * How much of a data file is read before it is called hostile.
 *
 * @param bytes of the whole file, unpacked
 * @param rowBytes of one row; the largest of MBPP+ has 190 thousand
 * @param keptChars of all items together, which stay in memory
 */
record DataLimits(long bytes, int rowBytes, long keptChars) {

    static final DataLimits DEFAULT = new DataLimits(512L << 20, 8 << 20, 64L << 20);
}
