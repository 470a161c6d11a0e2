package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.chart.ChartRehearsal;
import org.t2workbench.app.compare.CompareView;
import org.t2workbench.app.compare.CompareViewModel;
import org.t2workbench.app.control.FileDrops;
import org.t2workbench.app.evaluation.EvaluationView;
import org.t2workbench.app.evaluation.EvaluationViewModel;
import org.t2workbench.app.experts.ExpertsView;
import org.t2workbench.app.experts.adapt.AdaptView;
import org.t2workbench.app.experts.adapt.AdaptViewModel;
import org.t2workbench.app.experts.inspect.InspectParts;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.learn.LearnView;
import org.t2workbench.app.learn.LearnViewModel;
import org.t2workbench.app.model.ModelView;
import org.t2workbench.app.runs.RunsView;
import org.t2workbench.app.settings.ThemeMode;
import org.t2workbench.app.settings.WindowBounds;
import org.t2workbench.app.spectra.SpectraView;
import org.t2workbench.app.staging.Entrance;
import org.t2workbench.app.staging.Rehearsal;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.theme.SystemAppearance;
import org.t2workbench.app.training.TrainView;
import org.t2workbench.app.training.TrainViewModel;
import org.t2workbench.app.workbench.Command;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.Navigator;
import org.t2workbench.app.workbench.Screen;
import org.t2workbench.app.workbench.Shortcuts;
import org.t2workbench.app.workbench.ThemeChoice;
import org.t2workbench.app.workbench.WorkbenchView;

/** The window: its screens, its commands, its place on the desktop. */
public final class MainWindow implements Navigator {

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double MIN_WIDTH = 1000;
    private static final double MIN_HEIGHT = 680;

    private final Stage stage;
    private final AppContext context;
    private final WorkbenchView view;
    private final ModelView model;
    private final ExpertsView experts;
    private final Screen modelScreen;
    private final Screen expertsScreen;
    private final Screen trainScreen;
    private final Screen compareScreen;
    private final Screen evaluateScreen;
    private final Screen runsScreen;
    private final Screen learnScreen;
    private final List<Screen> screens;
    private boolean prepared;

