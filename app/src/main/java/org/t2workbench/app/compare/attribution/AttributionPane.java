package org.t2workbench.app.compare.attribution;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.ColourScale;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.chart.HeatMapPicture;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.LayerGrid;
import org.t2workbench.app.control.PictureClipboard;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.VisibleText;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.AttributionRequest;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.TokenAttribution;
import org.t2workbench.app.workbench.TokenAttribution.ComponentShare;
import org.t2workbench.app.workbench.TokenAttribution.MatrixShare;

/** What moved a token: a map of all matrices, the components in a list, and the check. */
final class AttributionPane extends VBox {

    private static final double MAP_WIDTH = 430;
    private static final double INDICATOR = 18;
    private static final double ROW = 26;
    private static final String NONE = "–";

    private final AttributionViewModel viewModel;
    private final Strings strings;
    private final Label title = new Label();
    private final Label place = new Label();
    private final Label meaning = new Label();
    private final Label waiting = new Label();
    private final Button cancel = new Button();
    private final HBox running = new HBox(10);
    private final HeatMap map;
    private final TableView<ComponentShare> table = new TableView<>();
    private final ColourScale scale = new ColourScale();
    private final CheckCard check;
    private final MenuButton export = new MenuButton();

    AttributionPane(AttributionViewModel viewModel, Theme theme, Strings strings) {
        super(10);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("attribution");
        getStyleClass().add("attribution");
        title.setId("attribution-title");
        title.getStyleClass().add("attribution-title");
        place.setId("attribution-place");
        place.getStyleClass().add("muted");
        meaning.setWrapText(true);
        meaning.setMinHeight(Region.USE_PREF_SIZE);
        meaning.getStyleClass().add("muted");
        map = new HeatMap(theme.palette()).ofSigned();
        map.setId("attribution-map");
        theme.appearanceProperty().addListener((property, before, now) -> map.setPalette(theme.palette()));
        ScrollPane mapScroll = new Scroller(map);
        mapScroll.setFitToWidth(true);
        mapScroll.setFitToHeight(true);
        mapScroll.setFocusTraversable(false);
        mapScroll.getStyleClass().add("attribution-map");
        VBox.setVgrow(mapScroll, Priority.ALWAYS);
        Card maps = new Card(strings.get("attribution.matrices"), new VBox(mapScroll, scale));
        maps.noteProperty().set(strings.get("attribution.unit"));
        VBox.setVgrow(maps, Priority.ALWAYS);
        check = new CheckCard(strings);
        VBox left = new VBox(12, maps, check);
        left.setMinWidth(MAP_WIDTH);
        left.setMaxWidth(MAP_WIDTH);
        fillTable();
        fillExport(maps);
        Card list = new Card(strings.get("attribution.components"), table).atEnd(export);
        HBox.setHgrow(list, Priority.ALWAYS);
        HBox body = new HBox(12, left, list);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(title, place, running(), meaning, body);
        viewModel.stateProperty().addListener((property, before, now) -> show());
        viewModel.requestProperty().addListener((property, before, now) -> show());
        show();
    }

    private Node running() {
        ProgressIndicator indicator = new ProgressIndicator();
        indicator.setPrefSize(INDICATOR, INDICATOR);
        indicator.visibleProperty().bind(cancel.visibleProperty());
        indicator.managedProperty().bind(cancel.visibleProperty());
        cancel.setText(strings.get("attribution.cancel"));
        cancel.setId("attribution-cancel");
        cancel.managedProperty().bind(cancel.visibleProperty());
        cancel.setOnAction(event -> viewModel.cancel());
        waiting.setId("attribution-state");
        waiting.setWrapText(true);
        running.setAlignment(Pos.CENTER_LEFT);
        running.getChildren().setAll(indicator, waiting, cancel);
        running.managedProperty().bind(running.visibleProperty());
        return running;
    }

    private void fillExport(Node maps) {
        export.setText(strings.get("spectra.export"));
        export.setId("attribution-export");
        export.getStyleClass().add("small");
        MenuItem csv = new MenuItem(strings.get("attribution.copy"));
        csv.setOnAction(event -> copyAsCsv());
        MenuItem copyMap = new MenuItem(strings.get("spectra.export.map.copy"));
        copyMap.setOnAction(event -> PictureClipboard.copy(maps));
        MenuItem png = new MenuItem(strings.get("spectra.export.map", "PNG"));
        png.setOnAction(event -> viewModel.maps().png(mapContent()));
        MenuItem svg = new MenuItem(strings.get("spectra.export.map", "SVG"));
        svg.setOnAction(event -> viewModel.maps().svg(mapContent()));
        export.getItems().setAll(csv, copyMap, png, svg);
    }

