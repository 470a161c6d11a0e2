package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.learn.LearnViewModel;
import org.t2workbench.app.training.TrainState;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Strategy;

/** The Learn screen's tour, driven by its node ids and keys. */
class LearnFlowTest extends WindowFixture {

    private LearnViewModel openLearn(int step) throws TimeoutException {
        show("learn");
        LearnViewModel learn = context.learn();
        robot.interact(() -> learn.indexProperty().set(step));
        waitUntilWhole();
        return learn;
    }

    private void slide(String id, double value) {
        robot.interact(() -> node(id, Slider.class).setValue(value));
    }

    private String shownScreen() {
        return List.of("learn", "spectra", "experts", "train", "compare", "evaluate", "runs").stream()
                .filter(id ->
                        robot.lookup("#" + id).tryQuery().map(Node::isVisible).orElse(false))
                .findFirst()
                .orElse("");
    }

    @Test
    void theKeysGoThroughAllStepsAndBack() throws TimeoutException {
        LearnViewModel learn = openLearn(0);
        assertThat(node("learn-previous", Button.class).isDisabled()).isTrue();
        String first = text("learn-text");
        for (int i = 1; i < learn.count(); i++) {
            robot.press(KeyCode.ALT).type(KeyCode.RIGHT).release(KeyCode.ALT);
            int step = i;
            waitUntil(() -> learn.indexProperty().get() == step);
            assertThat(text("learn-text")).isNotBlank().isNotEqualTo(first);
            first = text("learn-text");
        }
        assertThat(node("learn-next", Button.class).isDisabled()).isTrue();
        robot.press(KeyCode.ALT).type(KeyCode.LEFT).release(KeyCode.ALT);
        waitUntil(() -> learn.indexProperty().get() == learn.count() - 2);
        robot.clickOn("#learn-next");
        waitUntil(() -> learn.indexProperty().get() == learn.count() - 1);
        robot.clickOn("#learn-previous");
        waitUntil(() -> learn.indexProperty().get() == learn.count() - 2);
    }

    @Test
    void moreComponentsBringMoreOfThePictureBackAndResetTheFirstNumber() throws TimeoutException {
        LearnViewModel learn = openLearn(0);
        waitUntil(() -> learn.svd().pictureProperty().get() != null);
        waitUntil(() -> !text("learn-picture-words").isEmpty());
        String few = text("learn-picture-words");
        slide("learn-svd-k", 100);
        waitUntil(() -> !text("learn-picture-words").equals(few));
        assertThat(learn.svd().componentsProperty().get()).isEqualTo(100);
        robot.clickOn("#learn-reset");
        waitUntil(() -> text("learn-picture-words").equals(few));
    }

    @Test
    void theShareOfTheFirstComponentsFollowsTheSlider() throws TimeoutException {
        LearnViewModel learn = openLearn(1);
        waitUntil(() -> learn.spectrum().spectrumProperty().get() != null);
        String before = text("learn-spectrum-words");
        slide("learn-spectrum-k", 3);
        waitUntil(() -> !text("learn-spectrum-words").equals(before));
        assertThat(text("learn-spectrum-words")).startsWith("The first 3 of 192 components");
    }

    @Test
    void everyChartCanBeCopiedAndSaved() throws TimeoutException {
        LearnViewModel learn = openLearn(1);
        waitUntil(() -> learn.spectrum().spectrumProperty().get() != null);
        // a step is in the scene once it was in front
        robot.interact(() -> IntStream.range(0, learn.count()).forEach(learn.indexProperty()::set));
        robot.interact(() -> learn.indexProperty().set(0));
        waitUntilWhole();
        for (String chart : List.of(
                "learn-spectrum-chart",
                "learn-spectrum-shares",
                "learn-keep-chart",
                "learn-mixing-gains",
                "learn-passes-gains",
                "learn-counts-chart",
                "learn-expert-gains",
                "learn-expert-spectrum",
                "learn-reward-accuracy",
                "learn-reward-reward",
                "learn-reward-gains")) {
            assertThat(node(chart + "-export", MenuButton.class).getItems())
                    .extracting(MenuItem::getText)
                    .containsExactly(
                            "Copy the chart as a picture",
                            "Save the chart as PNG…",
                            "Save the chart as SVG…",
                            "Save the chart as CSV…");
        }
        robot.interact(() -> {
            Clipboard.getSystemClipboard().clear();
            node("learn-spectrum-shares-export", MenuButton.class)
                    .getItems()
                    .get(0)
                    .fire();
            assertThat(Clipboard.getSystemClipboard().getImage().getWidth())
                    .isGreaterThan(
                            1.9 * node("learn-spectrum-shares", Region.class).getWidth());
        });
    }

