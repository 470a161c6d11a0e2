package org.t2workbench.app.compare;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.DispatchNeeds;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.RouteAnswer;
import org.t2workbench.app.workbench.Strategy;
import org.t2workbench.app.workbench.StrategySetting;
import org.t2workbench.app.workbench.Workspace;

/** Which strategy chooses α, what it still lacks, and what it did for the prompt that is shown. FX thread only. */
public final class DispatchViewModel {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final KeptMixtures kept;
    private final Strings strings;
    private final Coalescer<Workspace> look;

    private final ObjectProperty<Strategy> strategy = new SimpleObjectProperty<>(Strategy.MANUAL);
    private final ObjectProperty<Reading> reading = new SimpleObjectProperty<>(Reading.GENERATE);
    private final ObjectProperty<@Nullable Path> mixtureFile = new SimpleObjectProperty<>();
    private final ObservableList<Path> offered = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable DispatchReport> report = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<RoutesState> routesState = new ReadOnlyObjectWrapper<>(RoutesState.NONE);
    private final ObservableList<RouteAnswer> routes = FXCollections.observableArrayList();

    /** What was answered once is not asked again, as long as the experts are the same. */
    private final Map<CompareRequest, List<RouteAnswer>> known = new HashMap<>();

    private @Nullable DispatchNeeds needs;
    private String needsProblem = "";
    private @Nullable CompareRequest answered;
    private @Nullable JobHandle routesJob;

    DispatchViewModel(Workspace workspace, DialogService dialogs, KeptMixtures kept, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.kept = kept;
        this.strings = strings;
        this.look = new Coalescer<>(workspace.runner(), this::needsJob);
        InvalidationListener settingChanged = change -> {
            clear();
            showMissing();
        };
        strategy.addListener(settingChanged);
        reading.addListener(settingChanged);
        mixtureFile.addListener(settingChanged);
        strategy.addListener((property, before, now) -> refreshMixtures());
        workspace.modelProperty().addListener((property, before, now) -> modelOpened(now));
        workspace.experts().addListener((InvalidationListener) change -> expertsChanged());
        modelOpened(workspace.model());
    }

    // Properties

    public ObjectProperty<Strategy> strategyProperty() {
        return strategy;
    }

    public ObjectProperty<Reading> readingProperty() {
        return reading;
    }

    /** The mixture of the strategy few-shot, or null while none is chosen. */
    public ObjectProperty<@Nullable Path> mixtureFileProperty() {
        return mixtureFile;
    }

    /** Mixtures that were saved or searched before. */
    public ObservableList<Path> offeredMixtures() {
        return offered;
    }

