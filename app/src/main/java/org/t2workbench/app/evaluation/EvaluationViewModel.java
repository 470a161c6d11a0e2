package org.t2workbench.app.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.FailureWords;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.workbench.EvaluationOffer;
import org.t2workbench.app.workbench.EvaluationRequest;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationResult;
import org.t2workbench.core.evaluation.EvaluationWatch;
import org.t2workbench.core.run.RunRegistry;

/** A form and the evaluation that comes of it, or one that was kept. FX thread only. */
public final class EvaluationViewModel {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final EvaluationLibrary library;
    private final EvaluationForm form;
    private final AnswersViewModel answers;
    private final EvaluationExports exports;

    private final ReadOnlyObjectWrapper<EvaluationState> state = new ReadOnlyObjectWrapper<>(EvaluationState.NONE);
    private final ReadOnlyObjectWrapper<@Nullable Path> folder = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable EvaluationDocument> document = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<DispatchMatrix>> matrices = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper notes = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final ObservableList<ResultRow> rows = FXCollections.observableArrayList();
    private final ObservableList<KeptEvaluation> kept = FXCollections.observableArrayList();
    private @Nullable EvaluationRequest request;
    /** Written by the worker, looked at a few times a second. */
    private volatile EvaluationWatch.@Nullable Standing standing;

    private @Nullable JobHandle running;
    private boolean active;

    /** @param registry of the user's runs; evaluations are kept beside them */
    public EvaluationViewModel(Workspace workspace, DialogService dialogs, RunRegistry registry, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.library = new EvaluationLibrary(registry);
        this.form = new EvaluationForm(strings);
        this.answers = new AnswersViewModel(workspace, library, strings);
        this.exports = new EvaluationExports(workspace, dialogs, strings, document, folder);
        Runnable opened = workspace.inTurn(() -> modelOpened(workspace.model()));
        Runnable take = workspace.inTurn(this::takeMixture);
        workspace.modelProperty().addListener((property, before, now) -> opened.run());
        workspace.experts().addListener((ListChangeListener<ExpertSummary>) change -> take.run());
        workspace.mixtureProperty().addListener((property, before, now) -> takeMixture());
        state.addListener((property, before, now) -> tell());
        takeMixture();
    }

    // Properties

    public EvaluationForm form() {
        return form;
    }

    public AnswersViewModel answers() {
        return answers;
    }

    public EvaluationExports exports() {
        return exports;
    }

    public ReadOnlyObjectProperty<EvaluationState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable ModelSummary> modelProperty() {
        return workspace.modelProperty();
    }

    /** The folder of the evaluation that is shown, or null. */
    public ReadOnlyObjectProperty<@Nullable Path> folderProperty() {
        return folder.getReadOnlyProperty();
    }

    /** The complete rows, task by task. */
    public ObservableList<ResultRow> rows() {
        return rows;
    }

    /** One for each strategy with a first pass. */
    public ReadOnlyObjectProperty<List<DispatchMatrix>> matricesProperty() {
        return matrices.getReadOnlyProperty();
    }

    /** What a reader should know besides, a line each. */
    public ReadOnlyStringProperty notesProperty() {
        return notes.getReadOnlyProperty();
    }

    /** Why it ended early, in one sentence; empty when it did not. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** The evaluations on the disk, newest first. */
    public ObservableList<KeptEvaluation> kept() {
        return kept;
    }

    /** How much is measured, from 0 to 1; −1 while unknown. */
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    /** "row 3 of 8: math, classifier, 128 of 200 items"; what was asked, once it is at its end. */
    public ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** Looks how far the evaluation is; called a few times a second. */
    public void sample() {
        if (state.get().isBusy()) {
            tell();
        }
    }

    private void tell() {
        EvaluationWatch.Standing now = standing;
        EvaluationRequest asked = request;
        fraction.set(
                now == null
                        ? -1
                        : (now.row() - 1 + (double) now.done() / Math.max(1, now.items())) / Math.max(1, now.rows()));
        if (state.get().isBusy()) {
            progress.set(
                    now == null
                            ? strings.get("evaluate.progress.first")
                            : strings.get(
                                    "evaluate.progress",
                                    now.row(),
                                    now.rows(),
                                    now.task(),
                                    now.strategy(),
                                    now.done(),
                                    now.items()));
        } else {
            progress.set(
                    asked == null
                            ? ""
                            : strings.get(
                                    "evaluate.asked",
                                    modelName(asked),
                                    asked.split(),
                                    asked.limit(),
                                    Long.toString(asked.seed())));
        }
    }

    private static String modelName(EvaluationRequest asked) {
        return new ModelSource(asked.model()).shortName();
    }

    // Commands

    public boolean canStart() {
        return workspace.model() != null
                && !state.get().isBusy()
                && !form.tasks().isEmpty()
                && form.problemProperty().get().isEmpty();
    }

    public boolean canStop() {
        return state.get() == EvaluationState.WAITING || state.get() == EvaluationState.RUNNING;
    }

    public boolean canResume() {
        return workspace.model() != null
                && request != null
                && (state.get() == EvaluationState.STOPPED || state.get() == EvaluationState.FAILED);
    }

    /** Measures by the form, in a new folder. */
    public void start() {
        ModelSummary model = workspace.model();
        Optional<EvaluationRequest> asked =
                model == null || !canStart() ? Optional.empty() : form.request(model.source());
        asked.ifPresent(wanted -> {
            show(null, null, Optional.empty());
            state.set(EvaluationState.WAITING);
            workspace
                    .runner()
                    .start(Job.io("", (progress, token) -> library.begin(wanted))
                            .quiet()
                            .onSuccess(made -> measure(wanted, made))
                            .onFailure(this::failed));
        });
    }

