package org.t2workbench.app.compare;

import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Batch;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.workbench.Answer;
import org.t2workbench.app.workbench.AnswerToken;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DemoSetting;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.Workspace;

/** One prompt, a mixture, two answers. FX thread only. */
public final class CompareViewModel {

    private static final int TOP = 6;
    private static final int HISTORY = 50;

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final Coalescer<CompareRequest> preview;

    private final StringProperty prompt = new SimpleStringProperty("");
    private final BooleanProperty chat = new SimpleBooleanProperty();
    private final ObjectProperty<Strategy> strategy = new SimpleObjectProperty<>(Strategy.MANUAL);
    private final ObjectProperty<GenerationSettings> settings = new SimpleObjectProperty<>(GenerationSettings.DEFAULT);
    private final ReadOnlyObjectWrapper<CompareState> state = new ReadOnlyObjectWrapper<>(CompareState.NO_MODEL);
    private final ObservableList<AnswerToken> baseTokens = FXCollections.observableArrayList();
    private final ObservableList<AnswerToken> adaptedTokens = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable Comparison> result = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable NextTokens> shownPlace = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper previewProblem = new ReadOnlyStringWrapper("");
    private final ObjectProperty<@Nullable Place> hovered = new SimpleObjectProperty<>();
    private final ObservableList<Comparison> history = FXCollections.observableArrayList();

    private @Nullable NextTokens promptEnd;
    private @Nullable JobHandle running;
    private int run;

    public CompareViewModel(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.preview = new Coalescer<>(workspace.runner(), this::previewJob);
        workspace.modelProperty().addListener((property, before, now) -> modelOpened(now));
        prompt.addListener((property, before, now) -> promptChanged());
        chat.addListener((property, before, now) -> promptChanged());
        strategy.addListener((property, before, now) -> followMixture());
        hovered.addListener((property, before, now) -> showPlace());
        modelOpened(workspace.model());
    }

    // Properties

    public StringProperty promptProperty() {
        return prompt;
    }

    /** Whether the prompt is sent as a message in the chat template. */
    public BooleanProperty chatProperty() {
        return chat;
    }

    public ObjectProperty<Strategy> strategyProperty() {
        return strategy;
    }

    public ObjectProperty<GenerationSettings> settingsProperty() {
        return settings;
    }

    public ReadOnlyObjectProperty<CompareState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ObservableList<ExpertSummary> experts() {
        return workspace.experts();
    }

    public ReadOnlyObjectProperty<MixtureSetting> mixtureProperty() {
        return workspace.mixtureProperty();
    }

    public ReadOnlyObjectProperty<@Nullable ModelSummary> modelProperty() {
        return workspace.modelProperty();
    }

    public ObservableList<AnswerToken> tokens(Side side) {
        return side == Side.BASE ? baseTokens : adaptedTokens;
    }

    /** The last finished comparison, or null while there is none for what is shown. */
    public ReadOnlyObjectProperty<@Nullable Comparison> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** The place whose next tokens are shown: the hovered token's, else the end of the prompt. */
    public ReadOnlyObjectProperty<@Nullable NextTokens> shownPlaceProperty() {
        return shownPlace.getReadOnlyProperty();
    }

    /** Why there are no next tokens, or empty. */
    public ReadOnlyStringProperty previewProblemProperty() {
        return previewProblem.getReadOnlyProperty();
    }

    /** The token under the mouse or the arrow keys, or null. */
    public ObjectProperty<@Nullable Place> hoveredProperty() {
        return hovered;
    }

    /** Newest first. */
    public ObservableList<Comparison> history() {
        return history;
    }

    // Commands

    public boolean canRun() {
        return state.get() == CompareState.READY && !prompt.get().isBlank();
    }

    public boolean canCancel() {
        return state.get() == CompareState.RUNNING;
    }

