package org.t2workbench.app.learn;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.training.RunPoint;
import org.t2workbench.app.training.RunWatch;
import org.t2workbench.app.training.TrainState;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.TrainingRequest;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingSettings;

/** Step 6: a real training of about a minute, which goes on while other steps are looked at. FX thread only. */
public final class RewardStep implements LearnStep {

    /** What is trained on: the family that learns fastest. */
    public static final String TASK = "math";

    private static final Logger LOG = LoggerFactory.getLogger(RewardStep.class);

    /** The preset quick, shorter, and measured more often so that there is something to see. */
    private static final TrainingSettings SETTINGS = TrainingSettings.of(
            TrainingPreset.of("quick"),
            Map.of("iterations", "24", "validate_every", "4", "validation_items", "60", "checkpoint_every", "8"));

    private final LearnContext context;
    private final RunRegistry registry;
    private final RunWatch watch;
    private final Latest<Looked, SpectrumCurves> gains;
    private final ReadOnlyObjectWrapper<TrainState> state = new ReadOnlyObjectWrapper<>(TrainState.READY);
    private final ReadOnlyObjectWrapper<@Nullable Path> folder = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable JobHandle running;
    private boolean forgetting;
    private boolean active;

    /** @param best tells one state of the best expert from the next */
    private record Looked(Path run, String matrix, long best) {}

    RewardStep(LearnContext context, RunRegistry registry) {
        this.context = context;
        this.registry = registry;
        this.watch = new RunWatch(context.workspace().runner());
        this.gains =
                context.shortly((looked, token) -> context.session().learn().trained(looked.run(), looked.matrix()));
        watch.pointsProperty().addListener((property, before, now) -> askGains());
        context.matrixProperty().addListener((property, before, now) -> askGains());
        Runnable forget = context.workspace().inTurn(this::forget);
        context.workspace().modelProperty().addListener((property, before, now) -> forget.run());
    }

    // Properties

    public ReadOnlyObjectProperty<TrainState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<RunPoint>> pointsProperty() {
        return watch.pointsProperty();
    }

    /** σ of the chosen matrix, and what the best expert so far makes of it; null before a run. */
    public ReadOnlyObjectProperty<@Nullable SpectrumCurves> gainsProperty() {
        return gains.resultProperty();
    }

    /** The run's folder, or null before the first. */
    public ReadOnlyObjectProperty<@Nullable Path> folderProperty() {
        return folder.getReadOnlyProperty();
    }

    /** Why the training ended before its end; empty when it did not. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public int iterations() {
        return SETTINGS.iterations();
    }

    public LearnContext context() {
        return context;
    }

    // Commands

    public boolean canStart() {
        return context.workspace().model() != null && !state.get().isBusy();
    }

    public boolean canStop() {
        return state.get() == TrainState.WAITING || state.get() == TrainState.TRAINING;
    }

    /** Trains anew, in a run of its own. */
    public void start() {
        if (!canStart()) {
            return;
        }
        forget();
        state.set(TrainState.WAITING);
        context.workspace()
                .runner()
                .start(Job.io("", (progress, token) -> registry.newFolder("learn-" + TASK))
                        .quiet()
                        .onSuccess(this::train)
                        .onFailure(this::failed));
    }

    /** Asks the training to stop; what was reached is kept. */
    public void stop() {
        if (canStop() && running != null) {
            state.set(TrainState.STOPPING);
            running.cancel();
        }
    }

    /** Looks at the run; called a few times a second. */
    public void sample() {
        if (state.get().isBusy()) {
            watch.sample();
        }
    }

    @Override
    public void activate() {
        active = true;
        askGains();
    }

    @Override
    public void deactivate() {
        active = false;
        gains.cancel();
    }

    /** Stops what goes on and shows nothing; the run stays among the runs. */
    @Override
    public void reset() {
        if (state.get().isBusy()) {
            forgetting = true;
            stop();
        } else {
            forget();
        }
    }

    private void train(Path made) {
        folder.set(made);
        watch.follow(made);
        TrainingRequest request = new TrainingRequest(TASK, SETTINGS, made);
        JobHandle handle = context.workspace()
                .runner()
                .start(Job.compute(
                                context.strings().get("job.train", String.valueOf(made.getFileName())),
                                (progress, token, giveWay) -> {
                                    context.session().training().train(request, progress, token, giveWay);
                                    return made;
                                })
                        .onSuccess(done -> ended(TrainState.FINISHED))
                        .onCancelled(() -> ended(TrainState.STOPPED))
                        .onFailure(this::failed));
        running = handle;
        context.workspace().trainingStarted(handle);
        handle.stateProperty().addListener((property, before, now) -> {
            if (now == JobState.RUNNING && state.get() == TrainState.WAITING) {
                state.set(TrainState.TRAINING);
            } else if (now == JobState.CANCELLING) {
                // it may have been cancelled in the status bar
                state.set(TrainState.STOPPING);
            }
        });
        if (forgetting) {
            stop();
        }
    }

    private void failed(Throwable error) {
        if (!(error instanceof WorkbenchException)) {
            LOG.error("The training ended by an error of the program.", error);
        }
        failure.set(Objects.toString(error.getMessage(), ""));
        ended(TrainState.FAILED);
    }

    /** The last lines are read before the end is shown. */
    private void ended(TrainState end) {
        running = null;
        watch.settle(() -> {
            if (forgetting) {
                forgetting = false;
                forget();
            } else {
                state.set(end);
            }
        });
    }

    private void forget() {
        if (running != null) {
            forgetting = true;
            return;
        }
        watch.forget();
        gains.forget();
        folder.set(null);
        failure.set("");
        state.set(TrainState.READY);
    }

    private void askGains() {
        MatrixSummary chosen = context.matrixProperty().get();
        Path run = folder.get();
        List<RunPoint> points = watch.pointsProperty().get();
        if (active && chosen != null && run != null && !points.isEmpty()) {
            gains.ask(
                    new Looked(run, chosen.name(), points.get(points.size() - 1).bestIteration()));
        }
    }
}
