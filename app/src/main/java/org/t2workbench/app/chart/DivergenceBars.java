package org.t2workbench.app.chart;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.theme.Palette;

/** One bar per token of an answer: how far the two models' next-token distributions are apart there, in nats. */
public final class DivergenceBars extends Region {

    /** A token and the divergence at its place. */
    public record Bar(String label, double divergence) {}

    private static final double LABEL_HEIGHT = 16;
    private static final double LABEL_MIN_WIDTH = 24;
    private static final double MAX_BAR = 72;
    private static final double AXIS_WIDTH = 40;
    private static final double TEXT = 11;
    /** Below this the bars stay low, so that rounding does not look like a difference. */
    private static final double SMALLEST_SCALE = 0.02;

    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private final IntegerProperty selected = new SimpleIntegerProperty(-1);
    private List<Bar> bars = List.of();
    private Palette palette;

    public DivergenceBars(Palette palette) {
        this.palette = palette;
        getStyleClass().add("divergence-bars");
        getChildren().add(canvas);
        setFocusTraversable(true);
        Tooltip.install(this, tooltip);
        selected.addListener((property, before, now) -> draw());
        focusedProperty().addListener((property, before, now) -> draw());
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> selected.set(indexAt(event.getX())));
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> requestFocus());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** The token under the mouse or the arrow keys, -1 for none; may be set from outside. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    public void setPalette(Palette palette) {
        this.palette = palette;
        draw();
    }

    public void setBars(List<Bar> bars) {
        this.bars = List.copyOf(bars);
        draw();
    }

    @Override
    protected void layoutChildren() {
        ChartStyle.fit(canvas, this, this::draw);
    }

    private double step() {
        return Math.min(MAX_BAR, (getWidth() - AXIS_WIDTH) / Math.max(1, bars.size()));
    }

    private int indexAt(double x) {
        int index = (int) Math.floor((x - AXIS_WIDTH) / step());
        int inside = index >= 0 && index < bars.size() ? index : -1;
        tooltip.setText(
                inside < 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%s   %.4f nats",
                                bars.get(inside).label(),
                                bars.get(inside).divergence()));
        return inside;
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        double floor = Math.rint(canvas.getHeight() - LABEL_HEIGHT) - 0.5;
        g.clearRect(0, 0, width, canvas.getHeight());
        if (floor <= 0) {
            return;
        }
        double highest = Math.max(
                SMALLEST_SCALE, bars.stream().mapToDouble(Bar::divergence).max().orElse(0));
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.strokeLine(AXIS_WIDTH, floor, width, floor);
        g.setFont(Font.font(Fonts.UI, TEXT));
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        if (!bars.isEmpty()) {
            g.fillText(String.format(Locale.ROOT, highest < 0.1 ? "%.3f" : "%.2f", highest), AXIS_WIDTH - 6, 7);
            g.fillText("0", AXIS_WIDTH - 6, floor);
        }
        double step = step();
        g.setTextAlign(TextAlignment.CENTER);
        g.setFont(Font.font(Fonts.MONO, TEXT));
        for (int i = 0; i < bars.size(); i++) {
            double x = AXIS_WIDTH + i * step;
            double height = bars.get(i).divergence() / highest * (floor - 4);
            boolean chosen = i == selected.get();
            g.setFill(chosen ? palette.text() : palette.accent());
            g.setGlobalAlpha(chosen ? 1 : 0.85);
            g.fillRect(x + 1, floor - Math.max(1, height), Math.max(1, step - 3), Math.max(1, height));
            g.setGlobalAlpha(1);
            if (step >= LABEL_MIN_WIDTH) {
                g.setFill(chosen ? palette.text() : palette.muted());
                g.fillText(bars.get(i).label(), x + step / 2, floor + LABEL_HEIGHT / 2 + 1, step);
            }
        }
        if (isFocused()) {
            g.setStroke(palette.accent());
            g.strokeLine(AXIS_WIDTH, floor, width, floor);
        }
    }

    private void key(KeyEvent event) {
        if (bars.isEmpty() || event.getCode() != KeyCode.LEFT && event.getCode() != KeyCode.RIGHT) {
            return;
        }
        int step = event.getCode() == KeyCode.LEFT ? -1 : 1;
        selected.set(Math.floorMod(selected.get() + step, bars.size()));
        event.consume();
    }
}
