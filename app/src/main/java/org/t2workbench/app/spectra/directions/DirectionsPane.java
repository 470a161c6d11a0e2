package org.t2workbench.app.spectra.directions;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
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
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.control.VisibleText;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ComponentReading;
import org.t2workbench.app.workbench.DirectionMatches;
import org.t2workbench.app.workbench.MatrixSummary;

/** A component in words: what lies along it, what lies against it, and the search for components by words. */
public final class DirectionsPane extends VBox {

    private static final double HEIGHT = 132;
    /** While there is a list of what was found. */
    private static final double SEARCHED = 206;

    private static final double SPINNER = 82;
    private static final double SEARCH = 150;
    private static final double RESULTS = 400;
    private static final double NAME = 66;
    private static final double VALUE = 54;

    private final DirectionsViewModel viewModel;
    private final Strings strings;
    private final Card card;
    private final ChipRow along = new ChipRow(WordChip.ALONG);
    private final ChipRow against = new ChipRow(WordChip.AGAINST);
    private final Label alongName = new Label();
    private final Label againstName = new Label();
    private final Label note = new Label();
    private final VBox results = new VBox(4);
    private final Label resultsNote = new Label();
    private final ListView<DirectionMatches.Match> list = new ListView<>();
    private final SpinnerValueFactory.IntegerSpinnerValueFactory numbers =
            new SpinnerValueFactory.IntegerSpinnerValueFactory(0, 0);

    public DirectionsPane(DirectionsViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        setId("directions");
        HBox body = new HBox(12, words(), results());
        body.getStyleClass().add("directions-body");
        card = new Card(strings.get("directions.title.none"), body)
                .besideTitle(spinner())
                .atEnd(search());
        VBox.setVgrow(card, Priority.ALWAYS);
        getChildren().setAll(card);
        minHeightProperty()
                .bind(Bindings.when(results.visibleProperty()).then(SEARCHED).otherwise(HEIGHT));
        maxHeightProperty().bind(minHeightProperty());
        viewModel.matrixProperty().addListener((property, before, now) -> bound(now));
        viewModel.readingProperty().addListener((property, before, now) -> show());
        viewModel.problemProperty().addListener((property, before, now) -> show());
        viewModel.foundProperty().addListener((property, before, now) -> showFound());
        viewModel.searchingProperty().addListener((property, before, now) -> showFound());
        viewModel.searchProblemProperty().addListener((property, before, now) -> showFound());
        bound(viewModel.matrixProperty().get());
        show();
        showFound();
    }

