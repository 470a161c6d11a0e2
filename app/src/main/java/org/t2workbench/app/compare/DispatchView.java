package org.t2workbench.app.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.TokenBars;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ChosenAlpha;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.Strategy;

/** Both passes of an answer: what the first one said, what it came to, and how long either took. */
final class DispatchView {

    private static final String UNKNOWN = "–";
    private static final double RIGHT = 190;

    private final CompareViewModel compare;
    private final DispatchViewModel viewModel;
    private final Strings strings;
    private final Label caption = small("dispatch-caption");
    private final TokenBars bars = new TokenBars("adapted");
    private final TextFlow said = new TextFlow();
    private final Label note = small("dispatch-note");
    private final Label label = new Label();
    private final Label experts = new Label();
    private final Label first = value("dispatch-first");
    private final Label answer = value("dispatch-answer");
    private final Label switching = value("dispatch-switch");
    private final Tooltip switchingParts = new Tooltip();
    private final Button use = new Button();
    private final VBox left = new VBox(6);
    private final VBox right = new VBox(4);
    private final Card card;

    DispatchView(CompareViewModel compare, Strings strings) {
        this.compare = compare;
        this.viewModel = compare.dispatch();
        this.strings = strings;
        left.getChildren().setAll(caption, bars, said, note);
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        caption.setWrapText(true);
        caption.setMinHeight(Region.USE_PREF_SIZE);
        ScrollPane scroll = new Scroller(left);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        fillRight();
        HBox body = new HBox(18, scroll, right);
        body.getStyleClass().add("dispatch-body");
        card = new Card(strings.get("dispatch.title"), body).atEnd(routesButton());
        viewModel.reportProperty().addListener((property, before, now) -> show(now));
        viewModel.strategyProperty().addListener((property, before, now) -> show(null));
        viewModel.readingProperty().addListener((property, before, now) -> show(null));
        show(viewModel.reportProperty().get());
    }

    Card card() {
        return card;
    }

    private void fillRight() {
        right.setMinWidth(RIGHT);
        right.setMaxWidth(RIGHT);
        label.setId("dispatch-label");
        label.getStyleClass().add("figure");
        experts.setId("dispatch-experts");
        experts.setWrapText(true);
        experts.setMinHeight(Region.USE_PREF_SIZE);
        use.setText(strings.get("dispatch.use"));
        use.setId("dispatch-use");
        use.getStyleClass().addAll("link-button", "flush");
        use.setTooltip(new Tooltip(strings.get("dispatch.use.tooltip")));
        use.setOnAction(event -> compare.useChosen());
        GridPane times = new GridPane();
        times.getStyleClass().add("dispatch-times");
        times.addRow(0, heading("dispatch.passOne"), heading("dispatch.passTwo"), heading("dispatch.switch"));
        times.addRow(1, first, answer, switching);
        Tooltip.install(times, switchingParts);
        VBox.setMargin(times, new Insets(6, 0, 0, 0));
        right.getChildren().setAll(label, experts, times, use);
    }

