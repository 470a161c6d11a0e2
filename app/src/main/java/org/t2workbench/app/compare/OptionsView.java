package org.t2workbench.app.compare;

import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.GenerationSettings;

/** How answers are drawn: temperature, top-k, top-p, seed, length. */
final class OptionsView extends GridPane {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final double FIELD = 84;

    private final CompareViewModel viewModel;
    private final Strings strings;
    private final Label problem = new Label();
    private int row;

    OptionsView(CompareViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        getStyleClass().add("options-grid");
        GenerationSettings now = viewModel.settingsProperty().get();
        add("options.temperature", "options.temperature.note", String.valueOf(now.temperature()), text -> {
            double value = number(text, 0, 5);
            GenerationSettings old = viewModel.settingsProperty().get();
            return new GenerationSettings(value, old.topK(), old.topP(), old.seed(), old.maxTokens());
        });
        add("options.topK", "options.topK.note", String.valueOf(now.topK()), text -> {
            int value = (int) whole(text, 0, Integer.MAX_VALUE);
            GenerationSettings old = viewModel.settingsProperty().get();
            return new GenerationSettings(old.temperature(), value, old.topP(), old.seed(), old.maxTokens());
        });
        add("options.topP", "options.topP.note", String.valueOf(now.topP()), text -> {
            double value = number(text, 0.01, 1);
            GenerationSettings old = viewModel.settingsProperty().get();
            return new GenerationSettings(old.temperature(), old.topK(), value, old.seed(), old.maxTokens());
        });
        add("options.seed", "options.seed.note", String.valueOf(now.seed()), text -> {
            long value = whole(text, 0, Long.MAX_VALUE);
            GenerationSettings old = viewModel.settingsProperty().get();
            return new GenerationSettings(old.temperature(), old.topK(), old.topP(), value, old.maxTokens());
        });
        add("options.maxTokens", "options.maxTokens.note", String.valueOf(now.maxTokens()), text -> {
            int value = (int) whole(text, 1, 100_000);
            GenerationSettings old = viewModel.settingsProperty().get();
            return new GenerationSettings(old.temperature(), old.topK(), old.topP(), old.seed(), value);
        });
        problem.getStyleClass().add("problem");
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        add(problem, 0, row, 3, 1);
    }

    private void add(String key, String noteKey, String value, Function<String, GenerationSettings> parse) {
        Label name = new Label(strings.get(key));
        TextField field = new TextField(value);
        field.setId(key.replace('.', '-'));
        field.setPrefWidth(FIELD);
        field.setAlignment(Pos.CENTER_RIGHT);
        field.getStyleClass().addAll("mono", "number");
        field.textProperty().addListener((property, before, now) -> {
            try {
                viewModel.settingsProperty().set(parse.apply(now));
                field.pseudoClassStateChanged(WRONG, false);
                problem.setText("");
            } catch (NumberFormatException e) {
                field.pseudoClassStateChanged(WRONG, true);
                problem.setText(strings.get("options.wrong", strings.get(key), now));
            }
        });
        Label note = new Label(strings.get(noteKey));
        note.getStyleClass().add("small-note");
        addRow(row++, name, field, note);
    }

    private static double number(String text, double lowest, double highest) {
        return within(Double.parseDouble(text.strip().replace(',', '.')), lowest, highest);
    }

    private static long whole(String text, long lowest, long highest) {
        long value = Long.parseLong(text.strip());
        if (value < lowest || value > highest) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static double within(double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new NumberFormatException(Double.toString(value));
        }
        return value;
    }
}
