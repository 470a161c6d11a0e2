package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.app.job.Turns;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What all screens share: the open model, its experts, the mixture. FX thread only. */
public final class Workspace {

    /** Below this, a model is decomposed as it is opened: nobody notices the wait. */
    private static final double UNNOTICED_SECONDS = 5;

    private final Session session;
    private final JobRunner runner;
    private final Strings strings;

    private final Turns turns;

    private final ReadOnlyObjectWrapper<@Nullable ModelSummary> model = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable DecompositionStatus> decomposition = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable JobHandle> openJob = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable JobHandle> decomposeJob = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable JobHandle> trainJob = new ReadOnlyObjectWrapper<>();
    private final ObservableList<ExpertSummary> experts = FXCollections.observableArrayList();
    private final ObservableList<ExpertSummary> expertsView = FXCollections.unmodifiableObservableList(experts);
    private final ObjectProperty<MixtureSetting> mixture = new SimpleObjectProperty<>(MixtureSetting.NEUTRAL);

    public Workspace(Session session, JobRunner runner, Strings strings) {
        this.session = session;
        this.runner = runner;
        this.strings = strings;
        this.turns = new Turns(runner.ui());
    }

    // Properties

    public ReadOnlyObjectProperty<@Nullable ModelSummary> modelProperty() {
        return model.getReadOnlyProperty();
    }

    public @Nullable ModelSummary model() {
        return model.get();
    }

    public ReadOnlyObjectProperty<@Nullable DecompositionStatus> decompositionProperty() {
        return decomposition.getReadOnlyProperty();
    }

    /** The running opening of a model, or null. */
    public ReadOnlyObjectProperty<@Nullable JobHandle> openJobProperty() {
        return openJob.getReadOnlyProperty();
    }

    /** The running decomposition, or null. */
    public ReadOnlyObjectProperty<@Nullable JobHandle> decomposeJobProperty() {
        return decomposeJob.getReadOnlyProperty();
    }

    /** The running training, or null. Short jobs go between its iterations; others wait for its end. */
    public ReadOnlyObjectProperty<@Nullable JobHandle> trainJobProperty() {
        return trainJob.getReadOnlyProperty();
    }

    public ObservableList<ExpertSummary> experts() {
        return expertsView;
    }

    public ObjectProperty<MixtureSetting> mixtureProperty() {
        return mixture;
    }

    public MixtureSetting mixture() {
        return mixture.get();
    }

    public Session session() {
        return session;
    }

    public JobRunner runner() {
        return runner;
    }

    /**
     * A reaction to another model or other experts that may come a moment later, when the window had time for a frame.
     * All of them together would hold the FX thread.
     */
    public Runnable inTurn(Runnable reaction) {
        return turns.of(reaction);
    }

    // Commands

    /** Reactions that are still to come run now. */
    public void catchUp() {
        turns.catchUp();
    }

    /** Opens a model in place of the open one; its experts follow. */
    public JobHandle open(ModelSource source) {
        JobHandle handle = runner.start(Job.compute(
                        strings.get("job.open", source.shortName()),
                        (progress, token) -> openOnWorker(source, progress, token))
                .onSuccess(this::show));
        follow(handle, openJob);
        return handle;
    }

    /** Decomposes the open model's matrices. */
    public JobHandle decompose() {
        JobHandle handle = runner.start(Job.compute(strings.get("job.decompose"), (progress, token) -> {
                    try {
                        session.decompose(progress, token);
                    } finally {
                        DecompositionStatus reached = session.decompositionStatus();
                        runner.ui().execute(() -> decomposition.set(reached));
                    }
                    return session.decompositionStatus();
                })
                .onSuccess(decomposition::set));
        follow(handle, decomposeJob);
        return handle;
    }

    /** Asks the engine again how much is decomposed. */
    public void refreshDecomposition() {
        runner.start(Job.compute(strings.get("job.decompose"), (progress, token) -> session.decompositionStatus())
                .quiet()
                .interleave()
                .onSuccess(decomposition::set));
    }

    /**
     * Adds an expert from a file to the list.
     *
     * @param onLoaded hears of it when it is there
     */
    public JobHandle loadExpert(Path file, Consumer<ExpertSummary> onLoaded) {
        return runner.start(Job.compute(
                        strings.get("job.expert", String.valueOf(file.getFileName())),
                        (progress, token) -> session.loadExpert(file))
                .interleave()
                .onSuccess(expert -> {
                    addExpert(expert);
                    onLoaded.accept(expert);
                }));
    }

    /** Keeps the mixture in a file. */
    public JobHandle saveMixture(Path file) {
        MixtureSetting kept = mixture();
        return runner.start(Job.compute(strings.get("job.saveMixture"), (progress, token) -> {
            session.saveMixture(file, kept);
            return kept;
        }));
    }

    /**
     * Loads a mixture with its experts.
     *
     * @param onOpened hears of it when its experts are there
     */
    public JobHandle openMixture(Path file, Consumer<MixtureSetting> onOpened) {
        return runner.start(Job.compute(strings.get("job.openMixture"), (progress, token) -> session.openMixture(file))
                .onSuccess(opened -> {
                    opened.experts().forEach(this::addExpert);
                    onOpened.accept(opened.setting());
                }));
    }

    /** Notes the training that was started, for the screens that have to wait for it. */
    public void trainingStarted(JobHandle handle) {
        follow(handle, trainJob);
    }

    /** Puts an expert into the list that the session has opened already, in place of one with the same id. */
    public void addExpert(ExpertSummary expert) {
        for (int i = 0; i < experts.size(); i++) {
            if (experts.get(i).id().equals(expert.id())) {
                experts.set(i, expert);
                return;
            }
        }
        experts.add(expert);
    }

    private Opened openOnWorker(ModelSource source, Progress progress, CancellationToken token) {
        ModelSummary summary = session.open(source, progress, token);
        DecompositionStatus status = session.decompositionStatus();
        if (!status.isComplete() && status.estimatedSeconds() < UNNOTICED_SECONDS) {
            session.decompose(progress, token);
            status = session.decompositionStatus();
        }
        return new Opened(summary, status, session.experts());
    }

    private void show(Opened opened) {
        mixture.set(startOf(opened));
        decomposition.set(opened.decomposition());
        experts.setAll(opened.experts());
        model.set(opened.model());
    }

    /** The sample shows at once what an expert does; any other model starts as its base. */
    private static MixtureSetting startOf(Opened opened) {
        DemoSetting demo = opened.model().demo();
        boolean known = demo != null
                && opened.experts().stream().anyMatch(expert -> expert.id().equals(demo.expert()));
        return demo != null && known
                ? MixtureSetting.NEUTRAL.with(demo.expert(), demo.alpha())
                : MixtureSetting.NEUTRAL;
    }

    private static void follow(JobHandle handle, ReadOnlyObjectWrapper<@Nullable JobHandle> property) {
        if (handle.state().isFinished()) {
            return;
        }
        property.set(handle);
        handle.stateProperty().addListener((observable, before, now) -> {
            if (now.isFinished() && Objects.equals(property.get(), handle)) {
                property.set(null);
            }
        });
    }

    private record Opened(ModelSummary model, DecompositionStatus decomposition, List<ExpertSummary> experts) {}
}
