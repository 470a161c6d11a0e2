package org.t2workbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.nio.file.Path;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;

/** A {@link HeatMap} in a file, whole and with its scale, dark on white as papers are. Any thread. */
public final class HeatMapPicture {

    /**
     * What is written.
     *
     * @param title above the map
     * @param signed whether the middle of the scale is 0
     * @param lowest in words, at the dark end of the scale
     * @param highest in words, at its light end
     */
    public record Content(String title, HeatMap.Data data, boolean signed, String lowest, String highest) {}

    private static final double EDGE = 16;
    private static final double TITLE = 26;
    private static final double ROW_LABEL = 40;
    private static final double CELL_WIDTH = 62;
    private static final double CELL_HEIGHT = 26;
    private static final double LABEL = 22;
    private static final double SCALE = 10;
    private static final double SCALE_LABEL = 76;
    private static final double GAP = 2;
    private static final double RADIUS = 6;

    private final Content content;
    private final Palette palette = Palette.of(Appearance.LIGHT);
    private final double[] range;

    private HeatMapPicture(Content content) {
        this.content = content;
        this.range = content.data().range(content.signed());
    }

    /** At twice the size, for screens and print. */
    public static void png(Path file, Content content) {
        HeatMapPicture picture = new HeatMapPicture(content);
        ChartFile.png(file, picture::draw, picture.width(), picture.height());
    }

    public static void svg(Path file, Content content) {
        HeatMapPicture picture = new HeatMapPicture(content);
        ChartFile.svg(file, picture::draw, picture.width(), picture.height());
    }

    private int width() {
        int columns = Math.max(4, content.data().columns().size());
        double title = titleFont()
                .getStringBounds(content.title(), new FontRenderContext(null, true, true))
                .getWidth();
        return (int) Math.ceil(2 * EDGE + Math.max(title, ROW_LABEL + columns * CELL_WIDTH));
    }

    private static Font titleFont() {
        return ChartStyle.font().deriveFont(ChartStyle.font().getSize2D() + 1);
    }

    private int height() {
        return (int) Math.ceil(2 * EDGE + TITLE + content.data().rows().size() * CELL_HEIGHT + LABEL + 2 * SCALE);
    }

    private void draw(Graphics2D g) {
        HeatMap.Data data = content.data();
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, 0, width(), height()));
        g.setFont(titleFont());
        text(g, content.title(), EDGE, EDGE + TITLE / 2 - 4, 0, palette.text());
        g.setFont(ChartStyle.font());
        double top = EDGE + TITLE;
        for (int row = 0; row < data.rows().size(); row++) {
            double y = top + row * CELL_HEIGHT;
            text(g, data.rows().get(row), EDGE + ROW_LABEL - 10, y + CELL_HEIGHT / 2, 1, palette.muted());
            for (int column = 0; column < data.columns().size(); column++) {
                cell(g, row, column, EDGE + ROW_LABEL + column * CELL_WIDTH, y);
            }
        }
        double below = top + data.rows().size() * CELL_HEIGHT;
        for (int column = 0; column < data.columns().size(); column++) {
            double x = EDGE + ROW_LABEL + (column + 0.5) * CELL_WIDTH;
            text(g, data.columns().get(column), x, below + LABEL / 2, 0.5, palette.muted());
        }
        scale(g, below + LABEL + 4);
    }

    private void cell(Graphics2D g, int row, int column, double x, double y) {
        double value = content.data().values().get(row).get(column);
        var shape = new RoundRectangle2D.Double(
                x + GAP / 2, y + GAP / 2, CELL_WIDTH - GAP, CELL_HEIGHT - GAP, RADIUS, RADIUS);
        if (!Double.isFinite(value)) {
            g.setColor(ChartStyle.awt(palette.grid()));
            g.setStroke(new BasicStroke(1));
            g.draw(shape);
            return;
        }
        var ground = ColourRamp.VIRIDIS.at(range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 0.5);
        g.setColor(ChartStyle.awt(ground));
        g.fill(shape);
        String words = content.data().texts().get(row).get(column);
        text(g, words, x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2, 0.5, ColourRamp.letters(ground));
    }

    private void scale(Graphics2D g, double y) {
        if (content.lowest().isEmpty()) {
            return;
        }
        double left = EDGE + SCALE_LABEL;
        double wide = width() - 2 * left;
        text(g, content.lowest(), left - 8, y + SCALE / 2, 1, palette.muted());
        text(g, content.highest(), left + wide + 8, y + SCALE / 2, 0, palette.muted());
        for (int i = 0; i < (int) wide; i++) {
            g.setColor(ChartStyle.awt(ColourRamp.VIRIDIS.at(i / wide)));
            g.fill(new Rectangle2D.Double(left + i, y, 1.2, SCALE));
        }
    }

    /** @param anchor how much of the words stands left of x: 0 none, 1 all */
    private static void text(
            Graphics2D g, String words, double x, double middle, double anchor, javafx.scene.paint.Color colour) {
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(ChartStyle.awt(colour));
        g.drawString(words, (float) (x - anchor * metrics.stringWidth(words)), (float)
                (middle + (metrics.getAscent() - metrics.getDescent()) / 2.0));
    }
}
