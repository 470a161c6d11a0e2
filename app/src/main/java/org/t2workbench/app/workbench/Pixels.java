package org.t2workbench.app.workbench;

/** Numbers in rows and columns, to be looked at. Immutable, any thread. */
public final class Pixels {

    private final int rows;
    private final int columns;
    private final float[] values;

    /** @param values row by row; taken over, not to be written to any more */
    public Pixels(int rows, int columns, float[] values) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(values.length + " values for " + rows + " × " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public float at(int row, int column) {
        return values[row * columns + column];
    }

    /** The largest absolute value; 0 where there is none. */
    public float largest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
