package org.t2workbench.app.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;

/** The answers of one row, item by item beside base's. FX thread only. */
public final class AnswersViewModel {

    private final Workspace workspace;
    private final Strings strings;
    private final EvaluationLibrary library;
    private final ObjectProperty<@Nullable ResultRow> row = new SimpleObjectProperty<>();
    private final ObjectProperty<AnswerPair.Filter> filter = new SimpleObjectProperty<>(AnswerPair.Filter.ALL);
    private final ObjectProperty<@Nullable AnswerPair> opened = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable ResultRow> read = new ReadOnlyObjectWrapper<>();
    private final ObservableList<AnswerPair> all = FXCollections.observableArrayList();
    private final FilteredList<AnswerPair> pairs = new FilteredList<>(all);
    private @Nullable Path folder;

    AnswersViewModel(Workspace workspace, EvaluationLibrary library, Strings strings) {
        this.workspace = workspace;
        this.library = library;
        this.strings = strings;
        filter.addListener((property, before, now) -> pairs.setPredicate(now));
        row.addListener((property, before, now) -> load(now));
    }

    // Properties

    /** The row that is looked into, or null. */
    public ObjectProperty<@Nullable ResultRow> rowProperty() {
        return row;
    }

    /** The row whose answers are listed, or null: it follows the chosen one when its files are read. */
    public ReadOnlyObjectProperty<@Nullable ResultRow> readProperty() {
        return read.getReadOnlyProperty();
    }

    public ObjectProperty<AnswerPair.Filter> filterProperty() {
        return filter;
    }

    /** What the filter lets through. */
    public ObservableList<AnswerPair> pairs() {
        return pairs;
    }

    /** The item that is read in full, or null. */
    public ObjectProperty<@Nullable AnswerPair> openedProperty() {
        return opened;
    }

    /** How many items of the row a filter lets through. */
    public int count(AnswerPair.Filter wanted) {
        return (int) all.stream().filter(wanted).count();
    }

    // Commands

    /** Another evaluation is shown, or none. */
    void show(@Nullable Path evaluation) {
        folder = evaluation;
        row.set(null);
    }

    private void load(@Nullable ResultRow chosen) {
        opened.set(null);
        Path from = folder;
        if (chosen == null || from == null) {
            read.set(null);
            all.clear();
            return;
        }
        workspace
                .runner()
                .start(Job.io(strings.get("job.answers"), (progress, token) -> library.answers(from, chosen))
                        .quiet()
                        .onSuccess(found -> {
                            if (chosen.equals(row.get()) && Objects.equals(from, folder)) {
                                show(chosen, found);
                            }
                        }));
    }

    private void show(ResultRow chosen, List<AnswerPair> found) {
        all.setAll(found);
        read.set(chosen);
        opened.set(pairs.isEmpty() ? null : pairs.get(0));
    }
}
