package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.chart.ComponentMap;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.experts.inspect.InspectViewModel;
import org.t2workbench.app.workbench.ExpertCombination;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.core.svf.ExpertOperation;
import org.testfx.util.WaitForAsyncUtils;

/** The parts of the Experts screen by mouse and keys. */
class InspectFlowTest extends WindowFixture {

    private InspectViewModel inspect() {
        return context.inspect();
    }

    @BeforeEach
    void show() throws TimeoutException {
        show("experts");
        waitUntil(() -> inspect().certificate().certificateProperty().get() != null);
    }

    private void part(int number) throws TimeoutException {
        robot.clickOn(robot.lookup("#experts-shown .segment").nth(number).<Node>query());
        waitUntilWhole();
    }

    private ComponentMap gains() throws TimeoutException {
        part(1);
        waitUntil(() -> inspect().gains().gainsProperty().get() != null);
        ComponentMap map = node("gain-map", ComponentMap.class);
        waitUntil(() -> map.getWidth() > 100);
        return map;
    }

    private ExpertSummary expert(String id) {
        return context.workspace().experts().stream()
                .filter(expert -> expert.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theEffectOfTheChosenExpertStandsBesideItAndFollowsTheChoice() throws TimeoutException {
        assertThat(text("certificate-gain")).isEqualTo("0.420");
        assertThat(text("certificate-flipped")).isEqualTo("5 of 32");
        assertThat(text("certificate-sum")).isEqualTo("Self-test passed, 2 of 2");
        session.inspection.broken = true;
        robot.interact(() -> context.experts().selectedProperty().set(expert("code")));
        waitUntil(() -> inspect().certificate().certificateProperty().get() != null);
        assertThat(inspect().certificate().certificateProperty().get().expert()).isEqualTo("code");
        assertThat(text("certificate-sum")).startsWith("Self-test failed, 1 of 2");
        int before = session.inspection.certificates.get();
        robot.clickOn("#certificate-measure");
        waitUntil(() -> session.inspection.certificates.get() > before);
    }

    @Test
    void gainsAreReadUnderTheMouseZoomedAndMovedThroughWithKeys() throws TimeoutException {
        ComponentMap map = gains();
        assertThat(text("gain-place")).contains("wheel");
        robot.moveTo("#gain-map");
        assertThat(text("gain-place"))
                .startsWith("layers.")
                .contains("component")
                .contains("g = ");
        // the headless screen turns the wheel round: this is a turn away from the person
        robot.scroll(4, VerticalDirection.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(map.isZoomed()).isTrue();
        assertThat(map.spanProperty().get().to() - map.spanProperty().get().from())
                .isLessThan(192);
        robot.clickOn("#gain-zoom-all");
        assertThat(map.isZoomed()).isFalse();
        robot.interact(map::requestFocus);
        robot.type(KeyCode.RIGHT, 3);
        robot.type(KeyCode.DOWN);
        ComponentMap.Place place = Objects.requireNonNull(map.selectedProperty().get());
        assertThat(place).isEqualTo(new ComponentMap.Place(1, 3));
        robot.type(KeyCode.PLUS, 12);
        assertThat(map.spanProperty().get().to() - map.spanProperty().get().from())
                .isEqualTo(8);
        assertThat(place.component())
                .isBetween(
                        map.spanProperty().get().from(),
                        map.spanProperty().get().to());
    }

    @Test
    void aClickOpensTheSpectrumOfThatMatrixUnderThatExpert() throws TimeoutException {
        ComponentMap map = gains();
        robot.interact(() -> context.experts().selectedProperty().set(expert("reasoning")));
        waitUntil(() -> inspect().gains().gainsProperty().get().expert().equals("reasoning"));
        Bounds bounds = map.localToScreen(map.getBoundsInLocal());
        robot.clickOn(bounds.getMinX() + bounds.getWidth() / 2, bounds.getMinY() + 4);
        waitUntil(() -> context.spectra().curvesProperty().get() != null);
        assertThat(context.spectra().selectedProperty().get().name())
                .isEqualTo("model.layers.0.self_attn.q_proj.weight");
        assertThat(context.spectra().overlayProperty().get().mixture())
                .isEqualTo(MixtureSetting.NEUTRAL.with("reasoning", 1));
        assertThat(robot.lookup("#spectra").query().isVisible()).isTrue();
    }

    @Test
    void aCellOfTheMatricesChoosesTheComponentThatIsChangedMost() throws TimeoutException {
        ComponentMap map = gains();
        robot.clickOn(robot.lookup("#gain-metric .segment").nth(1).<Node>query());
        robot.interact(
                () -> node("gain-matrices", HeatMap.class).selectedProperty().set(new HeatMap.Cell(2, 3)));
        ComponentMap.Place place = Objects.requireNonNull(map.selectedProperty().get());
        assertThat(place.row()).isEqualTo(2 * 7 + 3);
        assertThat(text("gain-place")).contains("layers.2.self_attn.o_proj");
        assertThat(text("gain-histogram-note")).startsWith("mean ");
    }

    @Test
    void twoExpertsAreChosenInTheTableComparedAndTurnedRound() throws TimeoutException {
        part(2);
        waitUntil(() -> inspect().similarity().similarityProperty().get() != null);
        robot.interact(
                () -> node("similarity-map", HeatMap.class).selectedProperty().set(new HeatMap.Cell(2, 0)));
        waitUntil(() -> inspect().similarity().contrastProperty().get() != null
                && inspect().similarity().contrastProperty().get().first().equals("reasoning"));
        assertThat(text("contrast-sentence"))
                .startsWith("64 % of what reasoning changes")
                .contains("math");
        robot.clickOn("#contrast-swap");
        waitUntil(() -> text("contrast-sentence").startsWith("64 % of what math changes"));
        robot.clickOn(robot.lookup("#similarity-weighted .segment").nth(1).<Node>query());
        waitUntil(() -> text("contrast-sentence").startsWith("96 %"));
        robot.clickOn(robot.lookup("#contrast-shown .segment").nth(1).<Node>query());
        TableView<?> components = node("contrast-components", TableView.class);
        assertThat(components.isVisible()).isTrue();
        assertThat(components.getItems()).hasSize(42);
        robot.interact(() -> inspect().similarity().secondProperty().set(expert("math")));
        waitUntil(() -> text("contrast-sentence").contains("have the same gains"));
    }

    @Test
    void aPathIsMeasuredCancelledAndMeasuredAgain() throws TimeoutException {
        session.inspection.gate = new CountDownLatch(1);
        part(3);
        robot.interact(() -> inspect().trajectory().open(Path.of("runs", "math-1")));
        waitUntil(() -> inspect().trajectory().busyProperty().get());
        robot.clickOn("#way-cancel");
        waitUntil(() -> inspect().trajectory().problemProperty().get().contains("cancelled"));
        session.inspection.gate.countDown();
        robot.clickOn("#way-again");
        waitUntil(() -> inspect().trajectory().trajectoryProperty().get() != null);
        assertThat(robot.lookup("#way-cosine").query().isVisible()).isTrue();
        robot.interact(() -> inspect().trajectory().open(Path.of("runs", "other")));
        waitUntil(() -> robot.lookup(".empty-state .muted").queryAll().stream()
                .anyMatch(label -> ((Labeled) label).getText().contains("does not have")));
    }

    @Test
    void anAdapterWithoutGainsGivesASentenceInPlaceOfCharts() throws TimeoutException {
        gains();
        robot.interact(() -> {
            ExpertSummary lora =
                    new ExpertSummary("lora", "lora", "", "LoRA", 4, Double.NaN, 0, 0, "", 0, "", Path.of("lora"), "");
            context.workspace().addExpert(lora);
            context.experts().selectedProperty().set(lora);
        });
        waitUntil(() -> inspect().gains().problemProperty().get().contains("no gains"));
        assertThat(robot.lookup("#gain-map").tryQuery()).isEmpty();
    }

    @Test
    void anExpertIsMadeFromOthers() throws TimeoutException {
        robot.clickOn("#experts-combine");
        waitForNode("combine-math");
        assertThat(node("combine-math", CheckBox.class).isSelected()).isTrue();
        Button make = node("combine-make", Button.class);
        assertThat(make.isDisabled()).isTrue();
        robot.clickOn("#combine-code");
        assertThat(text("combine-formula")).isEqualTo("math + code");
        robot.clickOn(robot.lookup("#combine-operation .segment").nth(1).<Node>query());
        assertThat(text("combine-formula")).isEqualTo("math − code");
        assertThat(node("combine-name", TextField.class).getText()).isEqualTo("difference-math-code");
        robot.clickOn("#combine-reasoning");
        assertThat(make.isDisabled()).isTrue();
        robot.clickOn("#combine-reasoning");
        assertThat(make.isDisabled()).isFalse();
        Path file = folder.resolve("math-without-code.safetensors");
        // what was chosen by the system's own dialog, which no robot reaches
        robot.interact(() -> inspect().combine().saveTo(file));
        waitUntil(() -> context.experts().selectedProperty().get().id().equals("other"));
        assertThat(session.inspection.made)
                .containsEntry(
                        file,
                        new ExpertCombination(
                                ExpertOperation.DIFFERENCE, List.of("math", "code"), "difference-math-code"));
        robot.clickOn("#combine-cancel");
    }
}
