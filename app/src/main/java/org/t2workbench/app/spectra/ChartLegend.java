package org.t2workbench.app.spectra;

import java.util.List;
import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.StrokeLineCap;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** The lines of the chart by name, each a button that hides its line. */
final class ChartLegend extends FlowPane {

    private static final double SAMPLE = 26;
    private static final double DOT = 5;
    private static final int DOTS = 3;
    private static final double HIDDEN = 0.45;

    private final ChartViewModel viewModel;
    private final Theme theme;
    private final Strings strings;

    ChartLegend(ChartViewModel viewModel, Theme theme, Strings strings) {
        super(6, 2);
        this.viewModel = viewModel;
        this.theme = theme;
        this.strings = strings;
        setId("spectra-legend");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("chart-legend");
        viewModel.dataProperty().addListener((property, before, now) -> show());
        viewModel.hidden().addListener((SetChangeListener<String>) change -> show());
        theme.appearanceProperty().addListener((property, before, now) -> show());
        show();
    }

    private void show() {
        List<SpectrumData.Line> lines = viewModel.dataProperty().get().lines();
        getChildren().setAll(lines.stream().map(this::entry).toList());
    }

    private ToggleButton entry(SpectrumData.Line line) {
        ToggleButton button = new ToggleButton(line.name(), sample(line));
        button.setMnemonicParsing(false);
        button.getStyleClass().add("legend-entry");
        button.setSelected(!viewModel.hidden().contains(line.name()));
        button.setOpacity(button.isSelected() ? 1 : HIDDEN);
        button.setTooltip(new Tooltip(strings.get("spectra.legend.tooltip")));
        button.setOnAction(event -> viewModel.toggle(line.name()));
        return button;
    }

    /** A piece of the line as the chart draws it. */
    private Node sample(SpectrumData.Line line) {
        var series = theme.palette().series();
        Color colour = series.get(line.style() % series.size());
        if (line.form() == SpectrumData.Form.POINTS) {
            HBox points = new HBox(DOT);
            for (int i = 0; i < DOTS; i++) {
                points.getChildren().add(new Circle(DOT / 2, colour));
            }
            points.setAlignment(Pos.CENTER);
            return points;
        }
        Line sample = new Line(0, 0, SAMPLE, 0);
        sample.setStroke(colour);
        sample.setStrokeWidth(SpectrumChart.width(line) * 1.2);
        sample.setStrokeLineCap(StrokeLineCap.BUTT);
        sample.getStrokeDashArray().setAll(SpectrumChart.dash(line));
        return sample;
    }
}
