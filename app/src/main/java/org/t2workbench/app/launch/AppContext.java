package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.compare.CompareViewModel;
import org.t2workbench.app.compare.KeptMixtures;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.ErrorPresenter;
import org.t2workbench.app.dialog.FxDialogService;
import org.t2workbench.app.evaluation.EvaluationViewModel;
import org.t2workbench.app.experts.ExpertsViewModel;
import org.t2workbench.app.experts.adapt.AdaptViewModel;
import org.t2workbench.app.experts.inspect.InspectViewModel;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.FxJobRunner;
import org.t2workbench.app.learn.LearnViewModel;
import org.t2workbench.app.model.ModelViewModel;
import org.t2workbench.app.runs.MlflowSetting;
import org.t2workbench.app.runs.RunsViewModel;
import org.t2workbench.app.settings.SettingsStore;
import org.t2workbench.app.spectra.SpectraViewModel;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.training.TrainViewModel;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Session;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunRegistry;

/** The object graph of the window, built by hand, once. Made and closed on the FX thread. */
public final class AppContext implements AutoCloseable {

    private static final Duration SETTINGS_DELAY = Duration.ofMillis(800);

    private final Session session;
    private final ScheduledExecutorService settingsExecutor;
    private final Strings strings = new Strings(Locale.ENGLISH);
    private final SettingsStore settings;
    private final Theme theme;
    private final DialogService dialogs;
    private final ErrorPresenter errors;
    private final FxJobRunner runner;
    private final Workspace workspace;
    private final ModelViewModel model;
    private final SpectraViewModel spectra;
    private final ExpertsViewModel experts;
    private final InspectViewModel inspect;
    private final AdaptViewModel adapt;
    private final TrainViewModel train;
    private final CompareViewModel compare;
    private final EvaluationViewModel evaluation;
    private final RunsViewModel runs;
    private final LearnViewModel learn;
    private final MlflowSetting mlflow;
    private @Nullable Window window;

    /**
     * @param session closed with this context
     * @param settingsFile where the window's settings are kept
     * @param registry where runs are kept
     */
    public AppContext(Session session, Path settingsFile, RunRegistry registry) {
        this.session = session;
        settingsExecutor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "settings");
            thread.setDaemon(true);
            return thread;
        });
        settings = new SettingsStore(settingsFile, settingsExecutor, SETTINGS_DELAY);
        theme = new Theme(settings.settings().theme());
        dialogs = new FxDialogService(() -> window, strings);
        errors = new ErrorPresenter(dialogs, strings);
        runner = new FxJobRunner(errors);
        workspace = new Workspace(session, runner, strings);
        model = new ModelViewModel(workspace, dialogs, settings, strings);
        spectra = new SpectraViewModel(workspace, dialogs, strings);
        experts = new ExpertsViewModel(workspace, dialogs, strings);
        adapt = new AdaptViewModel(workspace, dialogs, registry, strings);
        train = new TrainViewModel(workspace, dialogs, registry, strings);
        compare = new CompareViewModel(workspace, dialogs, new KeptMixtures(registry, settings), strings);
        inspect = new InspectViewModel(
                workspace,
                dialogs,
                strings,
                registry,
                experts.selectedProperty(),
                () -> new PromptText(
                        compare.promptProperty().get(), compare.chatProperty().get()));
        evaluation = new EvaluationViewModel(workspace, dialogs, registry, strings);
        runs = new RunsViewModel(workspace, dialogs, errors, registry, strings);
        learn = new LearnViewModel(workspace, dialogs, registry, strings);
        mlflow = new MlflowSetting(settings, strings);
    }

    /** The window that dialogs belong to. */
    void setWindow(Window window) {
        this.window = window;
    }

    Strings strings() {
        return strings;
    }

    SettingsStore settings() {
        return settings;
    }

    Theme theme() {
        return theme;
    }

    ErrorPresenter errors() {
        return errors;
    }

    FxJobRunner runner() {
        return runner;
    }

    public Workspace workspace() {
        return workspace;
    }

    ModelViewModel model() {
        return model;
    }

    SpectraViewModel spectra() {
        return spectra;
    }

    ExpertsViewModel experts() {
        return experts;
    }

    InspectViewModel inspect() {
        return inspect;
    }

    AdaptViewModel adapt() {
        return adapt;
    }

    TrainViewModel train() {
        return train;
    }

    CompareViewModel compare() {
        return compare;
    }

    EvaluationViewModel evaluation() {
        return evaluation;
    }

    RunsViewModel runs() {
        return runs;
    }

    LearnViewModel learn() {
        return learn;
    }

    MlflowSetting mlflow() {
        return mlflow;
    }

    /** Jobs are asked to leave, the session is closed where its tensors live, the settings are written. */
    @Override
    public void close() {
        runner.cancelAll();
        finish();
    }

    /**
     * Closes without holding the FX thread.
     *
     * @return done when everything is closed
     */
    CompletableFuture<Void> closeBehind() {
        runner.cancelAll();
        return CompletableFuture.runAsync(this::finish, task -> new Thread(task, "closing").start());
    }

    private void finish() {
        runner.close(session::close);
        settings.close();
        settingsExecutor.shutdown();
    }
}
