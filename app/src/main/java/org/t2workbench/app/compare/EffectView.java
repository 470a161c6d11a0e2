package org.t2workbench.app.compare;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.EffectSummary;

/** What the mixture did, in four figures and, where it did nothing, in words. */
final class EffectView extends StackPane {

    private static final String NONE = "–";

    private final Strings strings;
    private final Label divergence = value("effect-divergence");
    private final Label flipped = value("effect-flipped");
    private final Label change = value("effect-change");
    private final Label gain = value("effect-gain");
    private final Label words = new Label();

    EffectView(CompareViewModel viewModel, Strings strings) {
        this.strings = strings;
        GridPane grid = new GridPane();
        grid.getStyleClass().add("effect-grid");
        for (int i = 0; i < 2; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(50);
            grid.getColumnConstraints().add(column);
        }
        grid.addRow(0, figure("effect.divergence", divergence), figure("effect.flipped", flipped));
        grid.addRow(1, figure("effect.change", change), figure("effect.gain", gain));
        words.setId("effect-words");
        words.setWrapText(true);
        words.getStyleClass().add("effect-words");
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        VBox body = new VBox(4, grid, words);
        body.getStyleClass().add("effect-body");
        Card card = new Card(strings.get("effect.title"), body);
        card.noteProperty().set(strings.get("effect.note"));
        getChildren().setAll(card);
        viewModel.resultProperty().addListener((property, before, now) -> show(now));
        show(viewModel.resultProperty().get());
    }

    private void show(@Nullable Comparison comparison) {
        if (comparison == null) {
            for (Label label : new Label[] {divergence, flipped, change, gain}) {
                label.setText(NONE);
            }
            words.setText("");
            return;
        }
        EffectSummary effect = comparison.effect();
        divergence.setText(String.format(Locale.ROOT, "%.3f", effect.meanDivergence()));
        flipped.setText(strings.get("effect.of", effect.flippedTokens(), effect.comparedTokens()));
        change.setText(String.format(Locale.ROOT, "%.1f %%", 100 * effect.relativeWeightChange()));
        gain.setText(String.format(Locale.ROOT, "%.2f", effect.largestGainChange()));
        words.setText(sentence(effect));
    }

    private String sentence(EffectSummary effect) {
        if (effect.sameWeights()) {
            return strings.get("effect.none");
        }
        return effect.flippedTokens() == 0 ? strings.get("effect.noFlip") : "";
    }

    private VBox figure(String key, Label value) {
        Label name = new Label(strings.get(key));
        name.getStyleClass().add("muted");
        return new VBox(name, value);
    }

    private static Label value(String id) {
        Label label = new Label(NONE);
        label.setId(id);
        label.getStyleClass().add("figure");
        return label;
    }
}
