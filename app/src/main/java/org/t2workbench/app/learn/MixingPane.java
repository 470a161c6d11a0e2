package org.t2workbench.app.learn;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.DoubleProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.MixtureSlider;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.ExpertSummary;

/** Step 7: two sliders and the answers. */
final class MixingPane extends VBox {

    private static final double NAME = 110;

    private final MixingStep step;
    private final Label firstName = name();
    private final Label secondName = name();
    private final Label formula = LearnControls.reading("learn-mixing-formula");

    MixingPane(MixingStep step, Theme theme, Strings strings) {
        super(10);
        this.step = step;
        formula.getStyleClass().add("mono");
        GainsChart gains = new GainsChart("learn-mixing-gains", strings.get("learn.mixing.gains"), theme);
        Node chart = LearnControls.grown(new Card(strings.get("learn.mixing.gains"), gains.chart())
                .atEnd(
                        LearnControls.matrixChoice("learn-mixing-matrix", step.context(), strings),
                        gains.menu(step.context())));
        getChildren()
                .setAll(
                        slider("learn-mixing-first", firstName, step.firstProperty()),
                        slider("learn-mixing-second", secondName, step.secondProperty()),
                        formula,
                        new AnswerPane("learn-mixing", step.answer(), strings.get("learn.mixing.changed"), strings),
                        chart);
        step.curvesProperty().addListener((property, before, now) -> gains.show(now));
        gains.show(step.curvesProperty().get());
        step.firstProperty().addListener((property, before, now) -> show());
        step.secondProperty().addListener((property, before, now) -> show());
        step.context().experts().addListener((ListChangeListener<ExpertSummary>) change -> show());
        show();
    }

    private static Label name() {
        Label label = new Label();
        label.setMinWidth(NAME);
        return label;
    }

    private static Node slider(String id, Label name, DoubleProperty alpha) {
        MixtureSlider slider = new MixtureSlider();
        slider.setId(id);
        slider.valueProperty().bindBidirectional(alpha);
        HBox.setHgrow(slider, Priority.ALWAYS);
        name.setLabelFor(slider);
        slider.accessibleTextProperty().bind(name.textProperty());
        Label value = new Label();
        value.getStyleClass().add("mono");
        value.setMinWidth(Region.USE_PREF_SIZE);
        value.textProperty().bind(alpha.map(now -> String.format(Locale.ROOT, "α = %5.2f", now.doubleValue())));
        return LearnControls.row(name, slider, value);
    }

    private void show() {
        List<ExpertSummary> experts = step.mixed();
        StringBuilder sum = new StringBuilder("g = 1");
        for (int i = 0; i < experts.size(); i++) {
            double alpha =
                    i == 0 ? step.firstProperty().get() : step.secondProperty().get();
            (i == 0 ? firstName : secondName).setText(experts.get(i).name());
            sum.append(String.format(
                    Locale.ROOT,
                    " %s %.2f · (g[%s] − 1)",
                    alpha < 0 ? "−" : "+",
                    Math.abs(alpha),
                    experts.get(i).name()));
        }
        formula.setText(sum.toString());
    }
}
