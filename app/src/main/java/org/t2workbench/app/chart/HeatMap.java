package org.t2workbench.app.chart;

import java.util.List;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.theme.Fonts;
import org.t2workbench.app.theme.Palette;

/**
 * Values by row and column as coloured cells with their numbers. A click or the arrow keys choose a cell. What has no
 * value is drawn as an empty frame.
 */
public final class HeatMap extends Region {

    /** A cell by its place. */
    public record Cell(int row, int column) {}

    /**
     * What is drawn.
     *
     * @param values by row, then column; NaN where there is none
     * @param texts what stands in the cells, same shape
     * @param hints what is shown on hover, same shape
     */
    public record Data(
            List<String> rows,
            List<String> columns,
            List<List<Double>> values,
            List<List<String>> texts,
            List<List<String>> hints) {

        public static final Data EMPTY = new Data(List.of(), List.of(), List.of(), List.of(), List.of());

        /**
         * The lowest and the highest value; the first above the second where there is none.
         *
         * @param signed as far below 0 as above it
         */
        double[] range(boolean signed) {
            double lowest = Double.POSITIVE_INFINITY;
            double highest = Double.NEGATIVE_INFINITY;
            for (List<Double> row : values) {
                for (double value : row) {
                    if (Double.isFinite(value)) {
                        lowest = Math.min(lowest, value);
                        highest = Math.max(highest, value);
                    }
                }
            }
            if (signed && lowest <= highest) {
                highest = Math.max(Math.abs(lowest), Math.abs(highest));
                lowest = -highest;
            }
            return new double[] {lowest, highest};
        }
    }

    private static final double NARROW_LABEL = 34;
    private static final double COLUMN_LABEL = 24;
    private static final double GAP = 2;
    private static final double MAX_CELL_HEIGHT = 46;
    private static final double MIN_CELL_HEIGHT = 15;
    private static final double RADIUS = 5;
    private static final double SMALL_TEXT = 11;
    private static final double WIDEST_LETTER = 8;
    /** Lower cells, of which there are many, have plain corners: they are drawn in a fraction of the time. */
    private static final double ROUNDED = 20;

    private static final double READABLE_WIDTH = 26;

    private final double rowLabel;
    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private final ObjectProperty<@Nullable Cell> selected = new SimpleObjectProperty<>();
    private Data data = Data.EMPTY;
    private Palette palette;
    private boolean shares;
    private boolean signed;
    private boolean cosines;
    private ColourRamp ramp = ColourRamp.VIRIDIS;
    private double lowest;
    private double highest;
    private @Nullable Cell hovered;

    /** Colours go from the lowest to the highest value; rows have names of one or two letters. */
    public HeatMap(Palette palette) {
        this(palette, NARROW_LABEL);
    }