    /** Goes on with the evaluation that is shown, as it was begun. */
    public void resume() {
        EvaluationRequest asked = request;
        Path begun = folder.get();
        ModelSummary model = workspace.model();
        if (!canResume() || asked == null || begun == null || model == null) {
            return;
        }
        if (!asked.model().equals(model.source().location())) {
            failure.set(strings.get("evaluate.otherModel", modelName(asked)));
            return;
        }
        measure(asked, begun);
    }

    /** Asks the evaluation to stop; what is measured stays. */
    public void stop() {
        if (canStop() && running != null) {
            state.set(EvaluationState.STOPPING);
            running.cancel();
        }
    }

    /** Shows an evaluation that was kept. */
    public void open(Path evaluation) {
        if (state.get().isBusy()) {
            return;
        }
        workspace
                .runner()
                .start(Job.io(
                                strings.get("job.evaluation", String.valueOf(evaluation.getFileName())),
                                (progress, token) ->
                                        new Opened(library.request(evaluation), library.document(evaluation)))
                        .onSuccess(opened -> {
                            form.fill(opened.request());
                            show(evaluation, opened.request(), opened.document());
                            state.set(
                                    EvaluationLibrary.isComplete(opened.request(), opened.document())
                                            ? EvaluationState.FINISHED
                                            : EvaluationState.STOPPED);
                        }));
    }

    /** Asks for the file of a dispatch expert. */
    public void chooseDispatcher() {
        dialogs.chooseFile(
                        strings.get("evaluate.dispatcher.choose"), strings.get("experts.kind"), "*.safetensors", null)
                .ifPresent(file -> form.dispatcherProperty().set(file.toString()));
    }

    /** The screen is in front. */
    public void activate() {
        active = true;
        look();
    }

    public void deactivate() {
        active = false;
    }

    private record Opened(EvaluationRequest request, Optional<EvaluationDocument> document) {}

    private void look() {
        workspace
                .runner()
                .start(Job.io("", (progress, token) -> library.list()).quiet().onSuccess(kept::setAll));
        if (workspace.model() != null) {
            Job<EvaluationOffer> job = Job.compute(
                    strings.get("job.offer"),
                    (progress, token) -> workspace.session().evaluations().offer());
            workspace.runner().start(job.quiet().interleave().onSuccess(form::offer));
        }
    }

    private void takeMixture() {
        form.mixture(workspace.experts(), workspace.mixture());
    }

    private void modelOpened(@Nullable ModelSummary model) {
        form.forget();
        if (active && model != null) {
            look();
        }
    }

    private void measure(EvaluationRequest asked, Path into) {
        failure.set("");
        standing = null;
        request = asked;
        folder.set(into);
        answers.show(into);
        state.set(EvaluationState.WAITING);
        Job<Path> job = Job.compute(
                        strings.get("job.evaluate", String.valueOf(into.getFileName())), (progress, token, giveWay) -> {
                            workspace
                                    .session()
                                    .evaluations()
                                    .evaluate(asked, into, watch(into, giveWay), progress, token);
                            return into;
                        })
                .onSuccess(done -> ended(EvaluationState.FINISHED))
                .onCancelled(() -> ended(EvaluationState.STOPPED))
                .onFailure(this::failed);
        JobHandle handle = workspace.runner().start(job);
        running = handle;
        handle.stateProperty().addListener((property, before, now) -> {
            if (now == JobState.RUNNING && state.get() == EvaluationState.WAITING) {
                state.set(EvaluationState.RUNNING);
            } else if (now == JobState.CANCELLING) {
                // it may have been cancelled in the status bar
                state.set(EvaluationState.STOPPING);
            }
        });
    }

    private EvaluationWatch watch(Path into, Runnable giveWay) {
        return new EvaluationWatch() {
            @Override
            public void measured(Standing now) {
                standing = now;
            }

            @Override
            public void finished(EvaluationResult soFar) {
                EvaluationDocument figures = EvaluationDocument.of(soFar);
                workspace.runner().ui().execute(() -> {
                    if (into.equals(folder.get())) {
                        show(figures);
                    }
                });
            }

            @Override
            public void giveWay() {
                giveWay.run();
            }
        };
    }

    private void failed(Throwable error) {
        failure.set(FailureWords.of(error, fault -> strings.get("evaluate.failed.unexpected", fault)));
        ended(EvaluationState.FAILED);
    }

    private void ended(EvaluationState end) {
        running = null;
        state.set(end);
        look();
    }

    private void show(
            @Nullable Path evaluation, @Nullable EvaluationRequest asked, Optional<EvaluationDocument> known) {
        request = asked;
        failure.set("");
        standing = null;
        folder.set(evaluation);
        answers.show(evaluation);
        rows.clear();
        matrices.set(List.of());
        notes.set("");
        document.set(null);
        known.ifPresent(this::show);
    }

    private void show(EvaluationDocument figures) {
        document.set(figures);
        List<ResultRow> now = EvaluationLibrary.rows(figures);
        // rows only come after those that are there, so that a chosen one stays chosen
        if (now.size() > rows.size() && now.subList(0, rows.size()).equals(rows)) {
            rows.addAll(now.subList(rows.size(), now.size()));
        } else {
            rows.setAll(now);
        }
        matrices.set(figures.confusions().stream().map(DispatchMatrix::of).toList());
        notes.set(String.join("\n", figures.notes()));
    }
}