    /** Generates both answers; what is running is asked to leave first. */
    public void run() {
        if (state.get() == CompareState.NO_MODEL || prompt.get().isBlank()) {
            return;
        }
        start(request());
    }

    public void cancel() {
        if (running != null && canCancel()) {
            state.set(CompareState.CANCELLING);
            running.cancel();
        }
    }

    /** The slider moves: next tokens follow, a running answer is out of date and stops. */
    public void moveAlpha(String expert, double alpha) {
        workspace.mixtureProperty().set(workspace.mixture().with(expert, alpha));
        strategy.set(Strategy.MANUAL);
        followMixture();
    }

    /** The slider is let go: the answer is generated again. */
    public void settleAlpha() {
        run();
    }

    /** All sliders back to neutral. */
    public void reset() {
        workspace.mixtureProperty().set(MixtureSetting.NEUTRAL);
        followMixture();
    }

    /** Moves all sliders at once; the answer is generated again. */
    public void mix(MixtureSetting mixture) {
        workspace.mixtureProperty().set(mixture);
        strategy.set(Strategy.MANUAL);
        followMixture();
        run();
    }

    /** Every expert with the same α, 1 in all. */
    public void mixEqually() {
        MixtureSetting equal = MixtureSetting.NEUTRAL;
        for (ExpertSummary expert : experts()) {
            equal = equal.with(expert.id(), 1.0 / experts().size());
        }
        mix(equal);
    }

    /** Asks for a file and keeps the mixture there. */
    public void saveMixture() {
        dialogs.chooseNewFile(
                        strings.get("compare.mixture.save"),
                        strings.get("compare.mixture.kind"),
                        "*.json",
                        "mixture.json")
                .ifPresent(workspace::saveMixture);
    }

    /** Asks for a mixture's file and moves the sliders to it. */
    public void openMixture() {
        dialogs.chooseFile(strings.get("compare.mixture.open"), strings.get("compare.mixture.kind"), "*.json", null)
                .ifPresent(file -> workspace.openMixture(file, this::mix));
    }

    /** Brings back a comparison's prompt, mixture and settings, and runs it again. */
    public void repeat(Comparison comparison) {
        CompareRequest request = comparison.request();
        settings.set(request.settings());
        chat.set(request.prompt().chat());
        prompt.set(request.prompt().text());
        workspace.mixtureProperty().set(request.mixture());
        strategy.set(request.mixture().isNeutral() ? strategy.get() : Strategy.MANUAL);
        run();
    }

    /** One line that tells a comparison from the others. */
    public String describe(Comparison comparison) {
        CompareRequest request = comparison.request();
        return strings.get(
                "compare.history.entry",
                mixtureWords(request.mixture()),
                drawWords(request.settings()),
                request.prompt().text().strip().replaceAll("\\s+", " "));
    }

    /** "greedy" or "temperature 0.7". */
    public String drawWords(GenerationSettings drawn) {
        return drawn.isGreedy()
                ? strings.get("compare.greedy")
                : strings.get("compare.temperature", String.valueOf(drawn.temperature()), String.valueOf(drawn.seed()));
    }

    private String mixtureWords(MixtureSetting mixture) {
        List<String> words = workspace.experts().stream()
                .filter(expert -> mixture.alpha(expert.id()) != 0)
                .map(expert -> expert.name() + " " + mixture.alpha(expert.id()))
                .toList();
        return words.isEmpty() ? strings.get("compare.neutral") : String.join(", ", words);
    }

    private CompareRequest request() {
        MixtureSetting mixture = strategy.get() == Strategy.BASE ? MixtureSetting.NEUTRAL : workspace.mixture();
        return new CompareRequest(new PromptText(prompt.get(), chat.get()), mixture, settings.get());
    }

