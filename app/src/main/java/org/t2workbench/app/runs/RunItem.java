package org.t2workbench.app.runs;

import java.nio.file.Path;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A line of the table. It stays the same while its run goes on, so that the selection is never lost. FX thread only. */
final class RunItem {

    /** It has no colour, as it is not chosen. */
    static final int NO_COLOUR = -1;

    private final ReadOnlyObjectWrapper<RunRow> row;
    private final ReadOnlyIntegerWrapper colour = new ReadOnlyIntegerWrapper(NO_COLOUR);

    RunItem(RunRow row) {
        this.row = new ReadOnlyObjectWrapper<>(row);
    }

    ReadOnlyObjectProperty<RunRow> rowProperty() {
        return row.getReadOnlyProperty();
    }

    RunRow row() {
        return row.get();
    }

    Path path() {
        return row.get().path();
    }

    /** The place of its curve's colour in the palette, or {@link #NO_COLOUR}. */
    ReadOnlyIntegerProperty colourProperty() {
        return colour.getReadOnlyProperty();
    }

    int colour() {
        return colour.get();
    }

    void show(RunRow now) {
        row.set(now);
    }

    void paint(int place) {
        colour.set(place);
    }
}
