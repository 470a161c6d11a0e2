package org.t2workbench.app.model;

import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Quantities;

/** What the open model is, and what it takes. */
final class ModelFacts extends StackPane {

    private static final double NAMES = 108;

    private final Strings strings;
    private final GridPane grid = new GridPane();
    private final Card card;

    ModelFacts(ModelViewModel viewModel, Strings strings) {
        this.strings = strings;
        grid.getStyleClass().add("fact-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(NAMES);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        card = new Card("", grid);
        setMinHeight(Region.USE_PREF_SIZE);
        getChildren().setAll(card);
        Runnable show = new CatchUp(this, () -> show(viewModel.modelProperty().get()));
        viewModel.modelProperty().addListener((property, before, now) -> show.run());
        show(viewModel.modelProperty().get());
    }

    private void show(@Nullable ModelSummary model) {
        grid.getChildren().clear();
        if (model == null) {
            card.titleProperty().set(strings.get("model.none"));
            card.noteProperty().set("");
            grid.add(
                    new EmptyState(Feather.BOX, strings.get("model.none"), strings.get("model.none.text")), 0, 0, 2, 1);
            return;
        }
        card.titleProperty().set(model.name());
        card.noteProperty().set(model.dtype() + " · " + model.device());
        int row = 0;
        fact(row++, "model.architecture", model.architecture());
        fact(row++, "model.parameters", Quantities.count(model.parameters()));
        fact(
                row++,
                "model.stored",
                model.quantised() ? strings.get("model.stored.quantised", model.storedDtype()) : model.storedDtype());
        fact(row++, "model.layers", strings.get("model.layers.value", model.layers(), model.hiddenSize()));
        fact(row++, "model.context", strings.get("model.context.value", model.contextLength()));
        fact(row++, "model.vocabulary", strings.get("model.vocabulary.value", model.vocabularySize()));
        fact(
                row,
                "model.memory",
                strings.get(
                        "model.memory.value",
                        Quantities.bytes(model.memory().weights()),
                        Quantities.bytes(model.memory().decomposition())));
    }

    private void fact(int row, String key, String text) {
        Label name = new Label(strings.get(key));
        name.getStyleClass().add("muted");
        Label value = new Label(text);
        value.setWrapText(true);
        grid.addRow(row, name, value);
    }
}
