package org.t2workbench.app.chart;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.shape.Rectangle;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Palette;

/**
 * Lines over the components of a matrix, with a crosshair that reads them out. The wheel zooms, dragging pans, a double
 * click shows all again; with {@link #brushingProperty} or Shift, dragging marks a band of components. Arrow keys move
 * the crosshair (with Shift by ten), Space marks a band's first and last component, + and − zoom, Home shows all,
 * Escape takes the band away.
 */
public final class SpectrumChart extends CrosshairChart {

    /** Components from first to last, both included, counted along the first line. */
    public record Band(int first, int last) {}

    private static final double ZOOM = 1.25;
    private static final double WHEEL_STEP = 40;
    private static final double CLICK = 3;
    /** Pixels that share a lowest and a highest value: as many as a line is wide. */
    private static final double BUCKET = 2;

    private final JFreeChart chart = SpectrumPlot.chart();
    private final Rectangle bandShape = new Rectangle();
    private final ObjectProperty<@Nullable Band> band = new SimpleObjectProperty<>();
    private final BooleanProperty brushing = new SimpleBooleanProperty();
    private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(-1);
    private final VisibleRange range = new VisibleRange();
    private SpectrumData data = SpectrumData.EMPTY;
    private Set<String> hidden = Set.of();
    private List<Samples> lines = List.of();
    private SpectrumReadout readout = SpectrumReadout.NONE;
    private int index = -1;
    private int bandStart = -1;
    private double pressed = Double.NaN;
    private double pressedLow;
    private double pressedHigh;
    private boolean marking;

    public SpectrumChart(Palette palette) {
        super(palette, "spectrum-chart");
        bandShape.getStyleClass().add("brush-band");
        bandShape.setMouseTransparent(true);
        bandShape.setManaged(false);
        getChildren().add(0, bandShape);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        band.addListener((property, before, now) -> showBand());
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> moveTo(indexAt(event.getX())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> moveTo(-1));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** The band that is marked, or null. */
    public ObjectProperty<@Nullable Band> bandProperty() {
        return band;
    }

    /** Whether dragging marks a band without Shift. */
    public BooleanProperty brushingProperty() {
        return brushing;
    }

    /** The component that was clicked last, or −1. */
    public ReadOnlyIntegerProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** Shows other lines; the zoom stays where they span the same. */
    public void setData(SpectrumData next) {
        data = next;
        lines = SpectrumPlot.samples(data, hidden);
        readout = new SpectrumReadout(data);
        if (!range.span(data)) {
            band.set(null);
            bandStart = -1;
        }
        index = Math.min(index, length() - 1);
        rebuild();
    }

    /** @param hidden names of lines that are not drawn */
    public void setHidden(Set<String> hidden) {
        this.hidden = Set.copyOf(hidden);
        lines = SpectrumPlot.samples(data, this.hidden);
        rebuild();
    }

    /** The places that are shown, from the lowest to the highest. */
    public double[] shown() {
        return new double[] {range.low(), range.high()};
    }

    /** Shows everything. */
    public void showAll() {
        range.showAll();
        rebuild();
    }

    /** Shows the places between two, as far as there are any. */
    public void show(double[] places) {
        range.show(places[0], places[1]);
        rebuild();
    }

    /** Lengths of the dashes and gaps that a line is drawn with, for a legend. */
    public static List<Double> dash(SpectrumData.Line line) {
        return LineStyle.dash(line.style());
    }

    /** How wide a line is drawn, for a legend. */
    public static double width(SpectrumData.Line line) {
        return SpectrumPlot.width(line.style());
    }

    /** All that could be seen, for files. */
    public ChartPicture picture() {
        return SpectrumPicture.of(data, hidden);
    }

    @Override
    void rebuild() {
        redraw(chart, !data.lines().isEmpty());
    }

    @Override
    void prepare() {
        fill();
    }

    @Override
    void readOut() {
        showBand();
        moveTo(index);
    }

    /** The canvas draws itself when the chart tells it of its new contents. */
    private void fill() {
        SpectrumPlot.fill(chart, data, lines, range.low(), range.high(), Math.max(1, getWidth() / BUCKET), palette());
    }

    private int length() {
        return data.lines().isEmpty() ? 0 : data.lines().get(0).x().size();
    }

    private double placeOf(int component) {
        return data.lines().get(0).x().get(component);
    }

    private ValueAxis axis() {
        return chart.getXYPlot().getDomainAxis();
    }

    private double pixel(double place) {
        return axis().valueToJava2D(place, dataArea(), RectangleEdge.BOTTOM);
    }

    private double place(double pixel) {
        return axis().java2DToValue(pixel, dataArea(), RectangleEdge.BOTTOM);
    }

    /** The nearest component; −1 beside the drawing. */
    private int indexAt(double pixel) {
        Rectangle2D area = dataArea();
        if (length() == 0 || area.isEmpty() || pixel < area.getMinX() - 4 || pixel > area.getMaxX() + 4) {
            return -1;
        }
        return readout.nearest(place(Math.max(area.getMinX(), Math.min(area.getMaxX(), pixel))));
    }

    private void moveTo(int next) {
        index = next < length() ? next : -1;
        Rectangle2D area = dataArea();
        double at = index < 0 ? Double.NaN : placeOf(index);
        if (index < 0 || area.isEmpty() || at < range.low() || at > range.high()) {
            crosshair.setVisible(false);
            return;
        }
        crosshair.show(pixel(at), area, readout.at(at, hidden));
    }

    private void press(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || dataArea().isEmpty()) {
            return;
        }
        if (event.getClickCount() == 2) {
            showAll();
            return;
        }
        pressed = event.getX();
        pressedLow = range.low();
        pressedHigh = range.high();
        marking = brushing.get() || event.isShiftDown();
    }

