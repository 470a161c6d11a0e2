package org.t2workbench.app.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
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
import org.t2workbench.app.workbench.HubOffer;
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
    private final HubViewModel hub;

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
        this.hub = new HubViewModel(workspace, dialogs, strings, this::look);
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

    /** Models of a hub: their names, and their download. */
    public HubViewModel hub() {
        return hub;
    }

    /** Whether the candidate can be opened now, or its download be started. */
    public BooleanBinding canOpenCandidate() {
        return Bindings.createBooleanBinding(
                () -> candidate.get() != null
                        && (!hasToBeFetched(candidate.get())
                                || hub.downloadJobProperty().get() == null),
                candidate,
                hub.downloadJobProperty());
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

    /** Folders and models of hubs opened before, newest first. */
    public List<String> recent() {
        return settings.settings().recentModels();
    }

    // Commands

    /** Asks for a folder and looks at it. */
    public void chooseFolder() {
        dialogs.chooseFolder(strings.get("model.choose"), start()).ifPresent(this::look);
    }

    /** Asks for a GGUF file and looks at it. */
    public void chooseFile() {
        dialogs.chooseFile(strings.get("model.chooseFile"), strings.get("model.kind"), "*.gguf", start())
                .ifPresent(this::look);
    }

    /** Where the model opened last lies. */
    private @Nullable Path start() {
        return recent().stream()
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst()
                .map(Path::getParent)
                .orElse(null);
    }

    /** Looks at a folder or a file. */
    public void look(Path path) {
        look(ModelSource.folder(path));
    }

    /** Looks at what was opened before. */
    public void lookAgain(String location) {
        look(new ModelSource(location));
    }

    /** Looks at a model without reading its weights, so that what it takes is known before it is opened. */
    private void look(ModelSource source) {
        workspace
                .runner()
                .start(Job.io(
                                strings.get("job.look", source.shortName()),
                                (progress, token) -> workspace.session().preview(source, progress, token))
                        .onSuccess(candidate::set));
    }

    /** Opens what was looked at; a model of a hub is fetched first, as far as it is not here. */
    public void openCandidate() {
        ModelPreview chosen = candidate.get();
        if (chosen == null || !canOpenCandidate().get()) {
            return;
        }
        candidate.set(null);
        if (hasToBeFetched(chosen)) {
            hub.download(chosen, () -> open(chosen.source()), () -> offerAgain(chosen));
        } else {
            open(chosen.source());
        }
    }

    private static boolean hasToBeFetched(@Nullable ModelPreview model) {
        HubOffer offer = model == null ? null : model.hub();
        return offer != null && !offer.complete();
    }

    private void offerAgain(ModelPreview chosen) {
        if (candidate.get() == null) {
            candidate.set(chosen);
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
