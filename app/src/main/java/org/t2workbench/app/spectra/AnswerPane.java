package org.t2workbench.app.spectra;

import java.util.Locale;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.KeepReport;

/** What the model says with the components that are kept and the gains that are set, and its perplexity on a text. */
final class AnswerPane {

    private final KeepViewModel viewModel;
    private final Strings strings;
    private final Label answer = new Label();
    private final Label perplexity = new Label();
    private final GridPane node = new GridPane();

    AnswerPane(KeepViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        answer.setId("keep-answer");
        answer.getStyleClass().add("mono");
        answer.setMaxWidth(Double.MAX_VALUE);
        perplexity.setId("keep-perplexity");
        perplexity.setMinWidth(Region.USE_PREF_SIZE);
        node.setHgap(10);
        node.setVgap(6);
        node.addRow(
                0,
                muted("spectra.keep.prompt"),
                field("keep-prompt", "spectra.keep.prompt", "spectra.keep.prompt.tooltip", viewModel.promptProperty()),
                muted("spectra.keep.text"),
                field("keep-text", "spectra.keep.text", "spectra.keep.text.tooltip", viewModel.textProperty()));
        node.addRow(1, muted("spectra.keep.answer"), answer, perplexity);
        GridPane.setColumnSpan(perplexity, 2);
        GridPane.setHgrow(answer, Priority.ALWAYS);
        node.setMinHeight(Region.USE_PREF_SIZE);
        viewModel.reportProperty().addListener((property, before, now) -> show(now));
        viewModel.problemProperty().addListener((property, before, now) -> show(null));
        viewModel
                .busyProperty()
                .addListener((property, before, now) ->
                        show(viewModel.reportProperty().get()));
        show(viewModel.reportProperty().get());
    }

    Node node() {
        return node;
    }

    private Label muted(String key) {
        Label label = new Label(strings.get(key));
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private TextField field(String id, String name, String tooltip, StringProperty text) {
        TextField field = new TextField();
        field.setId(id);
        field.setAccessibleText(strings.get(name));
        field.setTooltip(new Tooltip(strings.get(tooltip)));
        field.textProperty().bindBidirectional(text);
        GridPane.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    private void show(@Nullable KeepReport report) {
        if (report == null) {
            answer.setText(viewModel.problemProperty().get());
            answer.setTooltip(null);
            perplexity.setText("");
            return;
        }
        answer.setText(report.answer().strip().replace("\n", " ⏎ "));
        answer.setTooltip(report.answer().isBlank() ? null : new Tooltip(report.answer()));
        answer.setOpacity(viewModel.busyProperty().get() ? 0.6 : 1);
        perplexity.setText(
                strings.get("spectra.keep.perplexity", number(report.perplexity()), number(report.basePerplexity())));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value < 1000 ? "%.2f" : "%.3g", value) : "n/a";
    }
}
