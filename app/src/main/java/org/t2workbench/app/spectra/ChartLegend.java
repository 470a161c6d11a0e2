package org.t2workbench.app.spectra;

import java.util.List;
import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.shape.Line;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;

/** The lines of the chart by name, each a button that hides its line. */
final class ChartLegend extends FlowPane {

    private static final double SAMPLE = 20;

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
        Line sample = new Line(0, 0, SAMPLE, 0);
        var series = theme.palette().series();
        sample.setStroke(series.get(line.style() % series.size()));
        sample.setStrokeWidth(2.5);
        sample.getStrokeDashArray().setAll(SpectrumChart.dash(line));
        ToggleButton button = new ToggleButton(line.name(), sample);
        button.getStyleClass().add("legend-entry");
        button.setSelected(!viewModel.hidden().contains(line.name()));
        button.setOpacity(button.isSelected() ? 1 : 0.45);
        button.setTooltip(new Tooltip(strings.get("spectra.legend.tooltip")));
        button.setOnAction(event -> viewModel.toggle(line.name()));
        return button;
    }
}
