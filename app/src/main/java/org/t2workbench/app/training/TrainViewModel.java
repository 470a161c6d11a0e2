package org.t2workbench.app.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.FailureWords;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Quantities;
import org.t2workbench.app.workbench.TaskSample;
import org.t2workbench.app.workbench.TrainingNeed;
import org.t2workbench.app.workbench.TrainingRequest;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.training.TrainingSettings;

/** A task, settings, and the run that comes of them. FX thread only. */
public final class TrainViewModel {

    private static final Logger LOG = LoggerFactory.getLogger(TrainViewModel.class);

    private final Workspace workspace;
    private final DialogService dialogs;
    private final RunRegistry registry;
    private final Strings strings;
    private final TrainingForm form = new TrainingForm();
    private final TaskChoice choice;
    private final RunWatch watch;
    private final Forecast forecast;

    private final ReadOnlyObjectWrapper<TrainState> state = new ReadOnlyObjectWrapper<>(TrainState.NO_MODEL);
    private final ReadOnlyObjectWrapper<@Nullable TrainingRequest> request = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<RunSummary> summary = new ReadOnlyObjectWrapper<>(RunSummary.NONE);
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Path> expert = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<RolloutFilter> filter = new SimpleObjectProperty<>(RolloutFilter.ALL);
    private final ObjectProperty<@Nullable Rollout> opened = new SimpleObjectProperty<>();
    private final FilteredList<Rollout> rollouts;
    private @Nullable JobHandle running;
    private boolean active;

    /** @param registry where new runs are made */
    public TrainViewModel(Workspace workspace, DialogService dialogs, RunRegistry registry, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.registry = registry;
        this.strings = strings;
        this.watch = new RunWatch(workspace.runner());
        this.choice = new TaskChoice(workspace, strings);
        this.forecast = new Forecast(workspace, registry, strings);
        this.rollouts = new FilteredList<>(watch.rollouts());
        filter.addListener((property, before, now) -> rollouts.setPredicate(now));
        watch.pointsProperty().addListener((property, before, now) -> pointsChanged(now));
        watch.problemProperty().addListener((property, before, now) -> warning.set(now));
        choice.taskProperty().addListener((property, before, now) -> askNeed());
        form.settingsProperty().addListener((property, before, now) -> askNeed());
        Runnable opened = workspace.inTurn(() -> modelOpened(workspace.model()));
        workspace.modelProperty().addListener((property, before, now) -> opened.run());
        modelOpened(workspace.model());
    }

    // Properties

    public TrainingForm form() {
        return form;
    }

    public TaskChoice choice() {
        return choice;
    }

    /** What a training by the form would take, or null while that is not known. */
    public ReadOnlyObjectProperty<@Nullable TrainingNeed> needProperty() {
        return forecast.needProperty();
    }