    /** What the strategy lacks, in a sentence; empty when it can run. */
    public ReadOnlyStringProperty missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /** What the strategy did for the answers that are shown, or null while there are none. */
    public ReadOnlyObjectProperty<@Nullable DispatchReport> reportProperty() {
        return report.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<RoutesState> routesStateProperty() {
        return routesState.getReadOnlyProperty();
    }

    /** What the other categories would have led to; empty until it is asked for. */
    public ObservableList<RouteAnswer> routes() {
        return routes;
    }

    /** Whether the chosen α can be put on the sliders. */
    public boolean canUse() {
        DispatchReport shown = report.get();
        return shown != null && shown.fitsSliders() && !shown.isBase();
    }

    StrategySetting setting() {
        return new StrategySetting(strategy.get(), reading.get(), mixtureFile.get());
    }

    // Commands

    /** Asks for a mixture file. */
    public void chooseMixture() {
        dialogs.chooseFile(strings.get("compare.mixture.open"), strings.get("compare.mixture.kind"), "*.json", null)
                .ifPresent(this::useMixture);
    }

    /** Takes a mixture file for the strategy few-shot; what is wrong with it is said when it is used. */
    public void useMixture(Path file) {
        kept.note(file);
        mixtureFile.set(file);
        refreshMixtures();
    }

    /** Asks for the expert that serves the classifier's first pass. */
    public void chooseDispatcher() {
        dialogs.chooseFile(strings.get("dispatch.expert.choose"), strings.get("experts.kind"), "*.safetensors", null)
                .ifPresent(this::openDispatcher);
    }

    private void openDispatcher(Path file) {
        workspace
                .runner()
                .start(Job.compute(strings.get("job.expert", String.valueOf(file.getFileName())), (progress, token) -> {
                            workspace.session().dispatch().loadDispatcher(file);
                            return file;
                        })
                        .interleave()
                        .onSuccess(loaded -> expertsChanged()));
    }

    /** Has every other category's expert answer the same prompt, unless that is known. */
    public void askRoutes() {
        CompareRequest request = answered;
        DispatchReport shown = report.get();
        if (request == null || shown == null || routesState.get() != RoutesState.READY) {
            return;
        }
        routesState.set(RoutesState.RUNNING);
        Job<List<RouteAnswer>> job = Job.compute(
                        strings.get("job.routes"),
                        (progress, token) -> workspace.session().dispatch().otherRoutes(request, shown.label(), token))
                .interleave()
                .onSuccess(answers -> {
                    known.put(request, answers);
                    showRoutes();
                });
        JobHandle handle = workspace.runner().start(job);
        routesJob = handle;
        handle.stateProperty().addListener((property, before, now) -> {
            if (now.isFinished() && handle == routesJob) {
                routesJob = null;
                showRoutes();
            }
        });
    }

    public void cancelRoutes() {
        if (routesJob != null && routesState.get() == RoutesState.RUNNING) {
            routesState.set(RoutesState.CANCELLING);
            routesJob.cancel();
        }
    }

    // What the comparison tells

    /** Nothing is answered any more. */
    void clear() {
        if (routesJob != null) {
            routesJob.cancel();
            routesJob = null;
        }
        answered = null;
        report.set(null);
        showRoutes();
    }

    /** The first pass has chosen; the answers follow. */
    void chosen(DispatchReport first) {
        report.set(first);
    }

    void answered(CompareRequest request, @Nullable DispatchReport whole) {
        answered = request;
        report.set(whole);
        showRoutes();
    }

    /** A comparison is repeated. */
    void restore(StrategySetting setting) {
        strategy.set(setting.strategy());
        if (setting.strategy().dispatches()) {
            reading.set(setting.reading());
        }
        if (setting.mixture() != null) {
            mixtureFile.set(setting.mixture());
        }
    }

    void refreshMixtures() {
        if (strategy.get() == Strategy.FEW_SHOT) {
            workspace
                    .runner()
                    .start(Job.io(strings.get("job.mixtures"), (progress, token) -> kept.list())
                            .quiet()
                            .onSuccess(offered::setAll));
        }
    }

    private void showRoutes() {
        DispatchReport shown = report.get();
        List<RouteAnswer> answers = answered == null ? null : known.get(answered);
        routes.setAll(answers == null ? List.of() : answers);
        if (answered == null || shown == null || !shown.hasFirstPass()) {
            routesState.set(RoutesState.NONE);
        } else if (answers != null) {
            routesState.set(RoutesState.KNOWN);
        } else {
            routesState.set(routesJob == null ? RoutesState.READY : routesState.get());
        }
    }

    private void modelOpened(@Nullable ModelSummary model) {
        strategy.set(Strategy.MANUAL);
        mixtureFile.set(null);
        needs = null;
        needsProblem = "";
        if (model != null) {
            expertsChanged();
        }
    }

    private void expertsChanged() {
        known.clear();
        if (workspace.model() != null) {
            look.submit(workspace);
        }
    }

    private Job<DispatchNeeds> needsJob(Workspace current) {
        return Job.compute(
                        strings.get("job.needs"),
                        (progress, token) -> current.session().dispatch().needs())
                .quiet()
                .interleave()
                .onSuccess(found -> {
                    needs = found;
                    needsProblem = "";
                    showMissing();
                })
                .onFailure(problem -> {
                    needs = null;
                    needsProblem = Objects.toString(problem.getMessage(), "");
                    showMissing();
                });
    }

    private void showMissing() {
        missing.set(missingWords());
    }

    private String missingWords() {
        Strategy chosen = strategy.get();
        if (chosen == Strategy.FEW_SHOT) {
            return mixtureFile.get() == null ? strings.get("dispatch.missing.mixture") : "";
        }
        DispatchNeeds found = needs;
        if (!chosen.dispatches() || found == null) {
            return chosen.dispatches() ? needsProblem : "";
        }
        if (found.tasks().isEmpty()) {
            return strings.get("dispatch.missing.categories");
        }
        if (found.served().isEmpty()) {
            return strings.get("dispatch.missing.experts", String.join(", ", found.tasks()));
        }
        return chosen == Strategy.CLASSIFIER && !found.hasDispatcher()
                ? strings.get("dispatch.missing.dispatcher", found.dispatcherTask())
                : "";
    }
}