    @Test
    void theAnswerWithFewerComponentsDiffers() throws TimeoutException {
        openLearn(2);
        waitUntil(() -> text("learn-keep-verdict").equals("The answers differ."));
        assertThat(text("learn-keep-changed")).contains("18").isNotEqualTo(text("learn-keep-base"));
        waitUntil(() -> context.learn().keep().curvesProperty().get() != null);
        assertThat(context.learn().keep().curvesProperty().get().isAdapted()).isFalse();
        slide("learn-keep-k", 120);
        waitUntil(() -> text("learn-keep-verdict").equals("Both answers are the same."));
        assertThat(text("learn-keep-changed")).isEqualTo(text("learn-keep-base"));
    }

    @Test
    void anAnswerThatIsSupersededIsCancelled() throws TimeoutException {
        CountDownLatch gate = new CountDownLatch(1);
        session.gate = gate;
        openLearn(2);
        waitUntil(() -> session.compareCalls > 0);
        slide("learn-keep-k", 40);
        waitUntil(() -> session.learn.cancelled.get() == 1);
        gate.countDown();
        waitUntil(() -> text("learn-keep-verdict").equals("The answers differ."));
    }

    @Test
    void aGainMovesOneSingularValueAndTheNextToken() throws TimeoutException {
        LearnViewModel learn = openLearn(3);
        waitUntil(() -> text("learn-gain-sigma").contains("2.5 · 2.603"));
        int asked = session.nextTokenCalls;
        slide("learn-gain-gain", 0);
        waitUntil(() -> text("learn-gain-sigma").contains("= 0.000"));
        waitUntil(() -> session.nextTokenCalls > asked);
        assertThat(learn.gain().nextProperty().get()).isNotNull();
    }

    @Test
    void anExpertIsTurnedOnAndOpenedInSpectraWithItsMatrix() throws TimeoutException {
        LearnViewModel learn = openLearn(4);
        waitUntil(() -> text("learn-expert-verdict").equals("Both answers are the same."));
        assertThat(text("learn-expert-words")).startsWith("192 gains");
        robot.clickOn(robot.lookup("#learn-expert-on .segment").nth(1).<Node>query());
        waitUntil(() -> text("learn-expert-verdict").equals("The answers differ."));
        MatrixSummary matrix = learn.context().matrices().get(13);
        robot.interact(() -> learn.context().matrixProperty().set(matrix));
        robot.clickOn("#learn-open");
        waitUntil(() -> shownScreen().equals("spectra"));
        assertThat(context.spectra().selectedProperty().get()).isEqualTo(matrix);
        assertThat(context.spectra().overlayProperty().get()).isNotNull();
        assertThat(context.spectra().overlayProperty().get().mixture().alpha("math"))
                .isEqualTo(1);
    }

    @Test
    void aTrainingRunsIsStoppedAndForgotten() throws TimeoutException {
        session.training.iterationMillis = 60;
        LearnViewModel learn = openLearn(5);
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        waitUntil(() -> learn.reward().pointsProperty().get().size() > 3);
        waitUntil(() -> text("learn-reward-gains-words").contains("largest change"));
        robot.type(KeyCode.ESCAPE);
        waitUntil(() -> learn.reward().stateProperty().get() == TrainState.STOPPED);
        assertThat(text("learn-reward-words")).contains("right of 200 validation items");
        robot.clickOn("#learn-reset");
        waitUntil(() -> learn.reward().pointsProperty().get().isEmpty());
        assertThat(learn.reward().stateProperty().get()).isEqualTo(TrainState.READY);
        session.training.iterationMillis = 0;
        robot.clickOn("#learn-reward-start");
        waitUntil(() -> learn.reward().stateProperty().get() == TrainState.FINISHED);
        assertThat(learn.reward().pointsProperty().get()).hasSize(learn.reward().iterations() + 1);
        robot.clickOn("#learn-open");
        waitUntil(() -> shownScreen().equals("runs"));
    }

