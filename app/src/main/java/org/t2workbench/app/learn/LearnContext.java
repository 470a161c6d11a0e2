package org.t2workbench.app.learn;

import java.util.List;
import java.util.function.BiFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.DemoSetting;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Session;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.job.CancellationToken;

/** What the steps share: the sample, and the matrix and the expert that are looked at from step to step. FX thread only. */
public final class LearnContext {

    /** Tokens of an answer where the sample says nothing else. */
    private static final int TOKENS = 72;

    private final Workspace workspace;
    private final Strings strings;
    private final FigureFiles files;
    private final ObjectProperty<@Nullable MatrixSummary> matrix = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable ExpertSummary> expert = new SimpleObjectProperty<>();

    LearnContext(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        this.files = new FigureFiles(workspace.runner(), dialogs, strings);
    }

    /** The matrix that is looked at; null before a model was open. */
    public ObjectProperty<@Nullable MatrixSummary> matrixProperty() {
        return matrix;
    }

    /** The expert that is looked at; null where there is none. */
    public ObjectProperty<@Nullable ExpertSummary> expertProperty() {
        return expert;
    }

    public List<MatrixSummary> matrices() {
        ModelSummary model = workspace.model();
        return model == null ? List.of() : model.matrices();
    }

    public ObservableList<ExpertSummary> experts() {
        return workspace.experts();
    }

    /** The first matrix that experts have gains for, and the expert that the sample shows first. */
    void chooseFirst() {
        List<MatrixSummary> all = matrices();
        matrix.set(all.stream()
                .filter(each -> each.kind().equals("down"))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElse(null));
        ModelSummary model = workspace.model();
        DemoSetting demo = model == null ? null : model.demo();
        expert.set(experts().stream()
                .filter(each -> demo != null && each.id().equals(demo.expert()))
                .findFirst()
                .or(() -> experts().stream().findFirst())
                .orElse(null));
    }

    /** The sample's own question; empty where it has none. */
    public String question() {
        ModelSummary model = workspace.model();
        DemoSetting demo = model == null ? null : model.demo();
        return demo == null ? "" : demo.prompt();
    }

    PromptText prompt(String text) {
        ModelSummary model = workspace.model();
        return new PromptText(text, model != null && model.hasChatTemplate());
    }

    /** Greedy, so that only the weights make a difference. */
    CompareRequest request(String text, MixtureSetting mixture) {
        ModelSummary model = workspace.model();
        DemoSetting demo = model == null ? null : model.demo();
        GenerationSettings drawn = GenerationSettings.DEFAULT;
        return new CompareRequest(
                prompt(text),
                mixture,
                new GenerationSettings(
                        0, drawn.topK(), drawn.topP(), drawn.seed(), demo == null ? TOKENS : demo.maxTokens()));
    }

    Workspace workspace() {
        return workspace;
    }

    Session session() {
        return workspace.session();
    }

    /** Where charts are written. */
    FigureFiles files() {
        return files;
    }

    Strings strings() {
        return strings;
    }

    /** To the sample's question, under a mixture of experts. */
    LiveAnswer<MixtureSetting> mixtureAnswer() {
        return new LiveAnswer<>(
                this,
                (mixture, token) -> session().nextTokens(prompt(question()), mixture, LiveAnswer.TOP),
                (mixture, token) -> session().compare(request(question(), mixture), written -> {}, token));
    }

    /** A matrix under a mixture. */
    record Look(String matrix, MixtureSetting mixture) {}

    /** σ and σ′ of a matrix, as fast as a slider moves. */
    Latest<Look, SpectrumCurves> curves() {
        return shortly((look, token) -> session().spectra().spectrum(look.matrix(), look.mixture()));
    }

    <S, R> Latest<S, R> shortly(BiFunction<S, CancellationToken, R> work) {
        return new Latest<>(workspace.runner(), strings.get("job.learn"), Latest.Length.SHORT, work);
    }

    <S, R> Latest<S, R> atLength(BiFunction<S, CancellationToken, R> work) {
        return new Latest<>(workspace.runner(), strings.get("job.learn"), Latest.Length.LONG, work);
    }
}
