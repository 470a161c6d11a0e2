package org.t2workbench.app.chart;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.entity.CategoryItemEntity;
import org.jfree.chart.entity.ChartEntity;
import org.jfree.chart.fx.ChartCanvas;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Palette;

/** Shares in groups of bars, each with its interval as a whisker; the figures of a bar on hover. */
public final class IntervalBars extends Region {

    private final Tooltip tooltip = new Tooltip();
    private Palette palette;
    private @Nullable ChartCanvas canvas;
    private List<BarPicture.Bar> bars = List.of();

    public IntervalBars(Palette palette) {
        this.palette = palette;
        getStyleClass().add("interval-bars");
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        Tooltip.install(this, tooltip);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> hover(at(event.getX(), event.getY())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> hover(null));
    }

    public void setPalette(Palette palette) {
        this.palette = palette;
        rebuild();
    }

    public void setBars(List<BarPicture.Bar> bars) {
        this.bars = List.copyOf(bars);
        rebuild();
    }

    @Override
    protected void layoutChildren() {
        ChartCanvas drawn = canvas;
        if (drawn != null) {
            ChartStyle.fit(drawn, this, () -> {});
        }
    }

    private void rebuild() {
        getChildren().clear();
        canvas = null;
        if (!bars.isEmpty()) {
            ChartCanvas made = ChartStyle.canvas(IntervalBarPlot.chart(bars, palette));
            canvas = made;
            getChildren().add(made);
        }
        requestLayout();
    }

    private BarPicture.@Nullable Bar at(double x, double y) {
        ChartRenderingInfo info = canvas == null ? null : canvas.getRenderingInfo();
        ChartEntity entity = info == null || info.getEntityCollection() == null
                ? null
                : info.getEntityCollection().getEntity(x, y);
        if (!(entity instanceof CategoryItemEntity item)) {
            return null;
        }
        return bars.stream()
                .filter(bar -> Objects.equals(bar.series(), item.getRowKey())
                        && Objects.equals(bar.group(), item.getColumnKey()))
                .findFirst()
                .orElse(null);
    }

    private void hover(BarPicture.@Nullable Bar bar) {
        if (bar == null) {
            tooltip.hide();
            tooltip.setText("");
            return;
        }
        tooltip.setText(String.format(
                Locale.ROOT,
                "%s, %s: %.1f %% (%.1f–%.1f)",
                bar.group(),
                bar.series(),
                100 * bar.value(),
                100 * bar.low(),
                100 * bar.high()));
    }
}
