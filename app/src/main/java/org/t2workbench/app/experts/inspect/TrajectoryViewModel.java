package org.t2workbench.app.experts.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.workbench.ExpertTrajectory;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.training.TrainingRun;

/** How an expert came about: the runs of this user, and the way of the chosen one's expert. FX thread only. */
public final class TrajectoryViewModel {

    private static final Logger LOG = LoggerFactory.getLogger(TrajectoryViewModel.class);
    private static final int MOST = 60;

    /** A run whose expert left a way behind. */
    public record Walked(Path folder, String name, String task) {}

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final RunRegistry registry;
    private final Supplier<PromptText> prompt;
    private final FigureFiles files;
    private final ObservableList<Walked> runs = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Walked> chosen = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable ExpertTrajectory> trajectory = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private @Nullable JobHandle running;
    private boolean active;

    /** @param prompt what the effect is measured on */
    TrajectoryViewModel(
            Workspace workspace,
            DialogService dialogs,
            Strings strings,
            RunRegistry registry,
            Supplier<PromptText> prompt,
            FigureFiles files) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.registry = registry;
        this.prompt = prompt;
        this.files = files;
        chosen.addListener((property, before, now) -> load());
        Runnable again = workspace.inTurn(() -> {
            trajectory.set(null);
            load();
        });
        workspace.modelProperty().addListener((property, before, now) -> again.run());
    }

    // Properties

    /** Newest first. */
    public ObservableList<Walked> runs() {
        return runs;
    }

    public ObjectProperty<@Nullable Walked> chosenProperty() {
        return chosen;
    }

    public ReadOnlyObjectProperty<@Nullable ExpertTrajectory> trajectoryProperty() {
        return trajectory.getReadOnlyProperty();
    }

    /** Why there is no way to see, a sentence; empty where there is, or while it is measured. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether a way is being measured. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    FigureFiles files() {
        return files;
    }

    // Commands

    void setActive(boolean front) {
        active = front;
        if (front) {
            look();
        } else if (running != null) {
            running.cancel();
        }
    }

    /** Looks for runs again, off the FX thread. */
    public void look() {
        workspace.runner().start(Job.io("", (progress, token) -> read()).quiet().onSuccess(found -> {
            Walked before = chosen.get();
            List<Walked> all = new ArrayList<>(found);
            if (before != null && !all.contains(before)) {
                all.add(0, before);
            }
            if (!all.equals(runs)) {
                runs.setAll(all);
            }
            chosen.set(before == null && !runs.isEmpty() ? runs.get(0) : before);
            if (chosen.get() == null) {
                problem.set(strings.get("inspect.way.none"));
            } else if (trajectory.get() == null) {
                load();
            }
        }));
    }

    /** Asks for a run's folder. */
    public void chooseFolder() {
        dialogs.chooseFolder(strings.get("inspect.way.choose"), null).ifPresent(this::open);
    }

    /** Turns to the run of a folder, among this user's or not. */
    public void open(Path folder) {
        Walked walked = new Walked(folder, String.valueOf(folder.getFileName()), "");
        Walked known = runs.stream()
                .filter(run -> run.folder().equals(folder))
                .findFirst()
                .orElse(walked);
        if (!runs.contains(known)) {
            runs.add(0, known);
        }
        chosen.set(known);
    }

    /** Measures again, on the prompt as it is now. */
    public void measure() {
        trajectory.set(null);
        load();
    }

    /** Gives up the measurement. */
    public void cancel() {
        if (running != null) {
            running.cancel();
        }
    }

    private List<Walked> read() {
        return registry.runs(passed -> LOG.debug("passed over: {}", passed.getMessage())).stream()
                .filter(run -> run.config().kind().equals(TrainingRun.KIND))
                .filter(run -> run.trajectory().size() > 1)
                .limit(MOST)
                .map(TrajectoryViewModel::walked)
                .toList();
    }

    private static Walked walked(RunFolder run) {
        return new Walked(
                run.path(),
                String.valueOf(run.path().getFileName()),
                Objects.toString(run.config().config().get("task"), ""));
    }

    private void load() {
        Walked walked = chosen.get();
        if (!active || walked == null || workspace.model() == null) {
            return;
        }
        if (running != null) {
            running.cancel();
        }
        PromptText text = prompt.get();
        problem.set("");
        busy.set(true);
        running = workspace
                .runner()
                .start(Job.compute(
                                strings.get("job.way", walked.name()),
                                (progress, token) -> read(walked, text, progress, token))
                        .onSuccess(read -> {
                            if (walked.equals(chosen.get())) {
                                busy.set(false);
                                trajectory.set(read);
                            }
                        })
                        .onFailure(failure -> ended(walked, String.valueOf(failure.getMessage())))
                        .onCancelled(() -> ended(walked, strings.get("inspect.way.cancelled"))));
    }

    private ExpertTrajectory read(Walked walked, PromptText text, Progress progress, CancellationToken token) {
        return workspace.session().inspection().trajectory(walked.folder(), text, progress, token);
    }

    private void ended(Walked walked, String sentence) {
        if (walked.equals(chosen.get()) && (running == null || running.state().isFinished())) {
            busy.set(false);
            trajectory.set(null);
            problem.set(sentence);
        }
    }
}
