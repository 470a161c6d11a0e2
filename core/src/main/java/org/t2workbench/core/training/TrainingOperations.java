package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.model.MatrixInfo;

/**
 * Floating-point operations of the matrix products that an iteration takes at least, by phase: 2 for each weight and token
 * of a forward pass, as many for the activations' gradient, and those of what is trained; never a gradient of a whole
 * matrix. Immutable.
 *
 * @param rollout answers are drawn
 * @param scoring the base model reads them
 * @param backward forward pass, activations' gradient, and that of what is trained
 * @param update the adapted weights are made anew
 */
public record TrainingOperations(double rollout, double scoring, double backward, double update) {

    /**
     * What the operations are counted for.
     *
     * @param answers drawn or read
     * @param prompt tokens of each
     * @param answer tokens of each
     */
    public record Size(int answers, double prompt, double answer) {

        private double positions() {
            return answers * (prompt + answer - 1);
        }

        private double drawn() {
            return answers * answer;
        }
    }

    /** One iteration by the settings. */
    public static TrainingOperations of(ModelConfig config, TrainingSettings settings, Size size) {
        List<MatrixInfo> trained = settings.adaptedMatrices(MatrixInfo.of(config));
        int rank = settings.adapter() == AdapterKind.LORA ? settings.lora().rank() : 0;
        boolean vectors = settings.adapter() != AdapterKind.IA3;
        boolean draws = settings.method() == TrainingMethod.RL;
        TrainingOperations all = of(config, trained, size, vectors ? rank : -1);
        return draws ? all : new TrainingOperations(0, 0, all.backward - 2 * output(config) * size.drawn(), all.update);
    }

    /** One iteration of the policy gradient by the gains of these matrices. */
    static TrainingOperations ofGains(ModelConfig config, List<MatrixInfo> trained, Size size) {
        return of(config, trained, size, 0);
    }

    /** @param rank of the vectors beside each matrix; 0 for its own singular vectors, −1 for none */
    private static TrainingOperations of(ModelConfig config, List<MatrixInfo> trained, Size size, int rank) {
        List<MatrixInfo> all = MatrixInfo.of(config);
        double layers = weights(all);
        int first = trained.stream().mapToInt(MatrixInfo::layer).min().orElse(0);
        // below the first layer that is trained nothing is differentiated
        double differentiated =
                weights(all.stream().filter(matrix -> matrix.layer() >= first).toList());
        double vectors = trained.stream()
                .mapToDouble(matrix -> rankOf(matrix, rank) * (matrix.rows() + matrix.columns()))
                .sum();
        double folding = trained.stream()
                .mapToDouble(matrix -> rankOf(matrix, rank) * matrix.rows() * matrix.columns())
                .sum();
        double output = output(config);
        return new TrainingOperations(
                drawing(config, size),
                2 * layers * size.positions(),
                // the vocabulary for both models, and its gradient
                2
                        * ((layers + differentiated) * size.positions()
                                + 3 * output * size.drawn()
                                + vectors * size.positions()),
                2 * folding);
    }

    /** Answers drawn without any gradient: a validation. */
    static double drawing(ModelConfig config, Size size) {
        return 2 * (weights(MatrixInfo.of(config)) * size.positions() + output(config) * size.drawn());
    }

    double sum() {
        return rollout + scoring + backward + update;
    }

    private static double rankOf(MatrixInfo matrix, int rank) {
        return rank == 0 ? matrix.rank() : Math.max(0, rank);
    }

    private static double weights(List<MatrixInfo> matrices) {
        return matrices.stream()
                .mapToDouble(matrix -> (double) matrix.rows() * matrix.columns())
                .sum();
    }

    private static double output(ModelConfig config) {
        return (double) config.vocabularySize() * config.hiddenSize();
    }
}
