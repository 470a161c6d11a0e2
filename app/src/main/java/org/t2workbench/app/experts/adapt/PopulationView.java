package org.t2workbench.app.experts.adapt;

import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.StripChart;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.ChoiceWords;
import org.t2workbench.app.control.LegendEntry;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** The members of one generation over α, and the way through the generations. */
final class PopulationView extends StackPane {

    private static final String CIRCLE = "M4.5,1.2 a3.3,3.3 0 1,0 0.001,0 z";
    private static final String DIAMOND = "M4.5,0 L9,4.5 L4.5,9 L0,4.5 z";
    private static final String STAR =
            "M6,0 L7.5,4.1 L11.8,4.2 L8.4,6.8 L9.6,11 L6,8.5 L2.4,11 L3.6,6.8 L0.2,4.2 L4.5,4.1 z";
    private static final String SPREAD =
            "M1,0 H8 V1.3 H5.2 V5 H8.5 V7 H5.2 V10.7 H8 V12 H1 V10.7 H3.8 V7 H0.5 V5 H3.8 V1.3 H1 z";

    private final AdaptViewModel viewModel;
    private final Strings strings;
    private final Pictures pictures;
    private final StripChart chart;
    private final ComboBox<Integer> places = new ComboBox<>();
    private final Slider slider = new Slider(1, 1, 1);
    private final Button play = new Button("", new FontIcon(Feather.PLAY));
    private final Label shown = new Label();

    PopulationView(AdaptViewModel viewModel, Pictures pictures, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        this.pictures = pictures;
        setMinSize(0, 0);
        chart = new StripChart(theme.palette());
        chart.setId("adapt-population-chart");
        theme.appearanceProperty().addListener((property, before, now) -> chart.setPalette(theme.palette()));
        VBox.setVgrow(chart, Priority.ALWAYS);
        buildPlaces();
        Card card =
                new Card(strings.get("adapt.population.title"), new VBox(chart, scrubBar())).atEnd(legend(), places);
        card.noteProperty().set(strings.get("adapt.population.note"));
        getChildren().setAll(card);
        Later show = new Later(0, this::draw);
        InvalidationListener words = change -> show();
        viewModel.requestProperty().addListener(show);
        viewModel.requestProperty().addListener(words);
        viewModel.scrub().generationsProperty().addListener(change -> {
            slider.setMax(Math.max(1, viewModel.scrub().count()));
            show();
            show.run();
        });
        viewModel.scrub().shownProperty().addListener(words);
        viewModel.scrub().shownProperty().addListener(show);
        viewModel.found().placeProperty().addListener(show);
        viewModel.scrub().playingProperty().addListener(change -> showPlay());
        show();
        show.run();
        showPlay();
    }

    private HBox legend() {
        HBox legend = new HBox(
                12,
                entry(CIRCLE, "adapt-member", strings.get("adapt.legend.member")),
                entry(DIAMOND, "adapt-elite", strings.get("adapt.legend.elite")),
                entry(STAR, "adapt-star", strings.get("adapt.legend.star")),
                entry(SPREAD, "adapt-spread", strings.get("adapt.legend.spread")));
        legend.setAlignment(Pos.CENTER_RIGHT);
        return legend;
    }

    private static LegendEntry entry(String shape, String style, String name) {
        SVGPath path = new SVGPath();
        path.setContent(shape);
        path.getStyleClass().add(style);
        return new LegendEntry(path, name);
    }

    private void buildPlaces() {
        places.setId("adapt-place");
        places.getStyleClass().add("adapt-place");
        places.setTooltip(new Tooltip(strings.get("adapt.place.tooltip")));
        places.setAccessibleText(strings.get("adapt.place.tooltip"));
        places.setConverter(new ChoiceWords<>(this::placeName));
        places.managedProperty().bind(places.visibleProperty());
        places.setOnAction(event -> {
            Integer chosen = places.getValue();
            if (chosen != null) {
                viewModel.found().placeProperty().set(chosen);
            }
        });
        viewModel.found().places().addListener((ListChangeListener<String>) change -> showPlaces());
        showPlaces();
    }

    private void showPlaces() {
        int count = viewModel.found().places().size();
        places.getItems().clear();
        for (int i = FoundMixture.EVERYWHERE; i < count; i++) {
            places.getItems().add(i);
        }
        places.setValue(viewModel.found().placeProperty().get());
        places.setVisible(count > 1);
    }

    private HBox scrubBar() {
        play.setId("adapt-play");
        play.getStyleClass().add("icon-button");
        play.setOnAction(event -> viewModel.scrub().togglePlay());
        slider.setId("adapt-scrub");
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setTooltip(new Tooltip(strings.get("adapt.scrub.tooltip")));
        slider.setAccessibleText(strings.get("adapt.scrub.tooltip"));
        slider.valueProperty()
                .addListener((property, before, now) -> viewModel.scrub().go((int) Math.round(now.doubleValue())));
        HBox.setHgrow(slider, Priority.ALWAYS);
        shown.setId("adapt-shown");
        shown.getStyleClass().add("card-note");
        shown.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(10, play, slider, shown);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("adapt-scrub-bar");
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private void showPlay() {
        boolean playing = viewModel.scrub().playingProperty().get();
        play.setGraphic(new FontIcon(playing ? Feather.PAUSE : Feather.PLAY));
        String words = strings.get(playing ? "adapt.pause.tooltip" : "adapt.play.tooltip");
        play.setTooltip(new Tooltip(words));
        play.setAccessibleText(words);
    }

    private void show() {
        int number = viewModel.scrub().shownProperty().get();
        int count = viewModel.scrub().count();
        if (number > 0 && Math.round(slider.getValue()) != number) {
            slider.setValue(number);
        }
        slider.setDisable(count < 2);
        play.setDisable(count < 2);
        shown.setText(viewModel.shownWords());
    }

    private void draw() {
        chart.setStrips(pictures.strips());
    }

    private String placeName(int place) {
        if (place < 0 || place >= viewModel.found().places().size()) {
            return strings.get("adapt.place.all");
        }
        String name = viewModel.found().places().get(place);
        return name.chars().allMatch(Character::isDigit)
                ? strings.get("model.layer", name)
                : name.replaceFirst("^model\\.", "").replaceFirst("\\.weight$", "");
    }
}