    @Test
    void resetStopsATrainingThatGoesOn() throws TimeoutException {
        session.training.iterationMillis = 60;
        LearnViewModel learn = openLearn(5);
        robot.clickOn("#learn-reward-start");
        waitUntil(() -> learn.reward().pointsProperty().get().size() > 1);
        robot.clickOn("#learn-reset");
        waitUntil(() -> learn.reward().stateProperty().get() == TrainState.READY);
        assertThat(learn.reward().pointsProperty().get()).isEmpty();
        assertThat(context.workspace().trainJobProperty().get()).isNull();
    }

    @Test
    void aMixtureIsWrittenOutAndTakenToCompare() throws TimeoutException {
        LearnViewModel learn = openLearn(6);
        waitUntil(() -> learn.mixing().curvesProperty().get() != null);
        assertThat(learn.mixing().curvesProperty().get().isAdapted()).isTrue();
        robot.interact(() -> learn.mixing().firstProperty().set(-0.5));
        assertThat(text("learn-mixing-formula")).isEqualTo("g = 1 − 0.50 · (g[math] − 1) + 0.30 · (g[reasoning] − 1)");
        robot.clickOn("#learn-open");
        waitUntil(() -> shownScreen().equals("compare"));
        assertThat(context.workspace().mixture().alpha("math")).isEqualTo(-0.5);
        assertThat(context.workspace().mixture().alpha("reasoning")).isEqualTo(0.3);
    }

    @Test
    void theFirstPassNamesTheExpert() throws TimeoutException {
        LearnViewModel learn = openLearn(7);
        waitUntil(() -> text("learn-passes-chosen").equals("Category math: the expert math answers."));
        waitUntil(() -> learn.passes().curvesProperty().get() != null
                && learn.passes().curvesProperty().get().isAdapted());
        robot.interact(() -> learn.passes().promptProperty().set("What does this code print?"));
        waitUntil(() -> text("learn-passes-chosen").equals("Category code: the expert code answers."));
        robot.interact(() -> learn.passes().promptProperty().set("Write a poem."));
        waitUntil(() -> text("learn-passes-chosen").contains("no expert"));
        waitUntil(() -> !learn.passes().curvesProperty().get().isAdapted());
        robot.clickOn("#learn-open");
        waitUntil(() -> shownScreen().equals("compare"));
        assertThat(context.compare().dispatch().strategyProperty().get()).isEqualTo(Strategy.CLASSIFIER);
        assertThat(context.compare().promptProperty().get()).isEqualTo("Write a poem.");
    }

    @Test
    void theNumbersTrainedAreThoseOfTheMatrices() throws TimeoutException {
        openLearn(8);
        // six layers: q and v have 192 singular values each, of 192 × 192
        assertThat(text("learn-counts-svf")).isEqualTo("2,304");
        assertThat(text("learn-counts-lora")).isEqualTo("73,728");
        slide("learn-counts-rank", 1);
        waitUntil(() -> text("learn-counts-lora").equals("4,608"));
        robot.clickOn("#learn-reset");
        waitUntil(() -> text("learn-counts-lora").equals("73,728"));
    }

    @Test
    void withoutTheSampleTheStepsSaySoAndOfferIt() throws TimeoutException {
        LearnViewModel learn = openLearn(2);
        robot.interact(() -> context.workspace().open(ModelSource.folder(Path.of("another"))));
        waitUntil(() -> learn.sampleProperty().get() == LearnViewModel.Sample.ELSEWHERE);
        assertThat(node("learn-open", Button.class).isDisabled()).isTrue();
        robot.clickOn("#learn-open-sample");
        waitUntil(() -> learn.sampleProperty().get() == LearnViewModel.Sample.OPEN);
        waitUntil(() -> text("learn-keep-verdict").equals("The answers differ."));
    }

    @Test
    void ourFiguresStandInTheDocumentsTheyAreSaidToComeFrom() throws Exception {
        Path resources = Path.of("..", "resources");
        Properties strings = new Properties();
        try (var reader = Files.newBufferedReader(resources.resolve("ui/strings.properties"))) {
            strings.load(reader);
        }
        String documents = Files.readString(resources.resolve("docs/self-adaptation.md"))
                + Files.readString(resources.resolve("docs/ablation.md"));
        Pattern figure = Pattern.compile("\\d+\\.\\d+");
        int found = 0;
        for (String key : strings.stringPropertyNames()) {
            if (key.startsWith("learn.findings.") && key.endsWith(".here")) {
                Matcher matcher = figure.matcher(strings.getProperty(key));
                while (matcher.find()) {
                    assertThat(documents).contains(matcher.group());
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(25);
    }
}
