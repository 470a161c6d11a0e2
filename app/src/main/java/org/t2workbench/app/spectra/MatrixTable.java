package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumMetric;

/** All matrices with the metric of the map, largest first, and then every other metric; a head sorts by its column. */
final class MatrixTable extends TableView<MatrixMetrics> {

    private static final double NAME = 146;
    private static final double VALUE = 64;
    /** Beside the words of a head: padding, and the arrow that says what is sorted by. */
    private static final double BESIDE = 42;

    private static final double ROW = 26;
    private static final double HEAD = 11.5;

    private final Strings strings;
    private final TableColumn<MatrixMetrics, String> name = new TableColumn<>();
    /** They stay, so that their cells do: another metric only changes their order. */
    private final Map<SpectrumMetric, TableColumn<MatrixMetrics, Number>> values = new EnumMap<>(SpectrumMetric.class);

    private boolean showing;

    MatrixTable(SpectraViewModel viewModel, Strings strings) {
        this.strings = strings;
        setId("spectra-table");
        getStyleClass().add("compact");
        setFixedCellSize(ROW);
        name.setText(strings.get("spectra.table.matrix"));
        name.setPrefWidth(NAME);
        name.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(shortest(row.getValue().matrix())));
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            values.put(metric, column(metric));
        }
        arrange(viewModel.metricProperty().get());
        viewModel.metricProperty().addListener((property, before, now) -> {
            showing = true;
            arrange(now);
            showing = false;
            choose(viewModel.selectedProperty().get());
        });
        viewModel
                .metricsProperty()
                .addListener((property, before, now) ->
                        show(now, viewModel.selectedProperty().get()));
        viewModel.selectedProperty().addListener((property, before, now) -> choose(now));
        getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null && !showing) {
                viewModel.selectedProperty().set(now.matrix());
            }
        });
        sceneProperty()
                .subscribe(() -> show(
                        viewModel.metricsProperty().get(),
                        viewModel.selectedProperty().get()));
    }

    /** Nothing while nobody can see it: to sort and write it takes longer than the map and the list that are seen. */
    private void show(List<MatrixMetrics> rows, @Nullable MatrixSummary selected) {
        if (getScene() == null) {
            return;
        }
        showing = true;
        getItems().setAll(rows);
        sort();
        showing = false;
        choose(selected);
    }

    private void choose(@Nullable MatrixSummary matrix) {
        showing = true;
        for (int i = 0; i < getItems().size(); i++) {
            if (getItems().get(i).matrix().equals(matrix) && getSelectionModel().getSelectedIndex() != i) {
                getSelectionModel().select(i);
                scrollTo(Math.max(0, i - 3));
            }
        }
        showing = false;
    }

    private void arrange(SpectrumMetric first) {
        TableColumn<MatrixMetrics, Number> leading = Objects.requireNonNull(values.get(first));
        List<TableColumn<MatrixMetrics, ?>> order = new ArrayList<>(List.of(name, leading));
        values.values().stream().filter(column -> column != leading).forEach(order::add);
        getColumns().setAll(order);
        leading.setSortType(TableColumn.SortType.DESCENDING);
        getSortOrder().setAll(List.of(leading));
    }

    private static double wide(String words) {
        Text text = new Text(words);
        text.setFont(Font.font(Fonts.UI, HEAD));
        return text.getLayoutBounds().getWidth();
    }

    private static String shortest(MatrixSummary matrix) {
        return matrix.shortName().replaceFirst("^layers\\.", "");
    }

    private TableColumn<MatrixMetrics, Number> column(SpectrumMetric metric) {
        TableColumn<MatrixMetrics, Number> column = new TableColumn<>();
        Label head = new Label(strings.get(metric.key()));
        head.setTooltip(new Tooltip(strings.get(metric.about())));
        head.setMinWidth(Region.USE_PREF_SIZE);
        column.setGraphic(head);
        column.setPrefWidth(Math.max(VALUE, BESIDE + wide(head.getText())));
        column.setCellValueFactory(
                row -> new ReadOnlyDoubleWrapper(row.getValue().value(metric)));
        // what is undefined stands at the end, not above infinity
        column.setComparator((left, right) -> {
            boolean none = Double.isNaN(left.doubleValue());
            boolean other = Double.isNaN(right.doubleValue());
            return none || other
                    ? Boolean.compare(other, none)
                    : Double.compare(left.doubleValue(), right.doubleValue());
        });
        column.getStyleClass().add("numbers");
        column.setCellFactory(ignored -> new TableCell<>() {
            {
                getStyleClass().add("mono-small");
                setAlignment(Pos.CENTER_RIGHT);
            }

            @Override
            protected void updateItem(@Nullable Number value, boolean empty) {
                super.updateItem(value, empty);
                setText(empty || value == null ? null : metric.write(value.doubleValue()));
            }
        });
        return column;
    }
}