    /** Builds the window; the fonts are loaded and the theme is worn when this returns. */
    public MainWindow(Stage stage, AppContext context) {
        this.stage = stage;
        this.context = context;
        Fonts.load();
        Strings strings = context.strings();
        model = new ModelView(context.model(), strings);
        modelScreen = new Screen(
                "model",
                strings.get("screen.model"),
                Feather.SERVER,
                model,
                () -> {},
                () -> model.firstFocus().requestFocus(),
                () -> {});
        SpectraView spectra = new SpectraView(context.spectra(), context.theme(), strings);
        AdaptView adapt = new AdaptView(context.adapt(), context.theme(), strings, this::compareMixture);
        LearnLinks links = new LearnLinks(context, this, this::showScreen);
        InspectParts inspect = new InspectParts(context.inspect(), context.theme(), strings, links::showSpectrum);
        experts = new ExpertsView(context.experts(), inspect, adapt, strings);
        CompareView compare = new CompareView(context.compare(), context.theme(), strings);
        // what is dropped where the sliders are becomes one
        FileDrops.onto(compare, context.experts()::canOpen, context.experts()::open);
        compareScreen = new Screen(
                "compare",
                strings.get("screen.compare"),
                Feather.COLUMNS,
                compare,
                () -> {},
                compare::focusPrompt,
                () -> {});
        TrainView train = new TrainView(context.train(), context.theme(), strings, this::showCompare);
        trainScreen = new Screen(
                "train",
                strings.get("screen.train"),
                Feather.TRENDING_UP,
                train,
                context.train()::activate,
                () -> train.firstFocus().requestFocus(),
                context.train()::deactivate);
        expertsScreen = new Screen(
                "experts",
                strings.get("screen.experts"),
                Feather.SLIDERS,
                experts,
                () -> {
                    context.adapt().activate();
                    experts.setFront(true);
                },
                () -> experts.firstFocus().requestFocus(),
                () -> experts.setFront(false));
        EvaluationView evaluation = new EvaluationView(context.evaluation(), context.theme(), strings);
        evaluateScreen = new Screen(
                "evaluate",
                strings.get("screen.evaluate"),
                Feather.BAR_CHART_2,
                evaluation,
                context.evaluation()::activate,
                () -> evaluation.firstFocus().requestFocus(),
                context.evaluation()::deactivate);
        RunsView runs = new RunsView(context.runs(), context.mlflow(), context.theme(), strings, this);
        runsScreen = new Screen(
                "runs",
                strings.get("screen.runs"),
                Feather.LIST,
                runs,
                runs::onShown,
                runs::focusTable,
                runs::onHidden);
        LearnView learn = new LearnView(context.learn(), context.theme(), strings, links);
        learnScreen = new Screen(
                "learn",
                strings.get("screen.learn"),
                Feather.BOOK_OPEN,
                learn,
                context.learn()::activate,
                () -> learn.firstFocus().requestFocus(),
                context.learn()::deactivate);
        screens = List.of(
                modelScreen,
                new Screen(
                        "spectra",
                        strings.get("screen.spectra"),
                        Feather.ACTIVITY,
                        spectra,
                        context.spectra()::activate,
                        () -> {},
                        context.spectra()::deactivate),
                expertsScreen,
                trainScreen,
                compareScreen,
                evaluateScreen,
                runsScreen,
                learnScreen);
        view = new WorkbenchView(screens, context.workspace(), strings, new StoredTheme(), this::commands);
        rehearseCharts();
        context.theme().setBeforeChange(view::prepareAgain);
        Scene scene = new Scene(view, WIDTH, HEIGHT);
        context.theme().dress(scene);
        stage.setScene(scene);
        stage.setTitle(strings.get("window.title"));
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        context.setWindow(stage);
        stage.setOnHiding(event -> rememberBounds());
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, error) -> context.errors().accept(error));
        context.runner()
                .start(Job.io("", (progress, token) -> SystemAppearance.detect())
                        .quiet()
                        .onSuccess(context.theme()::setSystem));
    }

    /** Whether all is there of the screen in front: what is asked for the first time comes piece by piece. */
    boolean isWhole() {
        return view.isWhole() && Entrance.allOver();
    }

    public void show() {
        placeOnDesktop();
        Rehearsal.play(context.theme()::dress);
        view.show(compareScreen);
        stage.show();
        // the first model is worth more than the screens behind this one
        context.workspace().modelProperty().subscribe(opened -> {
            if (opened != null && !prepared) {
                prepared = true;
                view.prepareAll();
            }
        });
    }

    private void rehearseCharts() {
        context.runner()
                .start(Job.io("", (progress, token) -> {
                            ChartRehearsal.play();
                            return true;
                        })
                        .quiet());
    }

    private List<Command> commands() {
        Strings strings = context.strings();
        CompareViewModel compare = context.compare();
        TrainViewModel train = context.train();
        AdaptViewModel adapt = context.adapt();
        EvaluationViewModel evaluation = context.evaluation();
        LearnViewModel learn = context.learn();
        // the same keys mean the screen that is in front
        return List.of(
                new Command(strings.get("command.train"), Shortcuts.RUN, this::isTrainShown, train::start),
                new Command(
                        strings.get("command.train.stop"),
                        Shortcuts.CANCEL,
                        () -> isTrainShown() && train.canStop(),
                        train::stop),
                new Command(strings.get("command.train.resume"), null, train::canResume, train::resume),
                new Command(strings.get("command.adapt"), Shortcuts.RUN, this::isAdaptShown, adapt::start),
                new Command(
                        strings.get("command.adapt.stop"),
                        Shortcuts.CANCEL,
                        () -> isAdaptShown() && adapt.canStop(),
                        adapt::stop),
                new Command(strings.get("command.evaluate"), Shortcuts.RUN, this::isEvaluateShown, evaluation::start),
                new Command(
                        strings.get("command.evaluate.stop"),
                        Shortcuts.CANCEL,
                        () -> isEvaluateShown() && evaluation.canStop(),
                        evaluation::stop),
                new Command(strings.get("command.evaluate.resume"), null, evaluation::canResume, evaluation::resume),
                new Command(
                        strings.get("command.learn.train"),
                        Shortcuts.RUN,
                        () -> isLearnShown() && learn.isRewardInFront(),
                        learn.reward()::start),
                new Command(
                        strings.get("command.learn.stop"),
                        Shortcuts.CANCEL,
                        () -> isLearnShown()
                                && learn.isRewardInFront()
                                && learn.reward().canStop(),
                        learn.reward()::stop),
                new Command(strings.get("command.learn.next"), Shortcuts.NEXT, this::isLearnShown, learn::next),
                new Command(
                        strings.get("command.learn.previous"), Shortcuts.PREVIOUS, this::isLearnShown, learn::previous),
                new Command(strings.get("command.learn.reset"), null, this::isLearnShown, learn::reset),
                new Command(strings.get("command.run"), Shortcuts.RUN, compare::canRun, this::runCompare),
                new Command(strings.get("command.cancel"), Shortcuts.CANCEL, compare::canCancel, compare::cancel),
                Command.of(strings.get("command.reset"), null, compare::reset),
                Command.of(strings.get("command.openModel"), Shortcuts.OPEN_MODEL, context.model()::chooseFolder),
                Command.of(strings.get("command.openFile"), Shortcuts.OPEN_FILE, context.model()::chooseFile),
                Command.of(strings.get("command.openHub"), Shortcuts.OPEN_HUB, this::nameHubModel),
                Command.of(strings.get("command.openSample"), null, context.model()::openSample),
                new Command(
                        strings.get("command.openExpert"),
                        Shortcuts.OPEN_EXPERT,
                        context.experts()::canOpen,
                        context.experts()::choose),
                Command.of(strings.get("command.decompose"), null, context.model()::decompose),
                Command.of(strings.get("command.mlflow"), null, this::showMlflow),
                Command.of(strings.get("command.trash"), null, this::showTrash),
                Command.of(strings.get("command.quit"), Shortcuts.QUIT, Platform::exit));
    }

    @Override
    public void showExperts() {
        experts.showAdapt(false);
        view.show(expertsScreen);
    }

    @Override
    public void showSearch(Path folder) {
        experts.showAdapt(true);
        view.show(expertsScreen);
        context.adapt().open(folder);
    }

    @Override
    public void showRun(Path folder) {
        context.runs().reveal(folder);
        view.show(runsScreen);
    }

    @Override
    public void resumeRun(Path folder) {
        view.show(trainScreen);
        context.train().resume(folder);
    }

    private void nameHubModel() {
        view.show(modelScreen, () -> model.hubField().requestFocus());
    }

    private void showMlflow() {
        view.show(runsScreen, () -> context.mlflow().shownProperty().set(true));
    }

    private void showTrash() {
        view.show(runsScreen);
        context.runs().showTrash();
    }

    private boolean isTrainShown() {
        return Objects.equals(view.shown(), trainScreen);
    }

    private boolean isAdaptShown() {
        return Objects.equals(view.shown(), expertsScreen) && experts.isAdaptShown();
    }

    private void compareMixture(MixtureSetting mixture) {
        showCompare();
        context.compare().mix(mixture);
    }

    private boolean isEvaluateShown() {
        return Objects.equals(view.shown(), evaluateScreen);
    }

    private boolean isLearnShown() {
        return Objects.equals(view.shown(), learnScreen);
    }

    private void showScreen(String id) {
        screens.stream().filter(screen -> screen.id().equals(id)).findFirst().ifPresent(view::show);
    }

    private void showCompare() {
        if (!Objects.equals(view.shown(), compareScreen)) {
            view.show(compareScreen);
        }
    }

    private void runCompare() {
        showCompare();
        context.compare().run();
    }

    private void placeOnDesktop() {
        WindowBounds bounds = context.settings().settings().window();
        boolean visible = bounds != null
                && !javafx.stage.Screen.getScreensForRectangle(bounds.x(), bounds.y(), bounds.width(), bounds.height())
                        .isEmpty();
        if (bounds != null && visible) {
            stage.setX(bounds.x());
            stage.setY(bounds.y());
            stage.setWidth(Math.max(MIN_WIDTH, bounds.width()));
            stage.setHeight(Math.max(MIN_HEIGHT, bounds.height()));
            stage.setMaximized(bounds.maximized());
            return;
        }
        Rectangle2D desktop = javafx.stage.Screen.getPrimary().getVisualBounds();
        if (desktop.getWidth() <= WIDTH || desktop.getHeight() <= HEIGHT) {
            stage.setX(desktop.getMinX());
            stage.setY(desktop.getMinY());
            stage.setWidth(desktop.getWidth());
            stage.setHeight(desktop.getHeight());
        }
    }

    private void rememberBounds() {
        WindowBounds bounds =
                new WindowBounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized());
        context.settings().update(now -> now.withWindow(bounds));
    }

    private final class StoredTheme implements ThemeChoice {

        @Override
        public ThemeMode mode() {
            return context.theme().mode();
        }

        @Override
        public void choose(ThemeMode mode) {
            context.theme().setMode(mode);
            context.settings().update(now -> now.withTheme(mode));
        }
    }
}