    private HeatMapPicture.Content mapContent() {
        return new HeatMapPicture.Content(
                title.getText() + "   " + place.getText(), map.data(), true, scale.lowest(), scale.highest());
    }

    private void fillTable() {
        table.setId("attribution-components");
        table.getStyleClass().add("compact");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label(strings.get("attribution.none")));
        table.getColumns()
                .add(column("attribution.matrix", 190, share -> share.matrix().shortName()));
        table.getColumns().add(number("attribution.component", 84, share -> String.valueOf(share.component())));
        table.getColumns()
                .add(number("attribution.gain", 62, share -> String.format(Locale.ROOT, "%.3f", share.gain())));
        table.getColumns().add(number("attribution.contribution", 96, share -> Nats.signed(share.contribution())));
        table.getColumns()
                .add(number(
                        "attribution.setBack",
                        84,
                        share -> Double.isNaN(share.measured()) ? NONE : Nats.signed(share.measured())));
    }

    private TableColumn<ComponentShare, String> number(
            String key, double width, Function<ComponentShare, String> text) {
        TableColumn<ComponentShare, String> column = column(key, width, text);
        column.getStyleClass().add("numbers");
        column.setCellFactory(view -> new NumberCell());
        return column;
    }

    private TableColumn<ComponentShare, String> column(
            String key, double width, Function<ComponentShare, String> text) {
        TableColumn<ComponentShare, String> column = new TableColumn<>(strings.get(key));
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
        return column;
    }

    private static final class NumberCell extends TableCell<ComponentShare, String> {

        NumberCell() {
            setAlignment(Pos.CENTER_RIGHT);
            getStyleClass().add("mono-small");
        }

        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            setText(empty ? null : text);
        }
    }

    private void show() {
        AttributionRequest request = viewModel.requestProperty().get();
        AttributionState state = viewModel.stateProperty().get();
        TokenAttribution found = viewModel.resultProperty().get();
        if (request == null) {
            return;
        }
        title.setText(
                strings.get("attribution.title", VisibleText.of(request.token().text())));
        String where = strings.get(
                request.side() == Side.BASE ? "attribution.place.base" : "attribution.place.adapted",
                String.valueOf(request.index() + 1));
        place.setText(
                found == null
                        ? where
                        : where
                                + strings.get(
                                        "attribution.place.probability",
                                        Nats.written(found.logProbability()),
                                        String.format(Locale.ROOT, "%.1f", 100 * Math.exp(found.logProbability())),
                                        Nats.signed(found.total())));
        running.setVisible(state != AttributionState.KNOWN);
        boolean busy = state == AttributionState.RUNNING || state == AttributionState.CANCELLING;
        cancel.setVisible(busy);
        cancel.setDisable(!viewModel.canCancel());
        waiting.setText(busy ? strings.get("attribution.running") : viewModel.problem());
        export.setDisable(found == null);
        meaning.setText(
                found == null
                        ? ""
                        : strings.get(found.fromBase() ? "attribution.meaning.base" : "attribution.meaning.off"));
        table.getItems().setAll(found == null ? List.of() : found.components());
        map.setData(found == null ? HeatMap.Data.EMPTY : data(found));
        double largest = found == null ? 0 : largest(found);
        scale.setEnds(largest > 0 ? Nats.signed(-largest) : "", largest > 0 ? Nats.signed(largest) : "");
        check.show(found);
    }

    private static double largest(TokenAttribution found) {
        return found.matrices().stream()
                .mapToDouble(share -> Math.abs(share.contribution()))
                .max()
                .orElse(0);
    }

    private static HeatMap.Data data(TokenAttribution found) {
        double largest = largest(found);
        return new LayerGrid<>(found.matrices(), MatrixShare::matrix)
                .data(
                        MatrixShare::contribution,
                        share -> Nats.brief(share.contribution(), largest),
                        "",
                        share -> share.matrix().shortName() + "   " + Nats.signed(share.contribution()));
    }

    private void copyAsCsv() {
        ClipboardContent content = new ClipboardContent();
        content.putString(viewModel.csv());
        Clipboard.getSystemClipboard().setContent(content);
    }
}
