package org.t2workbench.app.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.settings.SettingsStore;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.TokenPiece;
import org.t2workbench.app.workbench.Workspace;

/** Opening a model, and what can be seen of it before any expert is involved. FX thread only. */
public final class ModelViewModel {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final SettingsStore settings;
    private final Strings strings;
    private final Coalescer<String> tokenizing;

    private final ReadOnlyObjectWrapper<@Nullable ModelPreview> candidate = new ReadOnlyObjectWrapper<>();
    private final StringProperty text = new SimpleStringProperty("");
    private final BooleanProperty specialTokens = new SimpleBooleanProperty(true);
    private final ReadOnlyObjectWrapper<List<TokenPiece>> pieces = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper chatPreview = new ReadOnlyStringWrapper("");

    public ModelViewModel(Workspace workspace, DialogService dialogs, SettingsStore settings, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.settings = settings;
        this.strings = strings;
        this.tokenizing = new Coalescer<>(workspace.runner(), this::tokenizeJob);
        text.set(strings.get("model.tokenizer.example"));
        text.addListener((property, before, now) -> tokenize());
        specialTokens.addListener((property, before, now) -> tokenize());
        workspace.modelProperty().addListener((property, before, now) -> modelOpened(now));
        modelOpened(workspace.model());
    }

    // Properties

    public ReadOnlyObjectProperty<@Nullable ModelSummary> modelProperty() {
        return workspace.modelProperty();
    }

    public ReadOnlyObjectProperty<@Nullable DecompositionStatus> decompositionProperty() {
        return workspace.decompositionProperty();
    }

    public ReadOnlyObjectProperty<@Nullable JobHandle> decomposeJobProperty() {
        return workspace.decomposeJobProperty();
    }

    public ReadOnlyObjectProperty<@Nullable JobHandle> openJobProperty() {
        return workspace.openJobProperty();
    }

    /** A model that was chosen and waits for a yes, with the memory it will need; or null. */
    public ReadOnlyObjectProperty<@Nullable ModelPreview> candidateProperty() {
        return candidate.getReadOnlyProperty();
    }

    /** The text of the tokenizer playground. */
    public StringProperty textProperty() {
        return text;
    }

    public BooleanProperty specialTokensProperty() {
        return specialTokens;
    }

    public ReadOnlyObjectProperty<List<TokenPiece>> piecesProperty() {
        return pieces.getReadOnlyProperty();
    }

    /** The same text as the chat template writes it; empty where there is none. */
    public ReadOnlyStringProperty chatPreviewProperty() {
        return chatPreview.getReadOnlyProperty();
    }

    /** Folders opened before, newest first. */
    public List<String> recent() {
        return settings.settings().recentModels();
    }

    // Commands

    /** Asks for a folder and looks at it. */
    public void chooseFolder() {
        Path start =
                recent().stream().findFirst().map(Path::of).map(Path::getParent).orElse(null);
        dialogs.chooseFolder(strings.get("model.choose"), start).ifPresent(this::look);
    }

    /** Looks at a folder without reading its weights, so that its memory is known before it is opened. */
    public void look(Path folder) {
        workspace
                .runner()
                .start(Job.io(
                                strings.get("job.look", String.valueOf(folder.getFileName())),
                                (progress, token) -> workspace.session().preview(ModelSource.folder(folder)))
                        .onSuccess(candidate::set));
    }

    /** Opens what was looked at. */
    public void openCandidate() {
        ModelPreview chosen = candidate.get();
        if (chosen != null) {
            candidate.set(null);
            open(chosen.source());
        }
    }

    public void dismissCandidate() {
        candidate.set(null);
    }

    public void openSample() {
        candidate.set(null);
        open(ModelSource.SAMPLE);
    }

    /** A training uses the open model to its end, so another one waits for it. */
    private void open(ModelSource source) {
        workspace.open(source);
        if (workspace.trainJobProperty().get() != null) {
            dialogs.showNote(strings.get("model.waits"), strings.get("model.waits.text"));
        }
    }

    public void decompose() {
        DecompositionStatus status = workspace.decompositionProperty().get();
        if (status != null
                && !status.isComplete()
                && workspace.decomposeJobProperty().get() == null) {
            workspace.decompose();
        }
    }

    public void cancelDecompose() {
        JobHandle job = workspace.decomposeJobProperty().get();
        if (job != null) {
            job.cancel();
        }
    }

    private void modelOpened(@Nullable ModelSummary model) {
        if (model != null && !model.source().isSample()) {
            settings.update(now -> now.withRecentModel(model.source().location()));
        }
        tokenize();
    }

    private void tokenize() {
        if (workspace.model() == null) {
            pieces.set(List.of());
            chatPreview.set("");
        } else {
            tokenizing.submit(text.get());
        }
    }

    private Job<Tokenized> tokenizeJob(String written) {
        boolean special = specialTokens.get();
        boolean chat = Objects.requireNonNull(workspace.model()).hasChatTemplate();
        return Job.compute(
                        strings.get("job.tokenize"),
                        (progress, token) -> new Tokenized(
                                workspace.session().tokenize(written, special),
                                chat ? workspace.session().chatPreview(written) : ""))
                .quiet()
                .interleave()
                .onSuccess(done -> {
                    pieces.set(done.pieces());
                    chatPreview.set(done.chat());
                });
    }

    private record Tokenized(List<TokenPiece> pieces, String chat) {}
}
