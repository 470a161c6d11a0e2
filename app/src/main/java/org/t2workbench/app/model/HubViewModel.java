package org.t2workbench.app.model;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.checkpoint.hub.HubId;

/** Naming a model of a hub, and fetching it. FX thread only. */
public final class HubViewModel {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final Consumer<ModelSource> look;

    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty revision = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable JobHandle> downloadJob = new ReadOnlyObjectWrapper<>();

    /** @param look looks at the model that was named */
    HubViewModel(Workspace workspace, DialogService dialogs, Strings strings, Consumer<ModelSource> look) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.look = look;
        name.addListener((property, before, now) -> problem.set(""));
        revision.addListener((property, before, now) -> problem.set(""));
    }

    // Properties

    /** {@code org/name}, {@code org/name@revision}, or the address of the model's page. */
    public StringProperty nameProperty() {
        return name;
    }

    /** A branch, a tag or a commit; empty for the main branch. */
    public StringProperty revisionProperty() {
        return revision;
    }

    /** Why what was written names no model, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The running download, or null. */
    public ReadOnlyObjectProperty<@Nullable JobHandle> downloadJobProperty() {
        return downloadJob.getReadOnlyProperty();
    }

    // Commands

    /** Looks at the model that was named, or says what is wrong with the name. */
    public void look() {
        Optional<HubId> id = named();
        if (id.isEmpty()) {
            problem.set(strings.get(name.get().isBlank() ? "model.hub.empty" : "model.hub.wrong"));
        } else {
            look.accept(ModelSource.hub(id.get().text()));
        }
    }

    /** Looks at the model that a text names, such as one that was dropped. */
    public void look(String text) {
        name.set(text.strip());
        revision.set("");
        look();
    }

    public void cancelDownload() {
        JobHandle job = downloadJob.get();
        if (job != null) {
            job.cancel();
        }
    }

    /**
     * Fetches what is missing of a model.
     *
     * @param onFetched hears when all of it is here
     * @param onStopped hears when it was cancelled or failed
     */
    void download(ModelPreview model, Runnable onFetched, Runnable onStopped) {
        JobHandle handle = workspace
                .runner()
                .start(Job.io(strings.get("job.download", model.name()), (progress, token) -> {
                            workspace.session().download(model.source(), progress, token);
                            return model;
                        })
                        .onSuccess(fetched -> onFetched.run())
                        .onCancelled(() -> dialogs.showNote(
                                strings.get("model.download.kept"), strings.get("model.download.kept.text"))));
        downloadJob.set(handle);
        handle.stateProperty().addListener((property, before, now) -> stateChanged(now, onStopped));
        stateChanged(handle.state(), onStopped);
    }

    private void stateChanged(JobState state, Runnable onStopped) {
        if (state.isFinished()) {
            downloadJob.set(null);
            if (state != JobState.SUCCEEDED) {
                onStopped.run();
            }
        }
    }

    /** A revision in its own field counts before one behind the name. */
    private Optional<HubId> named() {
        Optional<HubId> id = HubId.parse(name.get());
        String own = revision.get().strip();
        return own.isEmpty() ? id : id.flatMap(known -> HubId.parse(known.repository() + "@" + own));
    }
}
