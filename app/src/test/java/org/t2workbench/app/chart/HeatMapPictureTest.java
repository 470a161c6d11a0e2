package org.t2workbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map in a file has all that the map on the screen has. */
class HeatMapPictureTest {

    private static final List<List<String>> TEXTS = List.of(List.of("1.5", "n/a"), List.of("-2.0", "0.25"));
    private static final HeatMap.Data DATA = new HeatMap.Data(
            List.of("0", "1"),
            List.of("up", "down"),
            List.of(List.of(1.5, Double.NaN), List.of(-2.0, 0.25)),
            TEXTS,
            TEXTS);

    @TempDir
    Path folder;

    @Test
    void theScaleIsOfTheValuesThereAre() {
        assertThat(DATA.range(false)).containsExactly(-2, 1.5);
        assertThat(DATA.range(true)).containsExactly(-2, 2);
        double[] none = HeatMap.Data.EMPTY.range(true);
        assertThat(none[0]).isGreaterThan(none[1]);
    }

    @Test
    void namesNumbersAndScaleAreWritten() throws IOException {
        Path file = folder.resolve("map.svg");
        HeatMapPicture.svg(file, new HeatMapPicture.Content("stable rank", DATA, true, "low end", "high end"));
        assertThat(Files.readString(file))
                .contains("stable rank", ">1.5<", ">0.25<", ">up<", ">down<", "low end", "high end")
                .as("what has no value is an empty frame")
                .doesNotContain("n/a");
    }

    /** Dark for the lowest, light for the highest: the difference is there without colours. */
    @Test
    void theLowestCellIsDarkerThanTheHighest() throws IOException {
        Path file = folder.resolve("map.png");
        HeatMapPicture.png(
                file, new HeatMapPicture.Content("a long title that is wider than two columns", DATA, false, "", ""));
        BufferedImage image = ImageIO.read(file.toFile());
        int x = 2 * (16 + 40 + 8);
        assertThat(brightness(image.getRGB(x, 2 * (16 + 26 + 4)))).isGreaterThan(180);
        assertThat(brightness(image.getRGB(x, 2 * (16 + 26 + 26 + 4)))).isLessThan(60);
    }

    private static double brightness(int rgb) {
        return 0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255);
    }
}
