package org.t2workbench.app.learn;

import org.t2workbench.app.workbench.MatrixPictures;

/** Pictures of a matrix before and after, ready to be shown: an image has more squares than the FX thread should count. */
public record GreyPictures(MatrixPictures numbers, Greys before, Greys after, Greys change) {

    /** Of a picture whose values are from 0, black, to 1, white. */
    static GreyPictures ofPicture(MatrixPictures pictures) {
        return of(pictures, 0, 1);
    }

    /** Of a matrix: zero is grey, and half of the largest value is as white as it gets. */
    static GreyPictures ofMatrix(MatrixPictures pictures) {
        double largest = pictures.before().largest() / 2;
        return of(pictures, -largest, largest);
    }

    private static GreyPictures of(MatrixPictures pictures, double lowest, double highest) {
        // on a scale of its own, or a small change would be grey throughout
        double own = Math.max(1e-9, pictures.change().largest());
        return new GreyPictures(
                pictures,
                Greys.of(pictures.before(), lowest, highest),
                Greys.of(pictures.after(), lowest, highest),
                Greys.of(pictures.change(), -own, own));
    }
}