    /** @param rowLabel width of the rows' names */
    public HeatMap(Palette palette, double rowLabel) {
        this.palette = palette;
        this.rowLabel = rowLabel;
        getStyleClass().add("heat-map");
        getChildren().add(canvas);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        Tooltip.install(this, tooltip);
        selected.addListener((property, before, now) -> draw());
        focusedProperty().addListener((property, before, now) -> draw());
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> hover(cellAt(event)));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> hover(null));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    public ObjectProperty<@Nullable Cell> selectedProperty() {
        return selected;
    }

    public void setPalette(Palette palette) {
        this.palette = palette;
        draw();
    }

    /** Colours go from 0 to 1, whatever values there are. */
    public HeatMap ofShares() {
        shares = true;
        return this;
    }

    /** Colours go as far below 0 as above it, so that the middle of the scale is 0. */
    public HeatMap ofSigned() {
        signed = true;
        return this;
    }

    /** Colours go from −1 to 1 with grey at 0, whatever values there are. */
    public HeatMap ofCosines() {
        cosines = true;
        ramp = ColourRamp.CIVIDIS;
        return this;
    }

    /** What is shown. */
    public Data data() {
        return data;
    }

    public void setData(Data data) {
        this.data = data;
        double[] range = data.range(signed);
        lowest = shares ? Math.min(0, range[0]) : cosines ? -1 : range[0];
        highest = shares ? Math.max(1, range[1]) : cosines ? 1 : range[1];
        setMinHeight(COLUMN_LABEL + data.rows().size() * MIN_CELL_HEIGHT);
        setPrefHeight(COLUMN_LABEL + data.rows().size() * MAX_CELL_HEIGHT);
        // drawn once it is laid out, and not twice
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        ChartStyle.fit(canvas, this, this::draw);
    }

    private double cellWidth() {
        return (getWidth() - rowLabel) / Math.max(1, data.columns().size());
    }

    private double cellHeight() {
        int rows = Math.max(1, data.rows().size());
        return Math.min(MAX_CELL_HEIGHT, (getHeight() - COLUMN_LABEL) / rows);
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (data.rows().isEmpty()) {
            return;
        }
        double width = cellWidth();
        double height = cellHeight();
        g.setFont(Font.font(Fonts.UI, Math.min(SMALL_TEXT, height - 3)));
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.CENTER);
        for (int row = 0; row < data.rows().size(); row++) {
            g.setFill(palette.muted());
            g.fillText(data.rows().get(row), rowLabel / 2 - 2, (row + 0.5) * height);
            for (int column = 0; column < data.columns().size(); column++) {
                drawCell(g, row, column, width, height);
            }
        }
        g.setFill(palette.muted());
        for (int column = 0; column < data.columns().size(); column++) {
            double x = rowLabel + (column + 0.5) * width;
            g.fillText(data.columns().get(column), x, data.rows().size() * height + COLUMN_LABEL / 2);
        }
        drawFrames(g, width, height);
    }

    private void drawCell(GraphicsContext g, int row, int column, double width, double height) {
        double x = rowLabel + column * width + GAP / 2;
        double y = row * height + GAP / 2;
        double w = width - GAP;
        double h = height - GAP;
        double value = data.values().get(row).get(column);
        if (!Double.isFinite(value)) {
            g.setStroke(palette.grid());
            g.setLineWidth(1);
            g.strokeRoundRect(x + 0.5, y + 0.5, w - 1, h - 1, RADIUS, RADIUS);
            return;
        }
        Color ground = ramp.at(highest > lowest ? (value - lowest) / (highest - lowest) : 0.5);
        g.setFill(ground);
        if (h < ROUNDED) {
            g.fillRect(x, y, w, h);
        } else {
            g.fillRoundRect(x, y, w, h, RADIUS, RADIUS);
        }
        if (w >= READABLE_WIDTH) {
            g.setFill(ColourRamp.letters(ground));
            String text = data.texts().get(row).get(column);
            if (text.length() * WIDEST_LETTER <= w) {
                g.fillText(text, x + w / 2, y + h / 2);
            } else {
                // measured and pressed together, which takes its time
                g.fillText(text, x + w / 2, y + h / 2, w - 2);
            }
        }
    }

    private void drawFrames(GraphicsContext g, double width, double height) {
        Cell over = hovered;
        if (over != null) {
            frame(g, over, width, height, 1);
        }
        Cell chosen = selected.get();
        if (chosen != null) {
            frame(g, chosen, width, height, isFocused() ? 3 : 2);
        }
    }

    private void frame(GraphicsContext g, Cell cell, double width, double height, double line) {
        g.setStroke(palette.focus());
        g.setLineWidth(line);
        g.strokeRoundRect(
                rowLabel + cell.column() * width + 1, cell.row() * height + 1, width - 2, height - 2, RADIUS, RADIUS);
    }

    private @Nullable Cell cellAt(MouseEvent event) {
        int column = (int) Math.floor((event.getX() - rowLabel) / cellWidth());
        int row = (int) Math.floor(event.getY() / cellHeight());
        boolean inside = row >= 0
                && column >= 0
                && row < data.rows().size()
                && column < data.columns().size();
        return inside ? new Cell(row, column) : null;
    }

    private void hover(@Nullable Cell cell) {
        if (!Objects.equals(cell, hovered)) {
            hovered = cell;
            tooltip.setText(cell == null ? "" : data.hints().get(cell.row()).get(cell.column()));
            if (cell == null) {
                tooltip.hide();
            }
            draw();
        }
    }

    private void press(MouseEvent event) {
        // a scroll pane around this would take the focus for itself
        event.consume();
        requestFocus();
        Cell cell = cellAt(event);
        if (cell != null) {
            selected.set(cell);
        }
    }

    private void key(KeyEvent event) {
        Cell from = selected.get() == null ? new Cell(0, 0) : selected.get();
        Cell to =
                switch (event.getCode()) {
                    case LEFT -> new Cell(from.row(), from.column() - 1);
                    case RIGHT -> new Cell(from.row(), from.column() + 1);
                    case UP -> new Cell(from.row() - 1, from.column());
                    case DOWN -> new Cell(from.row() + 1, from.column());
                    default -> null;
                };
        if (to == null || data.rows().isEmpty()) {
            return;
        }
        selected.set(new Cell(
                Math.min(data.rows().size() - 1, Math.max(0, to.row())),
                Math.min(data.columns().size() - 1, Math.max(0, to.column()))));
        event.consume();
    }
}
