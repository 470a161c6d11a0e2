package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
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
    /** Rows that are seen above the chosen one. */
    private static final int ABOVE = 3;

    private final Strings strings;
    /** They stay, so that heads and cells do: to make them anew takes some tenths of a second. */
    private final List<Place> places = new ArrayList<>();

    private boolean showing;

    MatrixTable(SpectraViewModel viewModel, Strings strings) {
        this.strings = strings;
        setId("spectra-table");
        getStyleClass().add("compact");
        setFixedCellSize(ROW);
        TableColumn<MatrixMetrics, String> name = new TableColumn<>(strings.get("spectra.table.matrix"));
        name.setPrefWidth(NAME);
        name.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(shortest(row.getValue().matrix())));
        getColumns().add(name);
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            places.add(new Place(metric));
        }
        getColumns().addAll(places);
        arrange(viewModel.metricProperty().get());
        viewModel.metricProperty().addListener((property, before, now) -> {
            arrange(now);
            show(viewModel.metricsProperty().get(), viewModel.selectedProperty().get());
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
        // the order of a table that comes into the scene piece by piece comes with its columns, after the choice
        getSortOrder().addListener((ListChangeListener<TableColumn<MatrixMetrics, ?>>)
                change -> Platform.runLater(this::scrollToChosen));
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
                scrollToChosen();
            }
        }
        showing = false;
    }

    private void scrollToChosen() {
        scrollTo(Math.max(0, getSelectionModel().getSelectedIndex() - ABOVE));
    }

    private void arrange(SpectrumMetric first) {
        int next = 1;
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            places.get(metric == first ? 0 : next++).show(metric);
        }
        Place leading = places.get(0);
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

    /** What a cell shows: the same number of another metric is written differently. */
    private record Measured(SpectrumMetric metric, double value) {}

    /** A column, and the metric that it shows now. */
    private final class Place extends TableColumn<MatrixMetrics, Measured> {

        private final Label head = new Label();
        private SpectrumMetric metric;

        Place(SpectrumMetric metric) {
            this.metric = metric;
            head.setTooltip(new Tooltip());
            head.setMinWidth(Region.USE_PREF_SIZE);
            setGraphic(head);
            getStyleClass().add("numbers");
            setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(
                    new Measured(this.metric, row.getValue().value(this.metric))));
            // what is undefined stands at the end, not above infinity
            setComparator((left, right) -> {
                boolean none = Double.isNaN(left.value());
                boolean other = Double.isNaN(right.value());
                return none || other ? Boolean.compare(other, none) : Double.compare(left.value(), right.value());
            });
            setCellFactory(ignored -> new TableCell<>() {
                {
                    getStyleClass().add("mono-small");
                    setAlignment(Pos.CENTER_RIGHT);
                }

                @Override
                protected void updateItem(@Nullable Measured value, boolean empty) {
                    super.updateItem(value, empty);
                    setText(empty || value == null ? null : value.metric().write(value.value()));
                }
            });
        }

        void show(SpectrumMetric shown) {
            metric = shown;
            head.setText(strings.get(shown.key()));
            head.getTooltip().setText(strings.get(shown.about()));
            setPrefWidth(Math.max(VALUE, BESIDE + wide(head.getText())));
        }
    }
}
