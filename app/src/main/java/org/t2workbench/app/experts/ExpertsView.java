package org.t2workbench.app.experts;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.EmptyState;
import org.t2workbench.app.control.FileDrops;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.experts.adapt.AdaptView;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.Shortcuts;

/** The Experts screen. */
public final class ExpertsView extends VBox {

    private static final double ROW = 34;

    private final ExpertsViewModel viewModel;
    private final Strings strings;
    private final TableView<ExpertSummary> table = new TableView<>();
    private final GridPane details = new GridPane();
    private final Card detailCard;
    private final AdaptView adapt;
    private final Segments<Boolean> shown = new Segments<>(false);

    public ExpertsView(ExpertsViewModel viewModel, AdaptView adapt, Strings strings) {
        super(12);
        this.adapt = adapt;
        this.viewModel = viewModel;
        this.strings = strings;
        setId("experts");
        getStyleClass().add("screen");
        buildTable();
        HBox listTools = new HBox(8, importMenu(), exportButton());
        listTools.setAlignment(Pos.CENTER_RIGHT);
        shown.setId("experts-shown");
        shown.add(false, strings.get("experts.show.list"), strings.get("experts.show.list.tooltip"));
        shown.add(true, strings.get("experts.show.adapt"), strings.get("experts.show.adapt.tooltip"));
        Node adaptTools = adapt.tools();
        StackPane actions = new StackPane(listTools, adaptTools);
        actions.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(actions, Priority.ALWAYS);
        HBox tools = new HBox(10, shown, actions);
        tools.setAlignment(Pos.CENTER_LEFT);
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
        detailCard.setMinHeight(Region.USE_PREF_SIZE);
        VBox list = new VBox(12, tableCard, detailCard);
        StackPane views = new StackPane(list, adapt);
        views.setMinSize(0, 0);
        VBox.setVgrow(views, Priority.ALWAYS);
        for (Node node : List.of(list, listTools)) {
            node.visibleProperty().bind(shown.valueProperty().isEqualTo(false));
        }
        for (Node node : List.of(adapt, adaptTools)) {
            node.visibleProperty().bind(shown.valueProperty().isEqualTo(true));
        }
        getChildren().setAll(tools, views);
        viewModel.selectedProperty().addListener((property, before, now) -> {
            show(now);
            table.getSelectionModel().select(now);
        });
        show(viewModel.selectedProperty().get());
        FileDrops.onto(this, viewModel::canOpen, viewModel::open);
    }

    private MenuButton importMenu() {
        MenuButton menu = new MenuButton(strings.get("experts.import"), new FontIcon(Feather.DOWNLOAD));
        menu.setId("experts-import");
        menu.setTooltip(new Tooltip(strings.get("experts.import.tooltip")));
        MenuItem expert = new MenuItem(
                strings.get("experts.open", Shortcuts.text(Shortcuts.OPEN_EXPERT)), new FontIcon(Feather.FILE_PLUS));
        expert.setId("experts-open");
        expert.setOnAction(event -> viewModel.choose());
        MenuItem adapter = new MenuItem(strings.get("experts.openFolder"), new FontIcon(Feather.FOLDER_PLUS));
        adapter.setId("experts-open-folder");
        adapter.setOnAction(event -> viewModel.chooseAdapter());
        MenuItem reference = new MenuItem(strings.get("experts.openReference"), new FontIcon(Feather.FILE_TEXT));
        reference.setId("experts-open-reference");
        reference.setOnAction(event -> viewModel.imports().choose());
        menu.getItems().setAll(expert, adapter, reference);
        menu.disableProperty().bind(viewModel.modelProperty().isNull());
        viewModel.imports().sourceProperty().addListener((property, before, now) -> {
            if (now != null) {
                new ImportDialog(getScene().getWindow(), viewModel.imports(), strings).show();
            }
        });
        return menu;
    }

    private Button exportButton() {
        Button export = new Button(strings.get("experts.export"), new FontIcon(Feather.UPLOAD));
        export.setId("experts-export");
        export.setTooltip(new Tooltip(strings.get("experts.export.tooltip")));
        export.setOnAction(event -> {
            viewModel.beginExport();
            new ExportDialog(
                            getScene().getWindow(),
                            viewModel.exports(),
                            viewModel.selectedProperty().get(),
                            strings)
                    .show();
        });
        export.disableProperty().bind(viewModel.modelProperty().isNull());
        return export;
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
        column("experts.gain", 130, "figures", ExpertsView::gain);
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

    /** Turns to the search of mixtures, or to the list of experts. */
    public void showAdapt(boolean search) {
        shown.valueProperty().set(search);
    }

    /** Whether the search of mixtures is in front. */
    public boolean isAdaptShown() {
        return shown.valueProperty().get();
    }

    /** The table or the task of the search, for the keyboard's first focus. */
    public Node firstFocus() {
        return isAdaptShown() ? adapt.firstFocus() : table;
    }
}
