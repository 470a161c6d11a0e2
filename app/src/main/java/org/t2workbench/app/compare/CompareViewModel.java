package org.t2workbench.app.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.compare.attribution.AttributionViewModel;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Batch;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.workbench.Answer;
import org.t2workbench.app.workbench.AnswerToken;
import org.t2workbench.app.workbench.AttributionRequest;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DemoSetting;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Session;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.Strategy;
import org.t2workbench.app.workbench.StrategySetting;
import org.t2workbench.app.workbench.Workspace;

/** One prompt, a mixture, two answers. FX thread only. */
public final class CompareViewModel {

    private final Workspace workspace;
    private final Strings strings;
    private final ShownPlace place;
    private final DispatchViewModel dispatch;
    private final AttributionViewModel attribution;
    private final MixtureFiles files;
    private final ComparisonHistory history;

    private final StringProperty prompt = new SimpleStringProperty("");
    private final BooleanProperty chat = new SimpleBooleanProperty();
    private final ObjectProperty<GenerationSettings> settings = new SimpleObjectProperty<>(GenerationSettings.DEFAULT);
    private final ReadOnlyObjectWrapper<CompareState> state = new ReadOnlyObjectWrapper<>(CompareState.NO_MODEL);
    private final ObservableList<AnswerToken> baseTokens = FXCollections.observableArrayList();
    private final ObservableList<AnswerToken> adaptedTokens = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable Comparison> result = new ReadOnlyObjectWrapper<>();

    private @Nullable JobHandle running;
    private int run;

    public CompareViewModel(Workspace workspace, DialogService dialogs, KeptMixtures kept, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        this.history = new ComparisonHistory(workspace.experts(), strings);
        this.files = new MixtureFiles(workspace, dialogs, kept, strings);
        this.dispatch = new DispatchViewModel(workspace, dialogs, kept, strings);
        this.attribution = new AttributionViewModel(workspace, dialogs, strings);
        this.place = new ShownPlace(workspace, strings);
        workspace.modelProperty().addListener((property, before, now) -> modelOpened(now));
        prompt.addListener((property, before, now) -> promptChanged());
        chat.addListener((property, before, now) -> promptChanged());
        dispatch.strategyProperty().addListener((property, before, now) -> followMixture());
        dispatch.readingProperty().addListener((property, before, now) -> followMixture());
        dispatch.mixtureFileProperty().addListener((property, before, now) -> followMixture());
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

    /** The strategy that chooses α, and what it did. */
    public DispatchViewModel dispatch() {
        return dispatch;
    }

    /** What moved a token that was chosen. */
    public AttributionViewModel attribution() {
        return attribution;
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
        return place.shownProperty().getReadOnlyProperty();
    }

    /** Why there are no next tokens, or empty. */
    public ReadOnlyStringProperty previewProblemProperty() {
        return place.problemProperty().getReadOnlyProperty();
    }

    /** The token under the mouse or the arrow keys, or null. */
    public ObjectProperty<@Nullable Place> hoveredProperty() {
        return place.hoveredProperty();
    }

    /** Newest first. */
    public ObservableList<Comparison> history() {
        return history.kept();
    }

    // Commands

    public boolean canRun() {
        return state.get() == CompareState.READY && isAsked();
    }

    public boolean canCancel() {
        return state.get() == CompareState.RUNNING;
    }

    /** Generates both answers; what is running is asked to leave first. */
    public void run() {
        if (state.get() != CompareState.NO_MODEL && isAsked()) {
            start(request());
        }
    }

    private boolean isAsked() {
        return !prompt.get().isBlank() && dispatch.missingProperty().get().isEmpty();
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
        dispatch.strategyProperty().set(Strategy.MANUAL);
        followMixture();
    }

    /** The slider is let go: the answer is generated again. */
    public void settleAlpha() {
        run();
    }

    /** Asks what moved a token; nothing before both answers are whole. */
    public void askWhatMoved(Place token) {
        Comparison compared = result.get();
        if (compared != null) {
            attribution.ask(new AttributionRequest(compared, token.side(), token.index()));
        }
    }

    /** All sliders back to neutral. */
    public void reset() {
        workspace.mixtureProperty().set(MixtureSetting.NEUTRAL);
        followMixture();
    }

    /** Moves all sliders at once; the answer is generated again. */
    public void mix(MixtureSetting mixture) {
        workspace.mixtureProperty().set(mixture);
        dispatch.strategyProperty().set(Strategy.MANUAL);
        followMixture();
        run();
    }

    /** Puts the sliders where the strategy has α, and answers under them. */
    public void useChosen() {
        DispatchReport report = dispatch.reportProperty().get();
        Path file = dispatch.setting().mixture();
        if (report == null || !dispatch.canUse()) {
            return;
        }
        if (file == null) {
            mix(report.setting());
        } else {
            // its experts may not be open yet
            workspace.openMixture(file, this::mix);
        }
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
        files.save();
    }

    /** Asks for a mixture's file and moves the sliders to it. */
    public void openMixture() {
        files.open(this::mix);
    }

    /** Brings back a comparison's prompt, strategy, mixture and settings, and runs it again. */
    public void repeat(Comparison comparison) {
        CompareRequest request = comparison.request();
        settings.set(request.settings());
        chat.set(request.prompt().chat());
        prompt.set(request.prompt().text());
        if (request.strategy().strategy() == Strategy.MANUAL) {
            workspace.mixtureProperty().set(request.mixture());
        }
        dispatch.restore(request.strategy());
        run();
    }

    /** One line that tells a comparison from the others. */
    public String describe(Comparison comparison) {
        return history.describe(comparison);
    }

    /** "greedy" or "temperature 0.7". */
    public String drawWords(GenerationSettings drawn) {
        return history.drawWords(drawn);
    }

    private CompareRequest request() {
        StrategySetting strategy = dispatch.setting();
        MixtureSetting mixture = strategy.strategy() == Strategy.MANUAL ? workspace.mixture() : MixtureSetting.NEUTRAL;
        return new CompareRequest(new PromptText(prompt.get(), chat.get()), mixture, settings.get(), strategy);
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
        Consumer<DispatchReport> onChosen = report -> workspace.runner().ui().execute(() -> {
            if (mine == run) {
                dispatch.chosen(report);
            }
        });
        Session session = workspace.session();
        Job<Comparison> job = Job.compute(
                        strings.get("job.compare"),
                        (progress, token) -> request.strategy().strategy().choosesAlone()
                                ? session.dispatch().compare(request, onChosen, batch, token)
                                : session.compare(request, batch, token))
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
        dispatch.answered(comparison.request(), comparison.dispatch());
        history.add(comparison);
        place.compared(comparison);
    }

    private static void keepWhole(ObservableList<AnswerToken> shown, Answer answer) {
        if (!shown.equals(answer.tokens())) {
            shown.setAll(answer.tokens());
        }
    }

    private void clearAnswers() {
        result.set(null);
        place.compared(null);
        dispatch.clear();
        baseTokens.clear();
        adaptedTokens.clear();
    }

    private void modelOpened(@Nullable ModelSummary model) {
        run++;
        clearAnswers();
        history.clear();
        place.forget();
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
        place.forget();
        followMixture();
    }

    private void followMixture() {
        if (state.get() == CompareState.NO_MODEL) {
            return;
        }
        if (state.get() == CompareState.RUNNING) {
            cancel();
        }
        if (dispatch.strategyProperty().get().choosesAlone()) {
            place.defer(strings.get("dispatch.preview"));
        } else {
            place.ask(request());
        }
    }
}
