package org.t2workbench.app.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.theme.Palette;
import org.t2workbench.core.spectrum.GainVector;

/**
 * Gains by matrix and component as coloured stripes: grey at 1, darker below, lighter above. Where there are more components
 * than pixels, a stripe is of several and shows the gain furthest from 1. The wheel and the keys + and − zoom down to single
 * components, dragging pans, Home shows all; arrow keys move from cell to cell, a click or Enter opens one.
 */
public final class ComponentMap extends Region {

    /**
     * One matrix.
     *
     * @param group rows of the same group are not parted by a line
     */
    public record Row(String name, int group, GainVector gains) {}

    /** A component of a row. */
    public record Place(int row, int component) {}

    private static final double LABELS = 78;
    private static final double AXIS = 24;
    private static final double LEAST_ROW = 3;
    private static final double MOST_ROW = 46;
    private static final double TEXT = 11;
    private static final double LEAST_LABEL = 12;
    private static final double PARTED = 5;
    private static final double TICK_DISTANCE = 70;
    private static final double ZOOM = 1.25;
    private static final double DRAGGED = 3;
    private static final int SHADES = 512;

    private final Canvas canvas = new Canvas();
    private final ObjectProperty<@Nullable Place> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Place> pointed = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<Span> span = new SimpleObjectProperty<>(new Span(0, 1));
    private final int[] shades = new int[SHADES + 1];
    private Palette palette;
    private List<Row> rows = List.of();
    private double reach;
    private int widest = 1;
    private Runnable onOpen = () -> {};
    private @Nullable WritableImage image;
    private double pressedAt;
    private @Nullable Span pressedSpan;
    private boolean dragged;

    /** The components in sight, {@code to} being one after the last. */
    public record Span(int from, int to) {

        int size() {
            return to - from;
        }
    }