    private void start(CompareRequest request) {
        if (running != null) {
            running.cancel();
        }
        run++;
        int mine = run;
        clearAnswers();
        state.set(CompareState.RUNNING);
        Batch<SideToken> batch = new Batch<>(workspace.runner().ui(), tokens -> receive(mine, tokens));
        Job<Comparison> job = Job.compute(
                        strings.get("job.compare"),
                        (progress, token) -> workspace.session().compare(request, batch, progress, token))
                .interleave()
                .onSuccess(comparison -> finish(mine, comparison));
        JobHandle handle = workspace.runner().start(job);
        running = handle;
        if (handle.state().isFinished()) {
            ended(mine, handle.state());
        }
        handle.stateProperty().addListener((property, before, now) -> ended(mine, now));
    }

    private void ended(int mine, JobState now) {
        if (now.isFinished() && mine == run) {
            running = null;
            state.set(CompareState.READY);
        }
    }

    private void receive(int mine, List<SideToken> tokens) {
        if (mine == run) {
            for (Side side : Side.values()) {
                tokens(side)
                        .addAll(tokens.stream()
                                .filter(token -> token.side() == side)
                                .map(SideToken::token)
                                .toList());
            }
        }
    }

    private void finish(int mine, Comparison comparison) {
        if (mine != run) {
            return;
        }
        keepWhole(baseTokens, comparison.base());
        keepWhole(adaptedTokens, comparison.adapted());
        result.set(comparison);
        history.removeIf(old -> old.request().equals(comparison.request()));
        history.add(0, comparison);
        if (history.size() > HISTORY) {
            history.remove(HISTORY);
        }
        if (!comparison.adaptedPlaces().isEmpty()) {
            promptEnd = comparison.adaptedPlaces().get(0);
            showPlace();
        }
    }

    private static void keepWhole(ObservableList<AnswerToken> shown, Answer answer) {
        if (!shown.equals(answer.tokens())) {
            shown.setAll(answer.tokens());
        }
    }

    private void clearAnswers() {
        hovered.set(null);
        result.set(null);
        baseTokens.clear();
        adaptedTokens.clear();
    }

    private void modelOpened(@Nullable ModelSummary model) {
        run++;
        clearAnswers();
        history.clear();
        promptEnd = null;
        shownPlace.set(null);
        state.set(model == null ? CompareState.NO_MODEL : CompareState.READY);
        if (model == null) {
            return;
        }
        if (!model.hasChatTemplate()) {
            chat.set(false);
        }
        DemoSetting demo = model.demo();
        if (demo != null) {
            GenerationSettings now = settings.get();
            settings.set(
                    new GenerationSettings(now.temperature(), now.topK(), now.topP(), now.seed(), demo.maxTokens()));
            chat.set(model.hasChatTemplate());
            prompt.set(demo.prompt());
        }
        followMixture();
    }

    private void promptChanged() {
        promptEnd = null;
        showPlace();
        followMixture();
    }

    private void followMixture() {
        if (state.get() == CompareState.NO_MODEL) {
            return;
        }
        if (state.get() == CompareState.RUNNING) {
            cancel();
        }
        previewProblem.set("");
        if (!prompt.get().isEmpty()) {
            preview.submit(request());
        }
    }

    private Job<NextTokens> previewJob(CompareRequest request) {
        return Job.compute(
                        strings.get("job.nextTokens"),
                        (progress, token) -> workspace.session().nextTokens(request.prompt(), request.mixture(), TOP))
                .quiet()
                .interleave()
                .onSuccess(next -> {
                    promptEnd = next;
                    showPlace();
                })
                .onFailure(problem -> previewProblem.set(Objects.toString(problem.getMessage(), "")));
    }

    private void showPlace() {
        Place place = hovered.get();
        Comparison shown = result.get();
        if (place != null && shown != null) {
            List<NextTokens> places = place.side() == Side.BASE ? shown.basePlaces() : shown.adaptedPlaces();
            if (place.index() < places.size()) {
                shownPlace.set(places.get(place.index()));
                return;
            }
        }
        shownPlace.set(promptEnd);
    }
}
