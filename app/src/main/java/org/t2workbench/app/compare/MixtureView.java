package org.t2workbench.app.compare;

import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.MixtureSlider;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.workbench.ChosenAlpha;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;

/** The mixture: one slider per expert, each with its number. */
final class MixtureView {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final double NAME_WIDTH = 104;
    private static final double NUMBER_WIDTH = 62;
    private static final double HEIGHT = 118;

    private final CompareViewModel viewModel;
    private final Strings strings;
    private final VBox rows = new VBox(4);
    private final Card card;
    private List<ExpertSummary> experts = List.of();

    MixtureView(CompareViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        rows.getStyleClass().add("mixture-rows");
        ScrollPane scroll = new Scroller(rows);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.setPrefViewportHeight(HEIGHT);
        scroll.setMinViewportHeight(HEIGHT);
        Button reset = new Button(strings.get("compare.reset"));
        reset.setId("compare-reset");
        reset.getStyleClass().add("link-button");
        reset.setTooltip(new Tooltip(strings.get("compare.reset.tooltip")));
        reset.setOnAction(event -> viewModel.reset());
        card = new Card(strings.get("compare.mixture"), scroll)
                .atEnd(new PresetsMenu(viewModel, strings))
                .atEnd(reset);
        Runnable show = new CatchUp(rows, this::showExperts);
        viewModel.experts().addListener((ListChangeListener<ExpertSummary>) change -> show.run());
        viewModel.modelProperty().addListener((property, before, now) -> show.run());
        showExperts();
    }

    Card card() {
        return card;
    }

    private void showExperts() {
        if (!viewModel.experts().isEmpty() && viewModel.experts().equals(experts)) {
            return;
        }
        experts = List.copyOf(viewModel.experts());
        rows.getChildren().setAll(experts.stream().map(this::row).toList());
        if (experts.isEmpty()) {
            boolean open = viewModel.modelProperty().get() != null;
            Label none = new Label(strings.get(open ? "compare.noExperts" : "compare.noModel"));
            none.setWrapText(true);
            none.getStyleClass().add("muted");
            rows.getChildren().add(none);
        }
    }

    private HBox row(ExpertSummary expert) {
        Label name = new Label(expert.name());
        name.getStyleClass().add("strong");
        Label score = new Label(
                expert.isScored()
                        ? strings.get(
                                "compare.score",
                                percent(expert.scoreBefore()),
                                percent(expert.scoreAfter()),
                                expert.scoredOn())
                        : expert.isAdapter() && expert.task().isEmpty() ? expert.parametrisation() : expert.task());
        score.getStyleClass().add("small-note");
        VBox names = new VBox(name, score);
        names.setAlignment(Pos.CENTER_LEFT);
        names.setMinWidth(NAME_WIDTH);
        names.setMaxWidth(NAME_WIDTH);
        MixtureSlider slider = new MixtureSlider();
        slider.setId("alpha-" + expert.id());
        slider.setAccessibleText(strings.get("compare.alpha", expert.name()));
        slider.hintProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> hint(expert), viewModel.dispatch().reportProperty()));
        Tooltip chosen = new Tooltip();
        slider.hintProperty().addListener((property, before, now) -> {
            if (Double.isNaN(now.doubleValue())) {
                Tooltip.uninstall(slider, chosen);
            } else {
                chosen.setText(strings.get("dispatch.hint", expert.name(), written(now.doubleValue())));
                Tooltip.install(slider, chosen);
            }
        });
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.setMaxWidth(Double.MAX_VALUE);
        TextField number = new TextField();
        number.setId("alpha-number-" + expert.id());
        number.setAccessibleText(strings.get("compare.alpha", expert.name()));
        number.setMinWidth(NUMBER_WIDTH);
        number.setMaxWidth(NUMBER_WIDTH);
        number.getStyleClass().addAll("mono", "number");
        number.setTooltip(new Tooltip(strings.get("compare.alpha.tooltip")));
        connect(expert, slider, number);
        HBox row = new HBox(12, names, slider, number);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    /** The one α that the strategy chose for an expert; NaN for none. */
    private double hint(ExpertSummary expert) {
        DispatchReport report = viewModel.dispatch().reportProperty().get();
        // in the form sum the same number means something else
        return report == null || !report.fitsSliders()
                ? Double.NaN
                : report.alphas().stream()
                        .filter(alpha -> alpha.expert().equals(expert.id()) && alpha.isSingle())
                        .mapToDouble(ChosenAlpha::highest)
                        .findFirst()
                        .orElse(Double.NaN);
    }

    private void connect(ExpertSummary expert, MixtureSlider slider, TextField number) {
        show(viewModel.mixtureProperty().get(), expert, slider, number);
        // weak would do, but rows are rebuilt only when a model or an expert is opened
        viewModel.mixtureProperty().addListener((property, before, now) -> show(now, expert, slider, number));
        slider.valueProperty().addListener((property, before, now) -> {
            if (slider.changingProperty().get()) {
                viewModel.moveAlpha(expert.id(), now.doubleValue());
            }
        });
        slider.changingProperty().addListener((property, before, now) -> {
            if (!now) {
                viewModel.settleAlpha();
            }
        });
        number.setOnAction(event -> enter(expert, slider, number));
        number.focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                show(viewModel.mixtureProperty().get(), expert, slider, number);
            }
        });
    }

    private void show(MixtureSetting mixture, ExpertSummary expert, MixtureSlider slider, TextField number) {
        double alpha = mixture.alpha(expert.id());
        slider.valueProperty().set(alpha);
        number.setText(written(alpha));
        number.pseudoClassStateChanged(WRONG, false);
        card.noteProperty().set("");
    }

    private void enter(ExpertSummary expert, MixtureSlider slider, TextField number) {
        double alpha = parse(number.getText());
        if (Double.isNaN(alpha) || Double.isInfinite(alpha)) {
            number.pseudoClassStateChanged(WRONG, true);
            card.noteProperty()
                    .set(strings.get(
                            "compare.alpha.wrong",
                            number.getText().strip(),
                            written(viewModel.mixtureProperty().get().alpha(expert.id()))));
            return;
        }
        viewModel.moveAlpha(expert.id(), alpha);
        show(viewModel.mixtureProperty().get(), expert, slider, number);
        viewModel.settleAlpha();
    }

    /** NaN where the text is no number; a comma is read as a point. */
    private static double parse(String text) {
        try {
            return Double.parseDouble(text.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String written(double alpha) {
        return String.format(Locale.ROOT, "%.2f", alpha);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f", 100 * share);
    }
}
