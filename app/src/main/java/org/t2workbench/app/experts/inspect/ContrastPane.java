package org.t2workbench.app.experts.inspect;

import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.IconButton;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertContrast;

/** What one expert changes that another does not: a sentence, and the matrices and components where they differ most. */
final class ContrastPane {

    private final SimilarityViewModel viewModel;
    private final Strings strings;
    private final Label sentence = new Label();
    private final TableView<ExpertContrast.Part> matrices = new TableView<>();
    private final TableView<ExpertContrast.Component> components = new TableView<>();
    private final Card node;

    ContrastPane(SimilarityViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        sentence.setId("contrast-sentence");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        fillTables();
        Segments<Boolean> shown = new Segments<>(false);
        shown.setId("contrast-shown");
        shown.getStyleClass().add("small");
        shown.add(false, strings.get("inspect.contrast.matrices"), strings.get("inspect.contrast.matrices.tooltip"));
        shown.add(true, strings.get("inspect.contrast.components"), strings.get("inspect.contrast.components.tooltip"));
        matrices.visibleProperty().bind(shown.valueProperty().isEqualTo(false));
        components.visibleProperty().bind(shown.valueProperty().isEqualTo(true));
        StackPane tables = new StackPane(matrices, components);
        VBox.setVgrow(tables, Priority.ALWAYS);
        VBox head = new VBox(10, chooser(), sentence);
        head.getStyleClass().add("contrast-head");
        node = new Card(strings.get("inspect.contrast.title"), new VBox(head, tables)).atEnd(shown);
        viewModel.contrastProperty().addListener((property, before, now) -> show(now));
        show(viewModel.contrastProperty().get());
    }

    Node node() {
        return node;
    }

    private HBox chooser() {
        ExpertBox first = new ExpertBox("contrast-first", viewModel.experts(), viewModel.firstProperty());
        ExpertBox second = new ExpertBox("contrast-second", viewModel.experts(), viewModel.secondProperty());
        IconButton swap =
                new IconButton("contrast-swap", Feather.REPEAT, strings.get("inspect.contrast.swap"), viewModel::swap);
        Label has = new Label(strings.get("inspect.contrast.has"));
        has.getStyleClass().add("muted");
        Label lacks = new Label(strings.get("inspect.contrast.lacks"));
        lacks.getStyleClass().add("muted");
        has.setLabelFor(first);
        lacks.setLabelFor(second);
        HBox row = new HBox(8, has, first, lacks, second, swap);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void fillTables() {
        matrices.setId("contrast-matrices");
        matrices.getColumns()
                .add(column(
                        "spectra.table.matrix", 150, "", part -> part.matrix().shortName()));
        matrices.getColumns().add(column("inspect.contrast.distance", 84, "figures", part -> figure(part.distance())));
        matrices.getColumns().add(column("inspect.contrast.first", 84, "figures", part -> figure(part.firstNorm())));
        matrices.getColumns().add(column("inspect.contrast.second", 84, "figures", part -> figure(part.secondNorm())));
        matrices.getColumns()
                .add(column("inspect.contrast.orthogonal", 96, "figures", part -> percent(part.orthogonalShare())));
        components.setId("contrast-components");
        components
                .getColumns()
                .add(column("spectra.table.matrix", 150, "", one -> one.matrix().shortName()));
        components
                .getColumns()
                .add(column("attribution.component", 92, "figures", one -> String.valueOf(one.component())));
        components.getColumns().add(column("inspect.contrast.gain", 84, "figures", one -> figure(one.gain())));
        components.getColumns().add(column("inspect.contrast.other", 84, "figures", one -> figure(one.other())));
        components.getColumns().add(column("inspect.contrast.size", 96, "figures", one -> figure(one.size())));
        for (TableView<?> table : new TableView<?>[] {matrices, components}) {
            table.getStyleClass().add("compact");
            table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
            table.setPlaceholder(new Label(strings.get("inspect.contrast.none")));
        }
    }

    private <T> TableColumn<T, String> column(String key, double width, String style, Function<T, String> text) {
        TableColumn<T, String> column = new TableColumn<>(strings.get(key));
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 84));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        if (!style.isEmpty()) {
            column.getStyleClass().add(style);
        }
        return column;
    }

    private void show(@Nullable ExpertContrast contrast) {
        if (contrast == null) {
            sentence.setText("");
            matrices.getItems().clear();
            components.getItems().clear();
            return;
        }
        sentence.setText(words(contrast));
        matrices.getItems().setAll(contrast.matrices());
        components.getItems().setAll(contrast.components());
    }

    private String words(ExpertContrast contrast) {
        String first = viewModel.name(contrast.first());
        String second = viewModel.name(contrast.second());
        if (contrast.matrices().isEmpty()) {
            return strings.get("inspect.contrast.same", first, second);
        }
        if (Double.isNaN(contrast.orthogonalShare())) {
            return strings.get("inspect.contrast.unchanged", first);
        }
        return strings.get(
                contrast.weighted() ? "inspect.contrast.words.weighted" : "inspect.contrast.words",
                percent(contrast.orthogonalShare()),
                first,
                second,
                Double.isNaN(contrast.cosine()) ? "n/a" : minus(String.format(Locale.ROOT, "%.2f", contrast.cosine())));
    }

    private static String figure(double value) {
        return minus(String.format(Locale.ROOT, "%.3f", value));
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "n/a" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String minus(String number) {
        return number.replace('-', '\u2212');
    }
}
