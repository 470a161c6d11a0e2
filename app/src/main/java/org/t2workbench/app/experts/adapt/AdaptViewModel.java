package org.t2workbench.app.experts.adapt;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunState;

/** A form, the search that comes of it, and its generations to scrub through. FX thread only. */
public final class AdaptViewModel {

    /** Chosen at first where there is one of that name. */
    private static final String FIRST_TASK = "math";

    private final Workspace workspace;
    private final DialogService dialogs;
    private final RunRegistry registry;
    private final Strings strings;
    private final AdaptForm form;
    private final Scrub scrub = new Scrub();
    private final SearchWatch watch;
    private final EarlierSearches earlier;
    private final SearchWords words;
    private final FoundMixture found;

    private final ObservableList<String> tasks = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<SearchState> state = new ReadOnlyObjectWrapper<>(SearchState.NO_MODEL);
    private final ReadOnlyObjectWrapper<@Nullable SearchRequest> request = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable JobHandle running;

    /** @param registry where new runs are made, and earlier ones are found */
    public AdaptViewModel(Workspace workspace, DialogService dialogs, RunRegistry registry, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.registry = registry;
        this.strings = strings;
        this.form = new AdaptForm(strings);
        this.watch = new SearchWatch(workspace.runner(), scrub::show);
        this.earlier = new EarlierSearches(workspace.runner(), registry);
        this.words = new SearchWords(strings);
        this.found = new FoundMixture(workspace, dialogs, strings, words, scrub);
        watch.problemProperty().addListener((property, before, now) -> {
            if (!now.isEmpty()) {
                failure.set(now);
            }
        });
        Runnable offer = workspace.inTurn(() -> form.offer(workspace.experts()));
        Runnable opened = workspace.inTurn(() -> modelOpened(workspace.model()));
        workspace.experts().addListener((ListChangeListener<ExpertSummary>) change -> offer.run());
        workspace.modelProperty().addListener((property, before, now) -> opened.run());
        form.offer(workspace.experts());
        modelOpened(workspace.model());
    }

    // Properties

    public AdaptForm form() {
        return form;
    }

    /** The tasks that have a name. */
    public ObservableList<String> tasks() {
        return tasks;
    }

    public Scrub scrub() {
        return scrub;
    }

    public EarlierSearches earlier() {
        return earlier;
    }

    /** The best mixture up to the generation that is looked at. */
    public FoundMixture found() {
        return found;
    }

    SearchWords words() {
        return words;
    }

    public ReadOnlyObjectProperty<SearchState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What is or was searched, or null. */
    public ReadOnlyObjectProperty<@Nullable SearchRequest> requestProperty() {
        return request.getReadOnlyProperty();
    }

    /** Why the search ended before its end, or cannot be read; empty when it did not. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Generations of the search that is shown; 0 for none. */
    public int generations() {
        SearchRequest shown = request.get();
        return shown == null ? 0 : shown.settings().generations();
    }

    /** How many numbers and answers a search by the form takes; empty while something in it is wrong. */
    public String sizeWords() {
        SearchSettings settings = form.settingsProperty().get();
        ModelSummary model = workspace.model();
        return settings == null || model == null
                ? ""
                : words.size(settings, form.chosen().size(), model.layers(), form.matrices());
    }

    /** What the form means for the sliders; empty while something in it is wrong. */
    public String sliderWords() {
        SearchSettings settings = form.settingsProperty().get();
        return settings == null ? "" : words.form(settings);
    }

    /** "7 of 50 generations", and the task. */
    public String progressWords() {
        SearchRequest shown = request.get();
        return shown == null
                ? ""
                : strings.get(
                        "adapt.progress",
                        scrub.count(),
                        shown.settings().generations(),
                        FoundMixture.plainName(shown.task()),
                        shown.settings().method().label());
    }

    /** "generation 7 of 50", and how many of its mixtures had to answer. */
    public String shownWords() {
        return scrub.generation()
                .map(shown -> strings.get(
                        "adapt.shown",
                        shown.number(),
                        scrub.count(),
                        shown.evaluated(),
                        shown.members().size()))
                .orElse("");
    }

    /** What is not as it should be with the generation that is looked at, or empty. */
    public String warningWords() {
        return scrub.generation().map(words::warning).orElse("");
    }

    /** How the best so far scored, and where it was found. */
    public String bestWords() {
        return scrub.generation()
                .map(shown -> strings.get(
                        "adapt.best.words", words.score(shown.best().score(), shown.shots()), shown.bestGeneration()))
                .orElse("");
    }

    /** The α of the best so far. */
    public String alphaWords() {
        return scrub.generation()
                .map(shown -> words.alphas(shown.best(), found.names()))
                .orElse("");
    }

    // Commands

    public boolean canStart() {
        return state.get() != SearchState.NO_MODEL
                && !state.get().isBusy()
                && form.settingsProperty().get() != null;
    }

    public boolean canStop() {
        return state.get() == SearchState.WAITING || state.get() == SearchState.SEARCHING;
    }

    public boolean canResume() {
        return (state.get() == SearchState.STOPPED || state.get() == SearchState.FAILED)
                && found.unusableProperty().get().isEmpty();
    }

