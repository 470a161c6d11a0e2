package org.t2workbench.app.experts.inspect;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.ExpertContrast;
import org.t2workbench.app.workbench.ExpertSimilarity;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.Workspace;

/** How alike the experts are, and what one changes that another does not. FX thread only. */
public final class SimilarityViewModel {

    /** Components in the list of differences. */
    private static final int TOP = 200;

    private final Workspace workspace;
    private final Strings strings;
    private final FigureFiles files;
    private final FilteredList<ExpertSummary> experts;
    private final Coalescer<List<String>> similarities;
    private final Coalescer<Asked> contrasts;
    private final ReadOnlyObjectWrapper<@Nullable ExpertSimilarity> similarity = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable ExpertContrast> contrast = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final BooleanProperty weighted = new SimpleBooleanProperty();
    private final IntegerProperty layer = new SimpleIntegerProperty(ExpertSimilarity.WHOLE);
    private final ObjectProperty<@Nullable ExpertSummary> first = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable ExpertSummary> second = new SimpleObjectProperty<>();
    private boolean active;

    private record Asked(ExpertSummary first, ExpertSummary second, boolean weighted) {}

    SimilarityViewModel(Workspace workspace, Strings strings, FigureFiles files) {
        this.workspace = workspace;
        this.strings = strings;
        this.files = files;
        experts = new FilteredList<>(workspace.experts(), expert -> !expert.isAdapter());
        similarities = new Coalescer<>(workspace.runner(), this::similarityJob);
        contrasts = new Coalescer<>(workspace.runner(), this::contrastJob);
        Runnable changed = workspace.inTurn(this::expertsChanged);
        Runnable load = workspace.inTurn(this::load);
        experts.addListener((ListChangeListener<ExpertSummary>) change -> changed.run());
        workspace.modelProperty().addListener((property, before, now) -> changed.run());
        workspace.decompositionProperty().addListener((property, before, now) -> load.run());
        first.addListener((property, before, now) -> loadContrast());
        second.addListener((property, before, now) -> loadContrast());
        weighted.addListener((property, before, now) -> loadContrast());
        expertsChanged();
    }

    // Properties

    /** Those that have gains. */
    public ObservableList<ExpertSummary> experts() {
        return experts;
    }

    public ReadOnlyObjectProperty<@Nullable ExpertSimilarity> similarityProperty() {
        return similarity.getReadOnlyProperty();
    }

    /** What the first expert changes that the second does not; null while it is not known. */
    public ReadOnlyObjectProperty<@Nullable ExpertContrast> contrastProperty() {
        return contrast.getReadOnlyProperty();
    }

    /** Why there is nothing to see, a sentence; empty where there is. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether components count by σ. */
    public BooleanProperty weightedProperty() {
        return weighted;
    }

    /** The layer that is shown, or {@link ExpertSimilarity#WHOLE}. */
    public IntegerProperty layerProperty() {
        return layer;
    }

    public ObjectProperty<@Nullable ExpertSummary> firstProperty() {
        return first;
    }

    public ObjectProperty<@Nullable ExpertSummary> secondProperty() {
        return second;
    }

    FigureFiles files() {
        return files;
    }

    /** The name of an expert of the table. */
    String name(String id) {
        return experts.stream()
                .filter(expert -> expert.id().equals(id))
                .map(ExpertSummary::name)
                .findFirst()
                .orElse(id);
    }

    // Commands

    void setActive(boolean front) {
        active = front;
        load();
    }

    /** Chooses two experts by their places in the table. */
    void choose(int row, int column) {
        ExpertSimilarity shown = similarity.get();
        if (shown != null) {
            find(shown.experts().get(row)).ifPresent(first::set);
            find(shown.experts().get(column)).ifPresent(second::set);
        }
    }

    /** Turns the question round. */
    public void swap() {
        ExpertSummary before = first.get();
        first.set(second.get());
        second.set(before);
    }

    private Optional<ExpertSummary> find(String id) {
        return experts.stream().filter(expert -> expert.id().equals(id)).findFirst();
    }

    private void expertsChanged() {
        similarity.set(null);
        if (!experts.contains(first.get())) {
            first.set(experts.isEmpty() ? null : experts.get(0));
        }
        if (!experts.contains(second.get())) {
            second.set(experts.size() < 2 ? null : experts.get(1));
        }
        load();
    }

    private void load() {
        if (!active) {
            return;
        }
        if (experts.size() < 2) {
            problem.set(strings.get("inspect.similarity.few"));
            return;
        }
        similarities.submit(experts.stream().map(ExpertSummary::id).toList());
        loadContrast();
    }

    private boolean isDecomposed() {
        DecompositionStatus status = workspace.decompositionProperty().get();
        return status != null && status.isComplete();
    }

    private void loadContrast() {
        ExpertSummary one = first.get();
        ExpertSummary other = second.get();
        if (!active || one == null || other == null) {
            contrast.set(null);
            return;
        }
        contrasts.submit(new Asked(one, other, weighted.get()));
    }

    private Job<ExpertSimilarity> similarityJob(List<String> ids) {
        return Job.compute(
                        strings.get("job.similarity"),
                        (progress, token) -> workspace.session().inspection().similarity(ids))
                .quiet()
                .interleave()
                .onSuccess(loaded -> {
                    if (loaded.experts().size() > 1) {
                        problem.set("");
                        similarity.set(loaded);
                    }
                })
                .onFailure(failure -> {
                    similarity.set(null);
                    problem.set(String.valueOf(failure.getMessage()));
                });
    }

    /** What is said beside the table: that σ is not known yet, where it is asked for. */
    String note() {
        return weighted.get() && !isDecomposed()
                ? strings.get("inspect.similarity.undecomposed")
                : strings.get(weighted.get() ? "inspect.similarity.weighted.note" : "inspect.similarity.plain.note");
    }

    private Job<ExpertContrast> contrastJob(Asked asked) {
        return Job.compute(
                        strings.get("job.similarity"),
                        (progress, token) -> workspace
                                .session()
                                .inspection()
                                .contrast(asked.first().id(), asked.second().id(), asked.weighted(), TOP))
                .quiet()
                .interleave()
                .onSuccess(contrast::set)
                .onFailure(failure -> contrast.set(null));
    }
}
