package org.t2workbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.chart.ChartPicture.Format;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.app.chart.CurveChart.Point;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The window's charts as files: light whatever the window is, with names, and with every number. */
class ChartPictureTest {

    private final FxRobot robot = new FxRobot();

    @TempDir
    Path folder;

    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private String text(ChartPicture picture, Format format) throws IOException {
        Path file = folder.resolve("chart." + format.ending());
        picture.write(file, format);
        return Files.readString(file);
    }

    private ChartPicture curves() {
        ChartPicture[] made = new ChartPicture[1];
        robot.interact(() -> {
            CurveChart chart = new CurveChart(CurveChart.Scale.FREE, Palette.of(Appearance.DARK));
            chart.setCurves(
                    List.of(
                            new Curve("", 1, Form.FAINT, List.of(Point.of(0, 0.5), Point.of(1, 0.75))),
                            new Curve("drawn", 1, Form.LINE, List.of(Point.of(0, 0.5), Point.of(1, 0.625))),
                            new Curve("", 0, Form.THIN, List.of(Point.of(0, 1), Point.of(1, 1))),
                            new Curve("validation", 2, Form.MARKED, List.of(new Point(1, 0.3, 0.25, 0.35)))),
                    1);
            made[0] = chart.picture("iteration", "right \"answers\"");
            // another run's curves: what was taken stays as it was
            chart.setCurves(List.of(new Curve("other", 0, Form.LINE, List.of(Point.of(0, 9)))), 1);
        });
        return made[0];
    }

    @Test
    void curvesAreNamedInTheDrawingAndWholeInTheNumbers() throws IOException {
        ChartPicture picture = curves();
        assertThat(text(picture, Format.SVG))
                .contains(">drawn<", ">validation<", ">iteration<")
                .doesNotContain("other");
        assertThat(text(picture, Format.CSV).lines())
                .containsExactly(
                        "series,\"iteration\",\"right \"\"answers\"\"\",low,high",
                        "\"drawn (each)\",0.0,0.5,0.5,0.5",
                        "\"drawn (each)\",1.0,0.75,0.75,0.75",
                        "\"drawn\",0.0,0.5,0.5,0.5",
                        "\"drawn\",1.0,0.625,0.625,0.625",
                        "\"validation\",1.0,0.3,0.25,0.35");
    }

    @Test
    void aPictureOfADarkWindowIsLightAndOfTwiceTheSize() throws IOException {
        Path file = folder.resolve("chart.png");
        curves().write(file, Format.PNG);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(1800, 960);
        assertThat(image.getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
    }

    @Test
    void barsAreWrittenWithTheirEdges() throws IOException {
        ChartPicture[] made = new ChartPicture[1];
        robot.interact(() -> {
            HistogramChart chart = new HistogramChart(Palette.of(Appearance.DARK), "components");
            chart.setBars(new HistogramChart.Bars(List.of(0.5, 1.0, 1.5), List.of(3L, 7L), 1));
            made[0] = chart.picture();
        });
        assertThat(text(made[0], Format.CSV).lines())
                .containsExactly("from,to,\"components\"", "0.5,1.0,3", "1.0,1.5,7");
        assertThat(text(made[0], Format.SVG)).contains("<svg", "rgb(9,105,218)");
    }
}