    private Node spinner() {
        Spinner<Integer> spinner = new Spinner<>(numbers);
        spinner.setId("directions-component");
        spinner.setAccessibleText(strings.get("directions.component.name"));
        spinner.setEditable(true);
        spinner.getStyleClass().add("small-spinner");
        spinner.setPrefWidth(SPINNER);
        spinner.setMinWidth(SPINNER);
        spinner.setTooltip(new Tooltip(strings.get("directions.component.tooltip")));
        numbers.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.componentProperty().set(now);
            }
        });
        viewModel.componentProperty().addListener((property, before, now) -> numbers.setValue(now.intValue()));
        return spinner;
    }

    private void bound(@Nullable MatrixSummary matrix) {
        numbers.setMax(matrix == null ? 0 : matrix.rank() - 1);
    }

    private Node search() {
        TextField field = new TextField();
        field.setId("directions-search");
        field.setAccessibleText(strings.get("directions.search"));
        field.setPromptText(strings.get("directions.search.hint"));
        field.setPrefWidth(SEARCH);
        field.setTooltip(new Tooltip(strings.get("directions.search.tooltip")));
        field.textProperty().bindBidirectional(viewModel.textProperty());
        field.setOnAction(event -> viewModel.search());
        Segments<Boolean> side = new Segments<>(viewModel.writesProperty().get());
        side.setId("directions-side");
        side.getStyleClass().add("small");
        side.add(true, strings.get("directions.writes"), strings.get("directions.writes.tooltip"));
        side.add(false, strings.get("directions.reads"), strings.get("directions.reads.tooltip"));
        side.valueProperty().addListener((property, before, now) -> {
            viewModel.writesProperty().set(now);
            if (!viewModel.textProperty().get().isEmpty()) {
                viewModel.search();
            }
        });
        Label name = new Label(strings.get("directions.search"));
        name.getStyleClass().add("card-note");
        name.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(8, name, side, field);
        row.setAlignment(Pos.CENTER_RIGHT);
        return row;
    }

    private Node words() {
        GridPane grid = new GridPane();
        grid.setHgap(8);
        grid.setVgap(6);
        ColumnConstraints names = new ColumnConstraints(NAME);
        ColumnConstraints chips = new ColumnConstraints();
        chips.setHgrow(Priority.ALWAYS);
        chips.setFillWidth(true);
        grid.getColumnConstraints().setAll(names, chips);
        alongName.getStyleClass().add("muted");
        againstName.getStyleClass().add("muted");
        along.setId("directions-along");
        against.setId("directions-against");
        note.setId("directions-note");
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        grid.addRow(0, alongName, along);
        grid.addRow(1, againstName, against);
        VBox box = new VBox(8, grid, note);
        box.setMinWidth(0);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private Node results() {
        resultsNote.getStyleClass().add("small-note");
        resultsNote.setId("directions-found-note");
        list.setId("directions-found");
        list.setAccessibleText(strings.get("directions.search"));
        list.getStyleClass().add("directions-found");
        list.setCellFactory(view -> new MatchCell());
        list.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                viewModel.choose(now);
            }
        });
        Button close = new Button("", new FontIcon(Feather.X));
        close.setId("directions-close");
        close.getStyleClass().addAll("link-button", "flat");
        close.setTooltip(new Tooltip(strings.get("directions.search.end")));
        close.setAccessibleText(strings.get("directions.search.end"));
        close.setOnAction(event -> viewModel.endSearch());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, resultsNote, gap, close);
        head.setAlignment(Pos.CENTER_LEFT);
        resultsNote.setMinWidth(0);
        VBox.setVgrow(list, Priority.ALWAYS);
        list.setMinHeight(0);
        results.getChildren().setAll(head, list);
        results.setMinWidth(RESULTS);
        results.setMaxWidth(RESULTS);
        results.managedProperty().bind(results.visibleProperty());
        results.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> viewModel.searchingProperty().get()
                                || viewModel.foundProperty().get() != null
                                || !viewModel.searchProblemProperty().get().isEmpty(),
                        viewModel.searchingProperty(),
                        viewModel.foundProperty(),
                        viewModel.searchProblemProperty()));
        return results;
    }

    private void show() {
        ComponentReading reading = viewModel.readingProperty().get();
        String problem = viewModel.problemProperty().get();
        if (reading == null) {
            card.titleProperty().set(strings.get("directions.title.none"));
            alongName.setText("");
            againstName.setText("");
            along.show(List.of());
            against.show(List.of());
            note.setText(problem);
            return;
        }
        card.titleProperty()
                .set(strings.get("directions.title", reading.matrix().shortName()));
        String side = strings.get(reading.writes() ? "directions.writes" : "directions.reads");
        alongName.setText(side + " +");
        againstName.setText(side + " \u2212");
        along.show(reading.along());
        against.show(reading.against());
        String facing = strings.get(reading.writes() ? "directions.u.writes" : "directions.v.reads");
        note.setText(facing + " " + reading.without() + (reading.note().isEmpty() ? "" : " " + reading.note()));
    }

    private void showFound() {
        DirectionMatches found = viewModel.foundProperty().get();
        String problem = viewModel.searchProblemProperty().get();
        if (viewModel.searchingProperty().get()) {
            resultsNote.setText(strings.get("directions.searching"));
        } else if (found == null) {
            resultsNote.setText(problem);
        } else {
            String tokens = String.join(
                    " ",
                    found.tokens().stream()
                            .map(token -> "“" + VisibleText.of(token) + "”")
                            .toList());
            resultsNote.setText(
                    strings.get(found.writes() ? "directions.found.writes" : "directions.found.reads", tokens)
                            + (found.problems().isEmpty()
                                    ? ""
                                    : " "
                                            + strings.get(
                                                    "directions.found.problems",
                                                    found.problems().size())));
            resultsNote.setTooltip(
                    found.problems().isEmpty() ? null : new Tooltip(String.join("\n", found.problems())));
        }
        list.getItems().setAll(found == null ? List.of() : found.matches());
    }

    private final class MatchCell extends ListCell<DirectionMatches.Match> {

        @Override
        protected void updateItem(DirectionMatches.@Nullable Match match, boolean empty) {
            super.updateItem(match, empty);
            setText(null);
            if (empty || match == null) {
                setGraphic(null);
                return;
            }
            Label value = new Label(WordChip.signed(match.value()));
            value.getStyleClass().add("mono-small");
            value.setMinWidth(VALUE);
            Label name = new Label(match.matrix().shortName());
            name.getStyleClass().add("mono-small");
            name.setMinWidth(0);
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            Label number = new Label(strings.get("directions.component", String.valueOf(match.component())));
            number.getStyleClass().add("muted");
            number.setMinWidth(Region.USE_PREF_SIZE);
            HBox row = new HBox(8, value, name, gap, number);
            row.setAlignment(Pos.CENTER_LEFT);
            setGraphic(row);
        }
    }
}
