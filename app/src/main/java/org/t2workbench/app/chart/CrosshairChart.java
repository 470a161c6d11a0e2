package org.t2workbench.app.chart;

import java.awt.geom.Rectangle2D;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.fx.ChartCanvas;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Palette;

/** A chart as large as its place, with a crosshair over it that reads it out; a press gives it the focus. FX thread only. */
abstract class CrosshairChart extends Region {

    final Crosshair crosshair = new Crosshair();
    private Palette palette;
    private @Nullable ChartCanvas canvas;

    CrosshairChart(Palette palette, String styleClass) {
        this.palette = palette;
        getStyleClass().add(styleClass);
        getChildren().setAll(crosshair);
        setFocusTraversable(true);
        setMinSize(0, 0);
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> requestFocus());
    }

    public final void setPalette(Palette palette) {
        this.palette = palette;
        rebuild();
    }

    final Palette palette() {
        return palette;
    }

    /** Makes the chart anew from what it shows and the palette. */
    abstract void rebuild();

    /** Puts the crosshair where it belongs, for the chart was drawn. */
    abstract void readOut();

    /**
     * Draws a chart in the next frame: once, however much changed since the last one.
     *
     * @param filled whether there is something to draw; without, no canvas is made for it
     */
    final void redraw(JFreeChart chart, boolean filled) {
        if (canvas != null) {
            requestLayout();
        } else if (filled) {
            setChart(chart);
        }
    }

    /**
     * Puts a chart on a canvas, in place of any other. Not before there is something to draw: AWT and its fonts are
     * loaded by then, and not on this thread.
     *
     * @param chart null for none
     */
    final void setChart(@Nullable JFreeChart chart) {
        getChildren().remove(canvas);
        canvas = null;
        if (chart != null) {
            ChartCanvas made = ChartStyle.canvas(chart);
            canvas = made;
            getChildren().add(0, made);
        }
        requestLayout();
    }

    @Override
    protected final void layoutChildren() {
        ChartCanvas drawn = canvas;
        if (drawn != null) {
            ChartStyle.fit(drawn, this, this::prepare);
        }
        crosshair.resizeRelocate(0, 0, getWidth(), getHeight());
        readOut();
    }

    /** Gives the chart what depends on the size. */
    void prepare() {}

    /** Empty until the chart was drawn once. */
    final Rectangle2D dataArea() {
        ChartRenderingInfo info = canvas == null ? null : canvas.getRenderingInfo();
        return info == null ? new Rectangle2D.Double() : info.getPlotInfo().getDataArea();
    }
}
