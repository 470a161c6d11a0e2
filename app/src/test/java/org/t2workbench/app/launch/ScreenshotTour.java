package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.cli.CommandLineProgram;
import org.t2workbench.app.compare.Place;
import org.t2workbench.app.compare.RoutesState;
import org.t2workbench.app.evaluation.AnswerPair;
import org.t2workbench.app.evaluation.EvaluationState;
import org.t2workbench.app.evaluation.EvaluationViewModel;
import org.t2workbench.app.settings.ThemeMode;
import org.t2workbench.app.support.LoopbackHub;
import org.t2workbench.app.workbench.EvaluatedStrategy;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.Strategy;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Takes the README's pictures of every screen, light and dark, over the sample:
 * {@code mvn -q test -Dtest=ScreenshotTour -Dsurefire.failIfNoSpecifiedTests=false}, of some of them alone with
 * {@code -Dtour.screens=evaluate,train}. Its name keeps it out of the ordinary tests.
 */
class ScreenshotTour extends TourFixture {

    private final List<String> screens =
            List.of(System.getProperty("tour.screens", "model,spectra,experts,adapt,train,compare,evaluate,runs")
                    .split(","));

    @Test
    void picturesOfEveryScreen() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        Path data = screens.contains("runs") ? runs() : folder.resolve("data");
        open(data);
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
        robot.clickOn("#rail-spectra");
        waitUntil(() -> context.spectra().curvesProperty().get() != null);
        if (screens.contains("train")) {
            train();
        }
        if (screens.contains("adapt")) {
            adapt();
        }
        if (screens.contains("evaluate")) {
            evaluate();
        }
        for (ThemeMode mode : new ThemeMode[] {ThemeMode.LIGHT, ThemeMode.DARK}) {
            robot.interact(() -> context.theme().setMode(mode));
            for (String screen : screens) {
                robot.clickOn("#rail-" + (screen.equals("adapt") ? "experts" : screen));
                if (screen.equals("experts") || screen.equals("adapt")) {
                    robot.clickOn("#experts-shown " + (screen.equals("adapt") ? ".last" : ".first"));
                }
                if (screen.equals("runs")) {
                    chooseAllRuns();
                }
                robot.interact(() -> context.compare().hoveredProperty().set(widestPlace()));
                WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
                WaitForAsyncUtils.waitForFxEvents();
                String name = "-" + mode.name().toLowerCase(Locale.ROOT);
                robot.interact(() -> save(screen + name));
                if (screen.equals("evaluate")) {
                    robot.clickOn(
                            robot.lookup("#evaluate-shown .segment").nth(1).<Node>query());
                    WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
                    robot.interact(() -> save("evaluate-answers" + name));
                    robot.clickOn(
                            robot.lookup("#evaluate-shown .segment").nth(0).<Node>query());
                }
            }
        }
        close();
    }

    @Test
    void picturesOfTheTwoPasses() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        open(folder.resolve("data"));
        for (ThemeMode mode : new ThemeMode[] {ThemeMode.LIGHT, ThemeMode.DARK}) {
            String theme = mode.name().toLowerCase(Locale.ROOT);
            robot.interact(() -> {
                context.theme().setMode(mode);
                context.compare().dispatch().strategyProperty().set(Strategy.CLASSIFIER);
                context.compare().dispatch().readingProperty().set(Reading.SCORE);
            });
            robot.clickOn("#compare-run");
            waitUntil(() -> context.compare().resultProperty().get() != null);
            robot.clickOn("#dispatch-routes");
            waitUntil(() -> context.compare().dispatch().routesStateProperty().get() == RoutesState.KNOWN);
            robot.interact(() -> save(robot.lookup("#routes").query().getScene(), "routes-" + theme));
            robot.type(KeyCode.ESCAPE);
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> save("passes-" + theme));
        }
        close();
    }

    /**
     * A model of a hub before its download and while it comes: the sample, or what {@code -Dtour.model} and {@code
     * -Dtour.name} say.
     */
    @Test
    void picturesOfAHub() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        Path model = Path.of(System.getProperty("tour.model", "../samples/model"));
        String name = System.getProperty("tour.name", "t2-workbench/sample");
        try (LoopbackHub hub = new LoopbackHub(name, model, folder.resolve("hub"))) {
            open(folder.resolve("data"));
            robot.clickOn("#rail-model");
            for (ThemeMode mode : new ThemeMode[] {ThemeMode.LIGHT, ThemeMode.DARK}) {
                String theme = mode.name().toLowerCase(Locale.ROOT);
                robot.interact(() -> context.theme().setMode(mode));
                hub.bytesPerSecond = 0;
                robot.interact(() -> context.model().hub().look(name));
                waitUntil(() -> context.model().candidateProperty().get() != null);
                robot.clickOn("#candidate-show-files");
                WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
                robot.interact(() -> save("hub-look-" + theme));
                long bytes = Objects.requireNonNull(
                                context.model().candidateProperty().get().hub())
                        .bytesToFetch();
                hub.bytesPerSecond = Math.max(1, bytes / 25);
                robot.clickOn("#candidate-open");
                waitUntil(() -> context.model().hub().downloadJobProperty().get() != null
                        && context.model()
                                        .hub()
                                        .downloadJobProperty()
                                        .get()
                                        .progress()
                                        .percent()
                                >= 20);
                WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
                robot.interact(() -> save("hub-" + theme));
                robot.clickOn("#hub-download-cancel");
                waitUntil(() -> context.model().hub().downloadJobProperty().get() == null);
            }
            close();
        }
    }

    /** A quantised model in one file: the sample in Q8_0, or what {@code -Dtour.gguf} says; and its answer to a question. */
    @Test
    void picturesOfAGgufFile() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        System.setProperty("t2.cache", folder.resolve("cache").toString());
        String given = System.getProperty("tour.gguf", "");
        Path file = given.isEmpty() ? folder.resolve("sample-q8_0.gguf") : Path.of(given);
        if (given.isEmpty()) {
            String command = "export sample --as gguf --type q8_0 --out " + file + " --expert "
                    + Path.of("..", "samples", "experts", "math.safetensors");
            assertThat(CommandLineProgram.run(command.split(" "), System.out, System.err))
                    .isZero();
        }
        open(folder.resolve("data"));
        robot.clickOn("#rail-model");
        robot.interact(() -> context.model().look(file));
        waitUntil(() -> context.model().candidateProperty().get() != null);
        robot.interact(() -> save("gguf-candidate"));
        robot.interact(() -> context.model().openCandidate());
        waitUntil(() ->
                !Objects.requireNonNull(context.workspace().model()).source().isSample());
        robot.interact(() -> {
            context.compare().promptProperty().set("What is the capital of France?");
            context.compare().chatProperty().set(true);
        });
        robot.clickOn("#rail-compare");
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
        for (ThemeMode mode : new ThemeMode[] {ThemeMode.LIGHT, ThemeMode.DARK}) {
            String theme = mode.name().toLowerCase(Locale.ROOT);
            robot.interact(() -> context.theme().setMode(mode));
            for (String screen : List.of("model", "compare", "spectra")) {
                robot.clickOn("#rail-" + screen);
                WaitForAsyncUtils.sleep(1500, TimeUnit.MILLISECONDS);
                robot.interact(() -> save("gguf-" + screen + "-" + theme));
            }
        }
        close();
    }

    /** What a LoRA of a mixture loses, with an adapter among the experts. */
    @Test
    void picturesOfTheExchange() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        System.setProperty("t2.cache", folder.resolve("cache").toString());
        Path style = folder.resolve("style");
        String command = "export sample --as lora --rank 8 --out " + style + " --expert "
                + Path.of("..", "samples", "experts", "code.safetensors");
        assertThat(CommandLineProgram.run(command.split(" "), System.out, System.err))
                .isZero();
        open(folder.resolve("data"));
        robot.interact(() -> {
            context.workspace()
                    .mixtureProperty()
                    .set(MixtureSetting.NEUTRAL.with("math", 1).with("code", -0.4));
            context.experts().open(style);
        });
        waitUntil(() -> context.workspace().experts().size() == 4);
        robot.clickOn("#rail-experts");
        for (ThemeMode mode : new ThemeMode[] {ThemeMode.LIGHT, ThemeMode.DARK}) {
            String theme = mode.name().toLowerCase(Locale.ROOT);
            robot.interact(() -> context.theme().setMode(mode));
            robot.clickOn("#experts-export");
            WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
            robot.interact(() -> context.experts().exports().aloneProperty().set(null));
            waitUntil(() -> context.experts().exports().fullRank() > 0);
            robot.interact(() -> context.experts().exports().setTarget(Path.of("/home/me/math-lora")));
            WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
            robot.interact(() -> save(robot.lookup("#export-dialog").query().getScene(), "export-" + theme));
            robot.clickOn("#export-cancel");
        }
        close();
    }

    /** The sample's experts from the inside, and the path of one that is trained now. */
    @Test
    void picturesOfTheExpertsInside() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        Path data = pathOfAnExpert();
        open(data);
        robot.clickOn("#rail-experts");
        waitUntil(() -> context.inspect().certificate().certificateProperty().get() != null);
        for (ThemeMode mode : new ThemeMode[] {ThemeMode.LIGHT, ThemeMode.DARK}) {
            String theme = mode.name().toLowerCase(Locale.ROOT);
            robot.interact(() -> context.theme().setMode(mode));
            inside(0, "experts-" + theme, () -> true);
            robot.clickOn("#experts-combine");
            WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
            robot.clickOn("#combine-code");
            robot.interact(() -> save(robot.lookup("#combine-dialog").query().getScene(), "experts-combine-" + theme));
            robot.clickOn("#combine-cancel");
            inside(
                    1,
                    "experts-gains-" + theme,
                    () -> context.inspect().gains().gainsProperty().get() != null);
            inside(
                    2,
                    "experts-similarity-" + theme,
                    () -> context.inspect().similarity().contrastProperty().get() != null);
            inside(
                    3,
                    "experts-path-" + theme,
                    () -> context.inspect().trajectory().trajectoryProperty().get() != null);
        }
        close();
    }

    /** A data folder with one run that kept its path: the one given by {@code -Dtour.data}, or one that is made now. */
    private Path pathOfAnExpert() {
        String given = System.getProperty("tour.data", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path data = folder.resolve("data");
        System.setProperty("t2.data", data.toString());
        String command = "train sample --preset quick --iterations 48 --checkpoint-every 4 --task math --out "
                + data.resolve("runs").resolve("math-path");
        assertThat(CommandLineProgram.run(command.split(" "), System.out, System.err))
                .isZero();
        return data;
    }

    private void inside(int part, String name, BooleanSupplier ready) throws TimeoutException {
        robot.clickOn(robot.lookup("#experts-shown .segment").nth(part).<Node>query());
        waitUntil(ready);
        WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
        robot.interact(() -> save(name));
    }

    /** A data folder with short runs on the sample: the one given by {@code -Dtour.data}, or one that is made now. */
    private Path runs() {
        String given = System.getProperty("tour.data", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path data = folder.resolve("data");
        System.setProperty("t2.data", data.toString());
        for (String[] run : new String[][] {{"math", "1", "0.02"}, {"math", "2", "0.005"}, {"code", "1", "0.02"}}) {
            Path out = data.resolve("runs").resolve(run[0] + "-seed" + run[1] + "-lr" + run[2]);
            String command = "train sample --preset quick --iterations 20 --task " + run[0] + " --seed " + run[1]
                    + " --learning-rate " + run[2] + " --out " + out;
            assertThat(CommandLineProgram.run(command.split(" "), System.out, System.err))
                    .isZero();
        }
        return data;
    }

    private void chooseAllRuns() throws TimeoutException {
        waitUntil(() -> context.runs().selectedCount() > 0);
        robot.interact(() -> {
            TableView<?> table = robot.lookup("#runs-table").queryAs(TableView.class);
            table.getSelectionModel().clearSelection();
            table.getSelectionModel()
                    .selectRange(0, Math.min(4, table.getItems().size()));
            robot.lookup("#runs-smoothing").queryAs(Slider.class).setValue(0.6);
        });
        waitUntil(() -> context.runs().curveCount() > 3);
    }

    /** A run on the sample, to its end. */
    private void train() throws TimeoutException {
        robot.clickOn("#rail-train");
        waitUntil(() -> context.train().canStart());
        robot.interact(() -> {
            context.train().form().choose("rloo");
            robot.lookup("#train-iterations").queryAs(TextField.class).setText("40");
        });
        robot.clickOn("#train-start");
        waitUntil(() -> context.train().canUse());
        robot.interact(() ->
                context.train().openedProperty().set(context.train().rollouts().get(2)));
    }

    /** A search on the sample, to its end, looked back at where its members still differ. */
    private void adapt() throws TimeoutException {
        robot.clickOn("#rail-experts");
        robot.clickOn("Adapt");
        WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
        waitUntil(() -> context.adapt().canStart());
        robot.interact(() -> {
            context.adapt().form().taskProperty().set("math-hard");
            robot.lookup("#adapt-generations").queryAs(TextField.class).setText("20");
        });
        robot.clickOn("#adapt-start");
        waitUntil(() -> context.adapt().found().canApply()
                && !context.adapt().stateProperty().get().isBusy());
        robot.interact(() -> context.adapt().scrub().go(4));
    }

    /** The families and a harder relative of each under every strategy, to the end. */
    private void evaluate() throws TimeoutException {
        robot.clickOn("#rail-evaluate");
        EvaluationViewModel evaluation = context.evaluation();
        waitUntil(evaluation::canStart);
        robot.interact(() -> {
            evaluation
                    .form()
                    .tasks()
                    .forEach(task -> task.chosen()
                            .set(List.of("math", "code", "reasoning", "math-hard")
                                    .contains(task.name())));
            for (EvaluatedStrategy strategy : EvaluatedStrategy.values()) {
                evaluation.form().strategy(strategy).chosen().set(strategy != EvaluatedStrategy.EACH);
            }
        });
        robot.clickOn("#evaluate-start");
        waitUntil(() -> evaluation.stateProperty().get() == EvaluationState.FINISHED);
        robot.interact(() -> {
            TableView<?> table = robot.lookup("#evaluate-table").queryAs(TableView.class);
            table.getSelectionModel().select(3);
            evaluation.answers().filterProperty().set(AnswerPair.Filter.ONLY_STRATEGY);
        });
    }

    /** Where the two models are furthest apart along the adapted answer. */
    private Place widestPlace() {
        int widest = 0;
        var places = Optional.ofNullable(context.compare().resultProperty().get())
                .orElseThrow()
                .adaptedPlaces();
        for (int i = 0; i < places.size(); i++) {
            NextTokens place = places.get(i);
            widest = place.divergence() > places.get(widest).divergence() ? i : widest;
        }
        return new Place(Side.ADAPTED, widest);
    }
}
