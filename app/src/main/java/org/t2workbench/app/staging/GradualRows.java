package org.t2workbench.app.staging;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeView;
import javafx.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table, a tree or a list, which are made for as many rows as it is high; before them the columns of a table.
 */
public final class GradualRows implements Gradual {

    /** Less than what stands above the rows of a table. */
    private static final double FIRST = 20;

    /** Pixels a step where a row has up to so many columns; with more there are as many more cells. */
    private static final double STEP = 75;

    private static final int COLUMNS = 6;

    private final Control rows;
    private final double highest;
    private final double step;
    private final @Nullable Columns<?> columns;

    public GradualRows(Control rows) {
        this.rows = rows;
        highest = rows.getMaxHeight();
        columns = rows instanceof TableView<?> table ? new Columns<>(table) : null;
        int cells = rows instanceof TableView<?> table ? table.getColumns().size() : 1;
        step = STEP * Math.min(1, COLUMNS / (double) Math.max(1, cells));
    }

    /** Its size is nothing at first: it then has no cells. */
    @Override
    public void empty() {
        rows.setManaged(false);
        rows.setMaxHeight(FIRST);
        if (columns != null) {
            columns.empty();
        }
        if (rows.getSkin() != null) {
            // the cells that were there are given up here, and not styled once more with the rest
            refresh();
            rows.resize(rows.getWidth(), FIRST);
            rows.layout();
        }
    }

    private void refresh() {
        if (rows instanceof TableView<?> table) {
            table.refresh();
        } else if (rows instanceof TreeView<?> tree) {
            tree.refresh();
        } else if (rows instanceof ListView<?> list) {
            list.refresh();
        }
    }

    /** As high as it may be in the end, when the last step gave it more than it took. */
    @Override
    public boolean fill() {
        if (!rows.isManaged()) {
            rows.setManaged(true);
            return false;
        }
        if (columns != null && !columns.fill()) {
            return false;
        }
        boolean whole = rows.getHeight() < rows.getMaxHeight();
        rows.setMaxHeight(whole ? highest : rows.getMaxHeight() + step);
        return whole;
    }

    /** The columns of a table, a few at a time, and the order of its rows, which goes with them. */
    private static final class Columns<T> implements Gradual {

        private static final int STEP = 2;

        private final TableView<T> table;
        private final Deque<TableColumn<T, ?>> left = new ArrayDeque<>();
        private final Callback<TableView.ResizeFeatures, Boolean> policy;
        private List<TableColumn<T, ?>> order = List.of();
        private int there;

        Columns(TableView<T> table) {
            this.table = table;
            policy = table.getColumnResizePolicy();
        }

        @Override
        public void empty() {
            // or the first ones would be made as wide as all
            table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
            order = List.copyOf(table.getSortOrder());
            left.addAll(table.getColumns());
            table.getColumns().clear();
        }

        @Override
        public boolean fill() {
            if (left.isEmpty()) {
                return true;
            }
            if (table.getColumns().size() != there) {
                // the table was given others in the meantime
                left.clear();
                table.setColumnResizePolicy(policy);
                return true;
            }
            for (int i = 0; i < STEP && !left.isEmpty(); i++) {
                table.getColumns().add(left.pop());
                there++;
            }
            if (left.isEmpty()) {
                table.getSortOrder().setAll(order);
                table.setColumnResizePolicy(policy);
            }
            return false;
        }
    }
}