    public ReadOnlyObjectProperty<TrainState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What is or was trained, or null before the first run. */
    public ReadOnlyObjectProperty<@Nullable TrainingRequest> requestProperty() {
        return request.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<RunPoint>> pointsProperty() {
        return watch.pointsProperty();
    }

    public ReadOnlyObjectProperty<RunSummary> summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** The latest answers that the filter lets through, newest first. */
    public ObservableList<Rollout> rollouts() {
        return rollouts;
    }

    public ObjectProperty<RolloutFilter> filterProperty() {
        return filter;
    }

    /** The answer that is read in full, or null. */
    public ObjectProperty<@Nullable Rollout> openedProperty() {
        return opened;
    }

    /** Why the run ended before its end, in one sentence; empty when it did not. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What is not as it should be with a run that goes on, or empty. */
    public ReadOnlyStringProperty warningProperty() {
        return warning.getReadOnlyProperty();
    }

    /** The best expert of the run that ended, or null. */
    public ReadOnlyObjectProperty<@Nullable Path> expertProperty() {
        return expert.getReadOnlyProperty();
    }

    /** Iterations of the run that is shown; 0 for none. */
    public int iterations() {
        TrainingRequest shown = request.get();
        return shown == null ? 0 : shown.settings().iterations();
    }

    /** "58 of 200 iterations, 0.8 s each, about 2 min left". */
    public String progressWords() {
        RunSummary now = summary.get();
        if (Double.isNaN(now.secondsPerIteration())) {
            return strings.get("train.progress.first", iterations());
        }
        String each = seconds(now.secondsPerIteration());
        return state.get() == TrainState.TRAINING
                ? strings.get("train.progress", now.done(), iterations(), each, seconds(now.secondsLeft(iterations())))
                : strings.get("train.progress.ended", now.done(), iterations(), each);
    }

    /** "70.5 → 76.0 % of 200 validation items, at iteration 40"; empty before the base is measured. */
    public String resultWords() {
        RunSummary now = summary.get();
        if (Double.isNaN(now.base()) || Double.isNaN(now.best())) {
            return "";
        }
        String base = percent(now.base());
        return now.bestIteration() == 0
                ? strings.get("train.result.base", base, now.items())
                : strings.get("train.result", base, percent(now.best()), now.items(), now.bestIteration());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String seconds(double value) {
        return Quantities.seconds(value);
    }

    // Commands

    public boolean canStart() {
        return state.get() != TrainState.NO_MODEL
                && !state.get().isBusy()
                && form.settingsProperty().get() != null
                && choice.sampleProperty().get() != null;
    }

    public boolean canStop() {
        return state.get() == TrainState.WAITING || state.get() == TrainState.TRAINING;
    }

    public boolean canResume() {
        return state.get() == TrainState.STOPPED || state.get() == TrainState.FAILED;
    }

    public boolean canUse() {
        return !state.get().isBusy() && expert.get() != null;
    }

    /** Trains by the form, in a new run. */
    public void start() {
        TrainingSettings settings = form.settingsProperty().get();
        TaskSample chosen = choice.sampleProperty().get();
        if (!canStart() || settings == null || chosen == null) {
            return;
        }
        state.set(TrainState.WAITING);
        String asked = choice.taskProperty().get();
        String name = String.join(
                "-",
                chosen.name(),
                settings.adapter().label(),
                settings.method().label());
        workspace
                .runner()
                .start(Job.io("", (progress, token) -> registry.newFolder(name))
                        .quiet()
                        .onSuccess(folder -> train(new TrainingRequest(asked, settings, folder)))
                        .onFailure(this::failed));
    }

    /** Goes on with the run that was stopped, as it was begun. */
    public void resume() {
        TrainingRequest stopped = request.get();
        if (canResume() && stopped != null) {
            train(stopped);
        }
    }

    /** Takes over a run that ended early, whoever began it, and goes on with it. */
    public void resume(Path folder) {
        if (state.get() == TrainState.NO_MODEL || state.get().isBusy()) {
            return;
        }
        workspace
                .runner()
                .start(Job.io(
                                strings.get("job.train", String.valueOf(folder.getFileName())),
                                (progress, token) -> asked(folder))
                        .onSuccess(begun -> {
                            form.fill(begun.settings());
                            choice.taskProperty().set(begun.task());
                            train(begun);
                        }));
    }

    private static TrainingRequest asked(Path folder) {
        RunConfig config = RunFolder.open(folder).config();
        int named = config.command().indexOf("--task") + 1;
        String task = named > 0 && named < config.command().size()
                ? config.command().get(named)
                : Objects.toString(config.config().get("task"), "");
        return new TrainingRequest(task, TrainingSettings.fromMap(config.config()), folder);
    }

    /** Asks the run to stop; what was reached is kept. */
    public void stop() {
        if (canStop() && running != null) {
            state.set(TrainState.STOPPING);
            running.cancel();
        }
    }

    /**
     * Puts the best expert of the run among the experts, alone in the mixture.
     *
     * @param then when it is there
     */
    public void use(Runnable then) {
        Path file = expert.get();
        if (canUse() && file != null) {
            workspace.loadExpert(file, loaded -> {
                workspace.mixtureProperty().set(MixtureSetting.NEUTRAL.with(loaded.id(), 1));
                then.run();
            });
        }
    }

    /** Asks for a task file and chooses it. */
    public void chooseTask() {
        dialogs.chooseFile(strings.get("train.task.choose"), strings.get("train.task.kind"), "*.json", null)
                .ifPresent(file -> choice.taskProperty().set(file.toString()));
    }

    /** The screen is in front: what it shows of the model is worked out now. */
    public void activate() {
        active = true;
        if (workspace.model() != null && choice.sampleProperty().get() == null) {
            choice.load();
        }
    }

    public void deactivate() {
        active = false;
    }

    /** Looks at the run; called a few times a second. */
    public void sample() {
        if (state.get().isBusy()) {
            watch.sample();
        }
    }

    private void train(TrainingRequest asked) {
        failure.set("");
        expert.set(null);
        opened.set(null);
        request.set(asked);
        watch.follow(asked.folder());
        state.set(TrainState.WAITING);
        Job<Path> job = Job.compute(
                        strings.get("job.train", String.valueOf(asked.folder().getFileName())),
                        (progress, token, giveWay) -> {
                            workspace.session().training().train(asked, progress, token, giveWay);
                            return asked.folder();
                        })
                .onSuccess(folder -> ended(asked, TrainState.FINISHED))
                .onCancelled(() -> ended(asked, TrainState.STOPPED))
                .onFailure(this::failed);
        JobHandle handle = workspace.runner().start(job);
        running = handle;
        workspace.trainingStarted(handle);
        handle.stateProperty().addListener((property, before, now) -> {
            if (now == JobState.RUNNING && state.get() == TrainState.WAITING) {
                state.set(TrainState.TRAINING);
            } else if (now == JobState.CANCELLING) {
                // it may have been cancelled in the status bar
                state.set(TrainState.STOPPING);
            }
        });
    }

    private void failed(Throwable error) {
        failure.set(FailureWords.of(error, fault -> strings.get("train.failed.unexpected", fault)));
        TrainingRequest asked = request.get();
        if (asked != null) {
            ended(asked, TrainState.FAILED);
        } else {
            state.set(TrainState.READY);
        }
    }

    /** The last lines are read before the end is shown. */
    private void ended(TrainingRequest asked, TrainState end) {
        running = null;
        watch.settle(() -> {
            if (asked.equals(request.get())) {
                askNeed();
                lookForExpert(asked);
                state.set(end);
            }
        });
    }

    private void lookForExpert(TrainingRequest asked) {
        workspace
                .runner()
                .start(Job.io(
                                "",
                                (progress, token) ->
                                        RunFolder.open(asked.folder()).trained())
                        .quiet()
                        .onSuccess(file -> {
                            if (asked.equals(request.get())) {
                                expert.set(file.orElse(null));
                            }
                        })
                        // a run that failed before it began holds nothing
                        .onFailure(error -> LOG.debug("no expert in {}", asked.folder(), error)));
    }

    private void modelOpened(@Nullable ModelSummary model) {
        request.set(null);
        watch.forget();
        expert.set(null);
        opened.set(null);
        failure.set("");
        summary.set(RunSummary.NONE);
        forecast.forget();
        choice.forget();
        state.set(model == null ? TrainState.NO_MODEL : TrainState.READY);
        if (active && model != null) {
            choice.load();
        }
    }

    private void askNeed() {
        TrainingSettings settings = form.settingsProperty().get();
        if (settings == null || choice.taskProperty().get().isBlank() || workspace.model() == null) {
            forecast.forget();
        } else if (active) {
            forecast.ask(choice.taskProperty().get(), settings);
        }
    }

    private void pointsChanged(List<RunPoint> points) {
        summary.set(RunSummary.of(points));
        warning.set(summary.get().warning());
    }
}