    public ComponentMap(Palette palette) {
        this.palette = palette;
        for (int i = 0; i <= SHADES; i++) {
            Color colour = ColourRamp.CIVIDIS.at((double) i / SHADES);
            shades[i] = 0xff000000
                    | (int) Math.round(colour.getRed() * 255) << 16
                    | (int) Math.round(colour.getGreen() * 255) << 8
                    | (int) Math.round(colour.getBlue() * 255);
        }
        getStyleClass().add("component-map");
        getChildren().add(canvas);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        selected.addListener((property, before, now) -> draw());
        pointed.addListener((property, before, now) -> draw());
        span.addListener((property, before, now) -> {
            image = null;
            draw();
        });
        focusedProperty().addListener((property, before, now) -> draw());
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> pointed.set(placeAt(event.getX(), event.getY())));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> pointed.set(null));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** The chosen component, or null. */
    public ObjectProperty<@Nullable Place> selectedProperty() {
        return selected;
    }

    /** The component under the mouse, or null. */
    public ReadOnlyObjectProperty<@Nullable Place> pointedProperty() {
        return pointed.getReadOnlyProperty();
    }

    /** The components in sight. */
    public ReadOnlyObjectProperty<Span> spanProperty() {
        return span;
    }

    /**
     * What a click does.
     *
     * @param action runs when the clicked component is the selected one
     */
    public void setOnOpen(Runnable action) {
        onOpen = action;
    }

    public void setPalette(Palette palette) {
        this.palette = palette;
        draw();
    }

    /**
     * Draws other gains, all of them in sight.
     *
     * @param reach the |g − 1| of the ends of the colours
     */
    public void setRows(List<Row> rows, double reach) {
        this.rows = List.copyOf(rows);
        this.reach = reach;
        widest = Math.max(
                1, rows.stream().mapToInt(row -> row.gains().size()).max().orElse(1));
        image = null;
        selected.set(null);
        pointed.set(null);
        span.set(new Span(0, widest));
        setMinHeight(AXIS + rows.size() * LEAST_ROW);
        requestLayout();
        draw();
    }

    /** Whether less than everything is in sight. */
    public boolean isZoomed() {
        return span.get().size() < widest;
    }

    /**
     * Shows fewer or more components around the chosen one, or around the middle.
     *
     * @param factor above 1 for nearer
     */
    public void zoom(double factor) {
        Place at = selected.get();
        double middle = at == null ? (span.get().from() + span.get().to()) / 2.0 : at.component() + 0.5;
        zoom(factor, middle);
    }

    public void showAll() {
        span.set(new Span(0, widest));
    }

    private void zoom(double factor, double around) {
        Span now = span.get();
        int size = (int) Math.max(Math.min(8, widest), Math.min(widest, Math.round(now.size() / factor)));
        if (size == now.size() && factor > 1 && size > 8) {
            size--;
        }
        double share = (around - now.from()) / now.size();
        moveTo((int) Math.round(around - share * size), size);
    }

    private void moveTo(int from, int size) {
        int first = Math.max(0, Math.min(widest - size, from));
        span.set(new Span(first, first + size));
    }

    @Override
    protected double computePrefHeight(double width) {
        return AXIS + rows.size() * MOST_ROW;
    }

    @Override
    protected void layoutChildren() {
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        ChartStyle.fit(canvas, this, () -> {
            if (canvas.getWidth() != width || canvas.getHeight() != height) {
                image = null;
            }
            draw();
        });
    }

    private double plotWidth() {
        return Math.max(1, getWidth() - LABELS - 4);
    }

    private double rowHeight() {
        return Math.min(MOST_ROW, (getHeight() - AXIS) / Math.max(1, rows.size()));
    }

    private double x(double component) {
        return LABELS + (component - span.get().from()) / span.get().size() * plotWidth();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (rows.isEmpty() || getWidth() <= LABELS || getHeight() <= AXIS) {
            return;
        }
        WritableImage drawn = image;
        if (drawn == null) {
            drawn = stripes();
            image = drawn;
        }
        double height = rowHeight();
        g.setImageSmoothing(false);
        g.drawImage(drawn, LABELS, 0, plotWidth(), rows.size() * height);
        drawRows(g, height);
        drawAxis(g, rows.size() * height);
        frame(g, pointed.get(), 1);
        frame(g, selected.get(), isFocused() ? 3 : 2);
    }

    private WritableImage stripes() {
        Span shown = span.get();
        int columns = Math.min(shown.size(), (int) Math.ceil(plotWidth()));
        WritableImage made = new WritableImage(columns, rows.size());
        int[] line = new int[columns];
        for (int row = 0; row < rows.size(); row++) {
            GainVector gains = rows.get(row).gains();
            int own = Math.max(0, Math.min(shown.to(), gains.size()) - shown.from());
            int most = (int) Math.ceil((double) columns * own / shown.size());
            Arrays.fill(line, 0);
            List<GainVector.Bin> bins = most == 0 ? List.of() : gains.bins(shown.from(), shown.to(), most);
            for (int column = 0; column < bins.size(); column++) {
                line[column] = shade(bins.get(column).gain());
            }
            made.getPixelWriter().setPixels(0, row, columns, 1, PixelFormat.getIntArgbInstance(), line, 0, columns);
        }
        return made;
    }

    private int shade(double gain) {
        double share = reach > 0 ? (gain - 1) / (2 * reach) + 0.5 : 0.5;
        return shades[(int) Math.round(Math.max(0, Math.min(1, share)) * SHADES)];
    }

    private void drawRows(GraphicsContext g, double height) {
        g.setFont(Font.font(Fonts.UI, TEXT));
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        double free = 0;
        for (int row = 0; row < rows.size(); row++) {
            double middle = (row + 0.5) * height;
            if (middle >= free) {
                g.setFill(palette.muted());
                g.fillText(rows.get(row).name(), LABELS - 8, middle, LABELS - 10);
                free = middle + LEAST_LABEL;
            }
            boolean newGroup =
                    row > 0 && rows.get(row).group() != rows.get(row - 1).group();
            if (row > 0 && height >= PARTED) {
                g.setFill(palette.background());
                double line = newGroup ? 4 : 1;
                g.fillRect(LABELS, Math.rint(row * height - line / 2), plotWidth(), line);
            }
        }
    }

    private void drawAxis(GraphicsContext g, double y) {
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.CENTER);
        int step = step();
        Span shown = span.get();
        for (int component = (shown.from() + step - 1) / step * step; component < shown.to(); component += step) {
            double middle = x(component + 0.5);
            g.fillText(Integer.toString(component), Math.max(LABELS + 8, middle), y + AXIS / 2);
        }
    }

    /** 1, 2 or 5 times a power of ten. */
    private int step() {
        double least = TICK_DISTANCE * span.get().size() / plotWidth();
        int step = 1;
        for (int turn = 0; step < least; turn++) {
            step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
        }
        return step;
    }

    private void frame(GraphicsContext g, @Nullable Place place, double line) {
        Span shown = span.get();
        if (place == null || place.component() < shown.from() || place.component() >= shown.to()) {
            return;
        }
        double width = Math.max(4, plotWidth() / shown.size());
        double left = x(place.component() + 0.5) - width / 2;
        g.setStroke(palette.focus());
        g.setLineWidth(line);
        g.strokeRect(left, place.row() * rowHeight() + 0.5, width, Math.max(4, rowHeight() - 1));
    }

    private @Nullable Place placeAt(double x, double y) {
        int row = (int) Math.floor(y / rowHeight());
        if (row < 0 || row >= rows.size() || x < LABELS || x >= LABELS + plotWidth()) {
            return null;
        }
        Span shown = span.get();
        int first = shown.from() + (int) Math.floor((x - LABELS) / plotWidth() * shown.size());
        // under one pixel lie several: the one that is drawn is meant
        int last = shown.from() + (int) Math.ceil((x - LABELS + 1) / plotWidth() * shown.size());
        List<GainVector.Bin> bin = rows.get(row).gains().bins(first, Math.max(first + 1, last), 1);
        int under = shown.size() > plotWidth() && !bin.isEmpty() ? bin.get(0).component() : first;
        return under < rows.get(row).gains().size() ? new Place(row, under) : null;
    }

    private void press(MouseEvent event) {
        // a scroll pane around this would take the focus for itself
        event.consume();
        requestFocus();
        pressedAt = event.getX();
        pressedSpan = span.get();
        dragged = false;
    }

    private void drag(MouseEvent event) {
        Span from = pressedSpan;
        if (from == null || Math.abs(event.getX() - pressedAt) < DRAGGED) {
            return;
        }
        dragged = true;
        int moved = (int) Math.round((pressedAt - event.getX()) / plotWidth() * from.size());
        moveTo(from.from() + moved, from.size());
    }

    private void release(MouseEvent event) {
        pressedSpan = null;
        Place place = placeAt(event.getX(), event.getY());
        if (!dragged && place != null) {
            selected.set(place);
            onOpen.run();
        }
    }

    private void scroll(ScrollEvent event) {
        if (rows.isEmpty() || event.getDeltaY() == 0 || event.getX() < LABELS) {
            return;
        }
        double around = span.get().from()
                + (event.getX() - LABELS) / plotWidth() * span.get().size();
        zoom(event.getDeltaY() > 0 ? ZOOM : 1 / ZOOM, around);
        event.consume();
    }

    private void key(KeyEvent event) {
        if (rows.isEmpty()) {
            return;
        }
        switch (event.getCode()) {
            case LEFT -> move(0, event.isShiftDown() ? -10 : -1);
            case RIGHT -> move(0, event.isShiftDown() ? 10 : 1);
            case UP -> move(-1, 0);
            case DOWN -> move(1, 0);
            case PLUS, ADD, EQUALS -> zoom(ZOOM * ZOOM);
            case MINUS, SUBTRACT -> zoom(1 / (ZOOM * ZOOM));
            case HOME -> showAll();
            case ENTER -> {
                if (selected.get() != null) {
                    onOpen.run();
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int down, int right) {
        Place from = Objects.requireNonNullElse(
                selected.get(), new Place(0, span.get().from()));
        int row = Math.max(0, Math.min(rows.size() - 1, from.row() + down));
        int component = Math.max(0, Math.min(rows.get(row).gains().size() - 1, from.component() + right));
        selected.set(new Place(row, component));
        Span shown = span.get();
        if (component < shown.from() || component >= shown.to()) {
            moveTo(component - shown.size() / 2, shown.size());
        }
    }
}