    private void drag(MouseEvent event) {
        Rectangle2D area = dataArea();
        if (Double.isNaN(pressed) || area.isEmpty() || length() == 0) {
            return;
        }
        if (marking) {
            int from = indexAt(Math.max(area.getMinX(), Math.min(area.getMaxX(), pressed)));
            int to = indexAt(Math.max(area.getMinX(), Math.min(area.getMaxX(), event.getX())));
            band.set(new Band(Math.min(from, to), Math.max(from, to)));
            moveTo(to);
            return;
        }
        range.pan(pressedLow, pressedHigh, (pressed - event.getX()) / area.getWidth());
        rebuild();
    }

    private void release(MouseEvent event) {
        if (!Double.isNaN(pressed) && Math.abs(event.getX() - pressed) < CLICK) {
            chosen.set(indexAt(event.getX()));
        }
        pressed = Double.NaN;
    }

    private void wheel(ScrollEvent event) {
        if (length() > 0 && !dataArea().isEmpty() && event.getDeltaY() != 0) {
            zoom(Math.pow(ZOOM, -event.getDeltaY() / WHEEL_STEP), place(event.getX()));
            event.consume();
        }
    }

    private void zoom(double factor, double around) {
        range.zoom(factor, around);
        rebuild();
    }

    private void showBand() {
        Band marked = band.get();
        Rectangle2D area = dataArea();
        bandShape.setVisible(marked != null && !area.isEmpty() && marked.last() < length());
        if (marked == null || !bandShape.isVisible()) {
            return;
        }
        double from = Math.max(area.getMinX(), pixel(placeOf(marked.first())) - 1);
        double to = Math.min(area.getMaxX(), pixel(placeOf(marked.last())) + 1);
        bandShape.setX(from);
        bandShape.setWidth(Math.max(0, to - from));
        bandShape.setY(area.getMinY());
        bandShape.setHeight(area.getHeight());
    }

    private void key(KeyEvent event) {
        if (length() == 0) {
            return;
        }
        switch (event.getCode()) {
            case LEFT -> moveTo(Math.max(0, index - (event.isShiftDown() ? 10 : 1)));
            case RIGHT -> moveTo(Math.min(length() - 1, index + (event.isShiftDown() ? 10 : 1)));
            case SPACE -> markWithKeys();
            case ESCAPE -> {
                if (band.get() == null && bandStart < 0) {
                    return;
                }
                band.set(null);
                bandStart = -1;
            }
            case PLUS, EQUALS, ADD -> zoom(1 / ZOOM, index < 0 ? middle() : placeOf(index));
            case MINUS, SUBTRACT -> zoom(ZOOM, index < 0 ? middle() : placeOf(index));
            case HOME -> showAll();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private double middle() {
        return (range.low() + range.high()) / 2;
    }

    private void markWithKeys() {
        int at = Math.max(0, index);
        if (bandStart < 0) {
            bandStart = at;
            band.set(new Band(at, at));
        } else {
            band.set(new Band(Math.min(bandStart, at), Math.max(bandStart, at)));
            bandStart = -1;
        }
        chosen.set(at);
    }
}
