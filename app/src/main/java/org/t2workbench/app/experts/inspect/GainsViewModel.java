package org.t2workbench.app.experts.inspect;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.ExpertGains;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.app.workbench.Workspace;

/** All gains of the chosen expert. FX thread only. */
public final class GainsViewModel {

    private final Workspace workspace;
    private final Strings strings;
    private final ObjectProperty<@Nullable ExpertSummary> expert;
    private final FigureFiles files;
    private final Coalescer<ExpertSummary> loader;
    private final ReadOnlyObjectWrapper<@Nullable ExpertGains> gains = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ObjectProperty<SpectrumMetric> metric =
            new SimpleObjectProperty<>(SpectrumMetric.LARGEST_GAIN_CHANGE);
    private boolean active;

    /** @param expert the chosen one, on the whole screen */
    GainsViewModel(
            Workspace workspace, Strings strings, ObjectProperty<@Nullable ExpertSummary> expert, FigureFiles files) {
        this.workspace = workspace;
        this.strings = strings;
        this.expert = expert;
        this.files = files;
        loader = new Coalescer<>(workspace.runner(), this::job);
        expert.addListener((property, before, now) -> load());
        Runnable load = workspace.inTurn(this::load);
        workspace.modelProperty().addListener((property, before, now) -> gains.set(null));
        workspace.decompositionProperty().addListener((property, before, now) -> load.run());
    }

    // Properties

    public ObservableList<ExpertSummary> experts() {
        return workspace.experts();
    }

    public ObjectProperty<@Nullable ExpertSummary> expertProperty() {
        return expert;
    }

    public ReadOnlyObjectProperty<@Nullable ExpertGains> gainsProperty() {
        return gains.getReadOnlyProperty();
    }

    /** Why there are no gains to see, a sentence; empty where there are. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What the map of matrices is coloured by: one of those that follow a mixture. */
    public ObjectProperty<SpectrumMetric> metricProperty() {
        return metric;
    }

    FigureFiles files() {
        return files;
    }

    // Commands

    void setActive(boolean front) {
        active = front;
        load();
    }

    /** The value of a row in the map of matrices; NaN where there is none. */
    double value(ExpertGains.Row row) {
        return switch (metric.get()) {
            case RELATIVE_CHANGE -> row.metrics().relativeChange();
            case CHANGED_SHARE -> row.metrics().changedShare();
            default -> row.metrics().largestChange();
        };
    }

    /** One component in words. */
    String words(MatrixSummary matrix, int component, double gain) {
        return strings.get(
                "inspect.gains.place",
                matrix.shortName(),
                String.valueOf(component),
                String.format(Locale.ROOT, "%.4f", gain));
    }

    /** The name of a file about the chosen expert. */
    String fileName(String what) {
        return Optional.ofNullable(expert.get()).map(ExpertSummary::id).orElse("expert") + "-" + what;
    }

    private void load() {
        ExpertSummary chosen = expert.get();
        if (!active) {
            return;
        }
        if (chosen == null) {
            gains.set(null);
            problem.set(strings.get("inspect.noExpert"));
            return;
        }
        loader.submit(chosen);
    }

    private Job<ExpertGains> job(ExpertSummary chosen) {
        return Job.compute(
                        strings.get("job.gains"),
                        (progress, token) -> workspace.session().inspection().gains(chosen.id()))
                .quiet()
                .interleave()
                .onSuccess(loaded -> {
                    if (Objects.equals(chosen, expert.get())) {
                        problem.set(loaded.reach() == 0 ? strings.get("inspect.gains.none", chosen.name()) : "");
                        gains.set(loaded);
                    }
                })
                .onFailure(failure -> {
                    if (Objects.equals(chosen, expert.get())) {
                        gains.set(null);
                        problem.set(String.valueOf(failure.getMessage()));
                    }
                });
    }
}
