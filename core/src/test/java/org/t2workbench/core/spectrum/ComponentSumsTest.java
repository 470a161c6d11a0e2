package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.spectrum.ComponentSums.Sums;

/** Against Hipparchus' decomposition of the same picture. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComponentSumsTest {

    private static final int SIDE = 48;
    private static final GreyPicture PICTURE = GreyPicture.landscape(SIDE);

    private ComputeEngine engine;
    private ComponentSums sums;

    @BeforeAll
    void start() {
        engine = ComputeEngine.start(1, "cpu");
        sums = new ComponentSums(engine);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private static RealMatrix picture() {
        RealMatrix matrix = MatrixUtils.createRealMatrix(SIDE, SIDE);
        float[] values = PICTURE.values();
        for (int i = 0; i < values.length; i++) {
            matrix.setEntry(i / SIDE, i % SIDE, values[i]);
        }
        return matrix;
    }

    @Test
    void thePictureIsGreyAndNotFlat() {
        float darkest = 1;
        float brightest = 0;
        for (float value : PICTURE.values()) {
            assertThat(value).isBetween(0f, 1f);
            darkest = Math.min(darkest, value);
            brightest = Math.max(brightest, value);
        }
        assertThat(brightest - darkest).isGreaterThan(0.6f);
    }

    @Test
    void theFirstComponentsAreTheBestOfTheirRank() {
        RealMatrix whole = picture();
        SingularValueDecomposition oracle = new SingularValueDecomposition(whole);
        for (int k : new int[] {0, 1, 7, SIDE - 1, SIDE}) {
            RealMatrix kept = MatrixUtils.createRealMatrix(SIDE, SIDE);
            for (int i = 0; i < k; i++) {
                kept = kept.add(oracle.getU()
                        .getColumnVector(i)
                        .outerProduct(oracle.getV().getColumnVector(i))
                        .scalarMultiply(oracle.getSingularValues()[i]));
            }
            Sums rebuilt = sums.of(PICTURE, k);
            for (int i = 0; i < SIDE * SIDE; i++) {
                int row = i / SIDE;
                int column = i % SIDE;
                assertThat((double) rebuilt.before()[i]).isCloseTo(whole.getEntry(row, column), within(2e-5));
                assertThat((double) rebuilt.after()[i]).isCloseTo(kept.getEntry(row, column), within(2e-5));
                assertThat((double) rebuilt.change()[i])
                        .isCloseTo(kept.getEntry(row, column) - whole.getEntry(row, column), within(2e-5));
            }
            double lost = kept.subtract(whole).getFrobeniusNorm() / whole.getFrobeniusNorm();
            assertThat(rebuilt.relativeChange()).isCloseTo(lost, within(1e-5));
        }
    }

    @Test
    void moreComponentsThanThereAreChangeNothing() {
        assertThat(sums.of(PICTURE, SIDE + 5).relativeChange()).isZero();
    }
}
