package org.t2workbench.app.learn;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.image.Image;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.workbench.MatrixPictures;
import org.t2workbench.app.workbench.Pixels;

class GreysTest {

    private static final int BLACK = 0xff000000;
    private static final int GREY = 0xff808080;
    private static final int WHITE = 0xffffffff;

    @Test
    void theLowestIsBlackTheHighestWhiteAndWhatIsBeyondIsNoMore() {
        Greys greys = Greys.of(new Pixels(2, 3, new float[] {-1, 0, 1, -9, 0.5f, 9}), -1, 1);
        assertThat(greys.rows()).isEqualTo(2);
        assertThat(greys.columns()).isEqualTo(3);
        assertThat(colours(greys)).containsExactly(BLACK, GREY, WHITE, BLACK, 0xffbfbfbf, WHITE);
    }

    @Test
    void aMatrixIsGreyAtZeroAndItsChangeHasAScaleOfItsOwn() {
        Pixels before = new Pixels(1, 3, new float[] {-2, 0, 4});
        Pixels after = new Pixels(1, 3, new float[] {-2, 0, 4.01f});
        Pixels change = new Pixels(1, 3, new float[] {0, 0, 0.01f});
        GreyPictures pictures = GreyPictures.ofMatrix(new MatrixPictures(before, after, change, 0.1));
        assertThat(colours(pictures.before())).containsExactly(BLACK, GREY, WHITE);
        assertThat(colours(pictures.change())).containsExactly(GREY, GREY, WHITE);
    }

    @Test
    void aPictureGoesFromNoneToAll() {
        Pixels shades = new Pixels(1, 2, new float[] {0, 1});
        GreyPictures pictures = GreyPictures.ofPicture(new MatrixPictures(shades, shades, shades, 0));
        assertThat(colours(pictures.after())).containsExactly(BLACK, WHITE);
    }

    private static int[] colours(Greys greys) {
        Image image = greys.image();
        int[] colours = new int[greys.rows() * greys.columns()];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = image.getPixelReader().getArgb(i % greys.columns(), i / greys.columns());
        }
        return colours;
    }
}
