package org.t2workbench.app.workbench;

import java.util.List;

/**
 * What a first expert changes that a second one does not.
 *
 * @param cosine of the two changes; NaN where one of them changes nothing
 * @param orthogonalShare how much of the first one's change, in squares, is at right angles to the second one's
 * @param matrices those where they differ, from the largest distance down
 * @param components those that differ most, from the largest down
 */
public record ExpertContrast(
        String first,
        String second,
        boolean weighted,
        double cosine,
        double orthogonalShare,
        List<Part> matrices,
        List<Component> components) {

    public ExpertContrast {
        matrices = List.copyOf(matrices);
        components = List.copyOf(components);
    }

    /**
     * One matrix.
     *
     * @param distance of the two changes
     * @param firstNorm how much the first expert changes there
     * @param secondNorm how much the second does
     * @param orthogonalShare as above; NaN where the first one changes nothing
     */
    public record Part(
            MatrixSummary matrix, double distance, double firstNorm, double secondNorm, double orthogonalShare) {}

    /** One component with both gains. */
    public record Component(MatrixSummary matrix, int component, double gain, double other, double size) {}

    /** A row for each matrix. */
    public String matricesCsv() {
        StringBuilder text = new StringBuilder("matrix,layer,kind,distance,first_norm,second_norm,orthogonal_share\n");
        for (Part part : matrices) {
            text.append(part.matrix().name()).append(',').append(part.matrix().layer());
            text.append(',').append(part.matrix().kind()).append(',').append(part.distance());
            text.append(',')
                    .append(part.firstNorm())
                    .append(',')
                    .append(part.secondNorm())
                    .append(',');
            text.append(Double.isNaN(part.orthogonalShare()) ? "" : part.orthogonalShare())
                    .append('\n');
        }
        return text.toString();
    }

    /** A row for each component. */
    public String componentsCsv() {
        StringBuilder text = new StringBuilder("matrix,layer,kind,component,gain,other_gain,difference\n");
        for (Component one : components) {
            text.append(one.matrix().name()).append(',').append(one.matrix().layer());
            text.append(',').append(one.matrix().kind()).append(',').append(one.component());
            text.append(',').append(one.gain()).append(',').append(one.other());
            text.append(',').append(one.size()).append('\n');
        }
        return text.toString();
    }
}