    private Node routesButton() {
        Button button = new Button(strings.get("dispatch.routes"));
        button.setId("dispatch-routes");
        button.getStyleClass().add("link-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(strings.get("dispatch.routes.tooltip")));
        button.disableProperty().bind(viewModel.routesStateProperty().isEqualTo(RoutesState.NONE));
        button.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> viewModel.strategyProperty().get().dispatches(), viewModel.strategyProperty()));
        button.setOnAction(event -> {
            viewModel.askRoutes();
            PopOver popOver = new PopOver(new RoutesView(viewModel, strings));
            popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
            popOver.setAnimated(false);
            // its root carries its own styles, which would win over the scene's
            popOver.getRoot().getStylesheets().addAll(button.getScene().getStylesheets());
            popOver.show(button);
        });
        return button;
    }

    private void show(@Nullable DispatchReport report) {
        boolean known = report != null;
        right.setVisible(known);
        right.setManaged(known);
        for (Node node : new Node[] {bars, said, note}) {
            node.setVisible(false);
            node.setManaged(false);
        }
        if (report == null) {
            caption.setText(strings.get(waiting()));
            return;
        }
        if (report.hasFirstPass()) {
            showFirstPass(report);
        } else {
            showMixture(report);
        }
        experts.setText(report.isBase() ? strings.get("dispatch.base") : words(report.alphas()));
        first.setText(seconds(report.first().seconds()));
        answer.setText(seconds(report.answer().seconds()));
        switching.setText(
                seconds(sum(report.first().switchSeconds(), report.answer().switchSeconds())));
        switchingParts.setText(strings.get(
                "dispatch.times.tooltip",
                seconds(report.first().switchSeconds()),
                seconds(report.answer().switchSeconds())));
        reveal(use, viewModel.canUse());
    }

    private String waiting() {
        Strategy strategy = viewModel.strategyProperty().get();
        return strategy == Strategy.FEW_SHOT
                ? "dispatch.waiting.fewShot"
                : strategy == Strategy.CLASSIFIER ? "dispatch.waiting.classifier" : "dispatch.waiting.prompt";
    }

    private void showFirstPass(DispatchReport report) {
        label.setText(report.label());
        if (report.probabilities().isEmpty()) {
            caption.setText(strings.get(report.text().isEmpty() ? "dispatch.noRoom" : "dispatch.wrote"));
            said.getChildren().setAll(marked(report));
            reveal(said, !report.text().isEmpty());
        } else {
            caption.setText(strings.get("dispatch.probabilities"));
            bars.setBars(report.probabilities().entrySet().stream()
                    .map(entry -> {
                        boolean chosen = entry.getKey().equals(report.label());
                        String name = chosen ? strings.get("dispatch.chosen", entry.getKey()) : entry.getKey();
                        return new TokenBars.Bar(name, entry.getValue(), chosen);
                    })
                    .toList());
            reveal(bars, true);
        }
        note.setText(report.named() ? report.note() : strings.get("dispatch.unread"));
        reveal(note, !note.getText().isEmpty());
    }

    private void showMixture(DispatchReport report) {
        label.setText(strings.get("dispatch.fewShot"));
        caption.setText(strings.get("dispatch.oneMixture"));
        note.setText(strings.get("dispatch.use.unfit"));
        reveal(note, !report.fitsSliders());
    }

    private static void reveal(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** The first pass's text with its label set apart. */
    private List<Text> marked(DispatchReport report) {
        MarkedText parts =
                report.named() ? MarkedText.of(report.text(), report.label()) : new MarkedText(report.text(), "", "");
        Text found = text(parts.label());
        found.getStyleClass().add("marked-label");
        found.setUnderline(true);
        return List.of(text(parts.before()), found, text(parts.after()));
    }

    private static Text text(String words) {
        Text text = new Text(words);
        text.getStyleClass().addAll("mono", "said");
        return text;
    }

    private String words(List<ChosenAlpha> alphas) {
        return alphas.stream()
                .filter(alpha -> !alpha.isZero())
                .map(alpha -> AlphaWords.of(alpha, strings))
                .collect(Collectors.joining("\n"));
    }

    /** Of two times; a pass that was not there took none. */
    private static double sum(double left, double right) {
        return Double.isNaN(right) ? right : right + (Double.isNaN(left) ? 0 : left);
    }

    private static String seconds(double seconds) {
        return Double.isNaN(seconds) ? UNKNOWN : String.format(Locale.ROOT, "%.3f s", seconds);
    }

    private Label heading(String key) {
        Label name = new Label(strings.get(key));
        name.getStyleClass().add("small-note");
        return name;
    }

    private static Label small(String id) {
        Label words = new Label();
        words.setId(id);
        words.getStyleClass().add("muted");
        return words;
    }

    private static Label value(String id) {
        Label value = new Label(UNKNOWN);
        value.setId(id);
        value.getStyleClass().add("mono");
        return value;
    }
}
