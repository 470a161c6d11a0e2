package org.t2workbench.app.staging;

import javafx.scene.control.Control;

/** The cells of a table, a tree or a list, which are made for as many rows as it is high. */
public final class GradualRows implements Gradual {

    /** No more than what stands above the rows. */
    private static final double FIRST = 33;

    private static final double STEP = 75;

    private final Control rows;
    private final double highest;

    public GradualRows(Control rows) {
        this.rows = rows;
        highest = rows.getMaxHeight();
    }

    /** Its size is nothing at first: it then has no cells. */
    @Override
    public void empty() {
        rows.setManaged(false);
        rows.setMaxHeight(FIRST);
    }

    /** As high as it may be in the end, when the last step gave it more than it took. */
    @Override
    public boolean fill() {
        if (!rows.isManaged()) {
            rows.setManaged(true);
            return false;
        }
        boolean whole = rows.getHeight() < rows.getMaxHeight();
        rows.setMaxHeight(whole ? highest : rows.getMaxHeight() + STEP);
        return whole;
    }
}