    /** The view is in front: it shows what there is now. */
    public void activate() {
        if (tasks.isEmpty()) {
            workspace
                    .runner()
                    .start(Job.io(
                                    "",
                                    (progress, token) ->
                                            workspace.session().training().tasks())
                            .quiet()
                            .onSuccess(this::offerTasks));
        }
    }

    private void offerTasks(List<String> names) {
        tasks.setAll(names);
        if (form.taskProperty().get().isEmpty() && !names.isEmpty()) {
            form.taskProperty().set(names.contains(FIRST_TASK) ? FIRST_TASK : names.get(0));
        }
    }

    /** Asks for a task file and chooses it. */
    public void chooseTask() {
        dialogs.chooseFile(strings.get("train.task.choose"), strings.get("train.task.kind"), "*.json", null)
                .ifPresent(file -> form.taskProperty().set(file.toString()));
    }

    /** Searches by the form, in a new run. */
    public void start() {
        SearchSettings settings = form.settingsProperty().get();
        if (!canStart() || settings == null) {
            return;
        }
        state.set(SearchState.WAITING);
        String task = form.taskProperty().get();
        List<Path> experts = form.chosen();
        workspace
                .runner()
                .start(Job.io("", (progress, token) -> registry.newFolder("adapt-" + FoundMixture.plainName(task)))
                        .quiet()
                        .onSuccess(folder -> search(new SearchRequest(task, experts, settings, folder)))
                        .onFailure(this::failed));
    }

    /** Asks the search to stop; whole generations are kept. */
    public void stop() {
        JobHandle handle = running;
        if (canStop() && handle != null) {
            state.set(SearchState.STOPPING);
            handle.cancel();
        }
    }

    /** Goes on with the search that is shown, as it was begun. */
    public void resume() {
        SearchRequest shown = request.get();
        if (canResume() && shown != null) {
            search(shown);
        }
    }

    /** Asks for the run folder of an earlier search and shows it. */
    public void chooseEarlier() {
        dialogs.chooseFolder(strings.get("adapt.earlier.choose"), null).ifPresent(this::open);
    }

    /** Shows an earlier search, or one that another process is at, from its run folder. */
    public void open(Path folder) {
        if (state.get() == SearchState.NO_MODEL || state.get().isBusy()) {
            return;
        }
        workspace
                .runner()
                .start(Job.io(
                                strings.get("job.openSearch", String.valueOf(folder.getFileName())),
                                (progress, token) -> SearchRequest.of(RunFolder.open(folder)))
                        .onSuccess(begun -> {
                            follow(begun);
                            form.fill(begun.settings());
                            form.taskProperty().set(begun.task());
                            settle(begun, null);
                        }));
    }

    /** Looks at the run; called a few times a second. */
    public void sample() {
        if (state.get().isGrowing()) {
            watch.sample();
            if (state.get() == SearchState.WATCHED && watch.state() != RunState.RUNNING) {
                settle(Objects.requireNonNull(request.get()), null);
            }
        }
    }

    private void search(SearchRequest asked) {
        follow(asked);
        state.set(SearchState.WAITING);
        Job<Path> job = Job.compute(
                        strings.get("job.search", String.valueOf(asked.folder().getFileName())),
                        (progress, token, giveWay) -> {
                            workspace.session().searches().search(asked, progress, token, giveWay);
                            return asked.folder();
                        })
                .onSuccess(folder -> settle(asked, SearchState.FINISHED))
                .onCancelled(() -> settle(asked, SearchState.STOPPED))
                .onFailure(this::failed);
        JobHandle handle = workspace.runner().start(job);
        running = handle;
        workspace.trainingStarted(handle);
        handle.stateProperty().addListener((property, before, now) -> {
            if (now == JobState.RUNNING && state.get() == SearchState.WAITING) {
                state.set(SearchState.SEARCHING);
            } else if (now == JobState.CANCELLING) {
                // it may have been cancelled in the status bar
                state.set(SearchState.STOPPING);
            }
        });
    }

    private void follow(SearchRequest asked) {
        failure.set("");
        request.set(asked);
        found.follow(asked);
        watch.follow(asked);
        scrub.playingProperty().set(false);
    }

    private void failed(Throwable error) {
        String sentence = FailureWords.of(error, fault -> strings.get("adapt.failed.unexpected", fault));
        SearchRequest asked = request.get();
        if (asked == null) {
            failure.set(sentence);
            state.set(SearchState.READY);
            return;
        }
        settle(asked, SearchState.FAILED);
        failure.set(sentence);
    }

    /** @param end null: as the run itself stands */
    private void settle(SearchRequest asked, @Nullable SearchState end) {
        running = null;
        watch.settle(() -> {
            if (asked.equals(request.get())) {
                state.set(end == null ? standing() : end);
            }
        });
    }

    private SearchState standing() {
        return switch (watch.state()) {
            case RUNNING -> SearchState.WATCHED;
            case FINISHED -> SearchState.FINISHED;
            case STOPPED, KILLED -> SearchState.STOPPED;
            case DAMAGED -> SearchState.FAILED;
        };
    }

    private void modelOpened(@Nullable ModelSummary model) {
        request.set(null);
        watch.forget();
        failure.set("");
        found.forget();
        state.set(model == null ? SearchState.NO_MODEL : SearchState.READY);
    }
}
