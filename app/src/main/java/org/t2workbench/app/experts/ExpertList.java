package org.t2workbench.app.experts;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;

/** All experts in a table, and below it what is known about the chosen one and what it does. */
final class ExpertList extends VBox {

    private static final double ROW = 34;
    private static final double FACTS = 430;

    private final ExpertsViewModel viewModel;
    private final Strings strings;
    private final TableView<ExpertSummary> table = new TableView<>();
    private final GridPane details = new GridPane();
    private final Card detailCard;
    private final Node effect;

    /** @param effect of the chosen expert */
    ExpertList(ExpertsViewModel viewModel, Node effect, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        this.effect = effect;
        buildTable();
        Card tableCard = new Card(strings.get("experts.title"), table);
        tableCard.noteProperty().set(strings.get("experts.note"));
        VBox.setVgrow(tableCard, Priority.ALWAYS);
        details.getStyleClass().add("fact-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        details.getColumnConstraints().setAll(names, values);
        detailCard = new Card("", details).atEnd(projectButton());
        detailCard.setMinWidth(FACTS);
        detailCard.setMaxWidth(FACTS);
        HBox.setHgrow(effect, Priority.ALWAYS);
        HBox below = new HBox(12, detailCard, effect);
        below.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().setAll(tableCard, below);
        viewModel.selectedProperty().addListener((property, before, now) -> {
            show(now);
            table.getSelectionModel().select(now);
        });
        show(viewModel.selectedProperty().get());
    }

    Node firstFocus() {
        return table;
    }

    private Button projectButton() {
        Button project = new Button(strings.get("experts.project"), new FontIcon(Feather.CROSSHAIR));
        project.setId("experts-project");
        project.setTooltip(FormRow.tooltip(strings.get("experts.project.tooltip")));
        project.setOnAction(event -> {
            ExpertSummary adapter = viewModel.selectedProperty().get();
            if (adapter != null) {
                viewModel.imports().project(adapter);
            }
        });
        project.visibleProperty()
                .bind(Bindings.createBooleanBinding(this::isAdapterSelected, viewModel.selectedProperty()));
        project.managedProperty().bind(project.visibleProperty());
        return project;
    }

    private boolean isAdapterSelected() {
        ExpertSummary selected = viewModel.selectedProperty().get();
        return selected != null && selected.isAdapter();
    }

    private void buildTable() {
        table.setId("experts-table");
        table.setItems(viewModel.experts());
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(
                new EmptyState(Feather.SLIDERS, strings.get("experts.none"), strings.get("experts.none.text")));
        column("experts.name", 130, "strong", ExpertSummary::name);
        column("experts.task", 110, "", ExpertSummary::task);
        column("experts.parametrisation", 120, "", ExpertSummary::parametrisation);
        column("experts.matrices", 90, "figures", expert -> String.valueOf(expert.matrices()));
        column("experts.gain", 130, "figures", ExpertList::gain);
        column("experts.scores", 160, "figures", this::scores);
        column("experts.seed", 70, "figures", ExpertSummary::seed);
        column("experts.file", 220, "", expert -> Objects.toString(expert.file().getFileName(), ""));
        viewModel.experts().addListener((ListChangeListener<ExpertSummary>) change -> {
            if (table.getSelectionModel().isEmpty() && !viewModel.experts().isEmpty()) {
                table.getSelectionModel().selectFirst();
            }
        });
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (property, before, now) -> viewModel.selectedProperty().set(now));
        if (!viewModel.experts().isEmpty()) {
            table.getSelectionModel().selectFirst();
        }
    }

    private void column(String key, double width, String style, Function<ExpertSummary, String> text) {
        TableColumn<ExpertSummary, String> column = new TableColumn<>(strings.get(key));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(60);
        if (!style.isEmpty()) {
            column.getStyleClass().add(style);
        }
        table.getColumns().add(column);
    }

    private static String gain(ExpertSummary expert) {
        return expert.isAdapter() ? "–" : String.format(Locale.ROOT, "%.2f", expert.largestGainChange());
    }

    private String scores(ExpertSummary expert) {
        if (!expert.isScored()) {
            return strings.get("experts.unscored");
        }
        return strings.get(
                "experts.score", percent(expert.scoreBefore()), percent(expert.scoreAfter()), expert.scoredOn());
    }

    private void show(@Nullable ExpertSummary expert) {
        details.getChildren().clear();
        detailCard.setVisible(expert != null);
        detailCard.setManaged(expert != null);
        effect.setVisible(expert != null);
        effect.setManaged(expert != null);
        if (expert == null) {
            return;
        }
        detailCard.titleProperty().set(expert.name());
        int row = 0;
        if (!expert.warning().isEmpty()) {
            Label warning = new Label(expert.warning(), new FontIcon(Feather.ALERT_TRIANGLE));
            warning.getStyleClass().add("warning-note");
            warning.setWrapText(true);
            details.add(warning, 0, row++, 2, 1);
        }
        fact(row++, "experts.file", expert.file().toString());
        if (!expert.task().isEmpty()) {
            fact(row++, "experts.task", expert.task());
        }
        fact(row++, "experts.parametrisation", expert.parametrisation());
        fact(row++, "experts.scores", scores(expert));
        if (expert.scoredItems() > 0) {
            fact(row, "experts.items", String.valueOf(expert.scoredItems()));
        }
    }

    private void fact(int row, String key, String text) {
        Label name = new Label(strings.get(key));
        name.getStyleClass().add("muted");
        Label value = new Label(text);
        value.setWrapText(true);
        details.addRow(row, name, value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
