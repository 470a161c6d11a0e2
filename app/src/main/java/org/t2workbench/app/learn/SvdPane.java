package org.t2workbench.app.learn;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.workbench.MatrixPictures;

/** Step 1: two pictures, two rebuilt ones, one k. */
final class SvdPane extends GradualColumn {

    private static final double PICTURE = 192;
    private static final double HEIGHT = 150;

    private final Strings strings;
    private final PixelPane picture = new PixelPane("learn-picture", PICTURE);
    private final PixelPane rebuilt = new PixelPane("learn-picture-rebuilt", PICTURE);
    private final PixelPane matrix = new PixelPane("learn-matrix-picture", HEIGHT);
    private final PixelPane rebuiltMatrix = new PixelPane("learn-matrix-rebuilt", HEIGHT);
    private final Label pictureWords = LearnControls.reading("learn-picture-words");
    private final Label matrixWords = LearnControls.reading("learn-matrix-words");

    SvdPane(SvdStep step, Strings strings) {
        super(10);
        this.strings = strings;
        NumberSlider slider =
                NumberSlider.of("learn-svd-k", strings.get("learn.k"), 0, step.most(), step.componentsProperty());
        getChildren()
                .setAll(
                        slider,
                        LearnControls.columns(
                                new double[] {50, 50},
                                part("learn.svd.picture", picture),
                                part("learn.svd.rebuilt", rebuilt)),
                        pictureWords,
                        LearnControls.matrixChoice("learn-svd-matrix", step.context(), strings),
                        LearnControls.columns(
                                new double[] {50, 50},
                                part("learn.svd.matrix", matrix),
                                part("learn.svd.rebuilt", rebuiltMatrix)),
                        matrixWords);
        step.pictureProperty().addListener((property, before, now) -> showPicture(now));
        step.matrixPicturesProperty().addListener((property, before, now) -> showMatrix(now));
        showPicture(step.pictureProperty().get());
        showMatrix(step.matrixPicturesProperty().get());
    }

    private Node part(String title, PixelPane pixels) {
        return new VBox(4, LearnControls.small(strings.get(title)), pixels);
    }

    private void showPicture(@Nullable GreyPictures pictures) {
        if (pictures != null) {
            picture.show(pictures.before());
            rebuilt.show(pictures.after());
            pictureWords.setText(words(pictures.numbers()));
            rebuilt.setAccessibleText(pictureWords.getText());
        }
    }

    private void showMatrix(@Nullable GreyPictures pictures) {
        if (pictures != null) {
            matrix.show(pictures.before());
            rebuiltMatrix.show(pictures.after());
            matrixWords.setText(words(pictures.numbers()));
            rebuiltMatrix.setAccessibleText(matrixWords.getText());
        }
    }

    private String words(MatrixPictures pictures) {
        return strings.get(
                "learn.svd.words",
                LearnControls.percent(pictures.energyKept()),
                LearnControls.percent(pictures.relativeChange()));
    }
}
