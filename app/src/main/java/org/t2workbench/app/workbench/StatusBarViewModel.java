package org.t2workbench.app.workbench;

import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.job.JobState;
import org.t2workbench.app.job.ProgressSnapshot;
import org.t2workbench.core.job.ProcessMemory;

/** What the status bar says. */
final class StatusBarViewModel {

    private final Workspace workspace;
    private final Strings strings;

    private final ReadOnlyStringWrapper modelName = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper modelKind = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper device = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper memory = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper job = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    StatusBarViewModel(Workspace workspace, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        workspace.modelProperty().addListener((property, before, now) -> showModel(now));
        showModel(workspace.model());
        sampleJobs();
    }

    // Properties

    ReadOnlyStringProperty modelNameProperty() {
        return modelName.getReadOnlyProperty();
    }

    ReadOnlyStringProperty modelKindProperty() {
        return modelKind.getReadOnlyProperty();
    }

    ReadOnlyStringProperty deviceProperty() {
        return device.getReadOnlyProperty();
    }

    ReadOnlyStringProperty memoryProperty() {
        return memory.getReadOnlyProperty();
    }

    ReadOnlyStringProperty jobProperty() {
        return job.getReadOnlyProperty();
    }

    /** 0 to 1, or -1 while unknown. */
    ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    // Commands

    /** Looks at the jobs; called a few times a second. */
    void sampleJobs() {
        JobHandle shown = shown();
        busy.set(shown != null);
        if (shown == null) {
            job.set(strings.get("status.idle"));
            fraction.set(-1);
            return;
        }
        ProgressSnapshot progress = shown.progress();
        fraction.set(shown.state() == JobState.QUEUED ? -1 : progress.fraction());
        job.set(describe(shown, progress));
    }

    /** Looks at the memory of the process, off the FX thread. */
    void sampleMemory() {
        workspace
                .runner()
                .start(Job.io("", (progress, token) -> memory())
                        .quiet()
                        .onSuccess(bytes -> memory.set(Quantities.bytes(bytes))));
    }

    void cancelShown() {
        JobHandle shown = shown();
        if (shown != null) {
            shown.cancel();
            sampleJobs();
        }
    }

    private String describe(JobHandle shown, ProgressSnapshot progress) {
        if (shown.state() == JobState.CANCELLING) {
            return strings.get("status.cancelling", shown.title());
        }
        long others = workspace.runner().jobs().stream()
                        .filter(handle -> !handle.isSilent())
                        .count()
                - 1;
        String text = progress.total() > 0
                ? strings.get("status.progress", shown.title(), progress.percent())
                : shown.title();
        return others > 0 ? strings.get("status.more", text, others) : text;
    }

    private @Nullable JobHandle shown() {
        return workspace.runner().jobs().stream()
                .filter(handle -> !handle.isSilent())
                .findFirst()
                .orElse(null);
    }

    private void showModel(@Nullable ModelSummary model) {
        if (model == null) {
            modelName.set(strings.get("status.noModel"));
            modelKind.set("");
            device.set("");
            return;
        }
        modelName.set(model.name());
        modelKind.set(String.join(
                " · ", model.architecture(), Quantities.count(model.parameters()), Objects.toString(model.dtype())));
        device.set(strings.get("status.device", model.device(), model.threads()));
    }

    /** Resident bytes where the system tells them, else the Java heap's used bytes. */
    private static long memory() {
        Runtime runtime = Runtime.getRuntime();
        return ProcessMemory.resident().orElse(runtime.totalMemory() - runtime.freeMemory());
    }
}
