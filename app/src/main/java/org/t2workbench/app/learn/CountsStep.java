package org.t2workbench.app.learn;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.ModelSummary;

/** Step 9: how many numbers SVF and LoRA train on the open model. FX thread only. */
public final class CountsStep implements LearnStep {

    /** Which matrices are adapted. */
    public enum Matrices {
        ATTENTION_QV(List.of("q", "v")),
        MLP(List.of("gate", "up", "down")),
        ALL(List.of());

        private final List<String> kinds;

        Matrices(List<String> kinds) {
            this.kinds = kinds;
        }

        boolean holds(MatrixSummary matrix) {
            return kinds.isEmpty() || kinds.contains(matrix.kind());
        }
    }

    /** The paper's rank. */
    private static final int RANK = 16;

    private final LearnContext context;
    private final ObjectProperty<Matrices> matrices = new SimpleObjectProperty<>(Matrices.ATTENTION_QV);
    private final IntegerProperty rank = new SimpleIntegerProperty(RANK);

    CountsStep(LearnContext context) {
        this.context = context;
    }

    // Properties

    public ObjectProperty<Matrices> matricesProperty() {
        return matrices;
    }

    /** Of LoRA. */
    public IntegerProperty rankProperty() {
        return rank;
    }

    /** What the model and its matrices are known from. */
    public LearnContext context() {
        return context;
    }

    /** Σ min(m, n): one gain a singular value. */
    public long gains() {
        return chosen().stream().mapToLong(MatrixSummary::rank).sum();
    }

    /** Σ k (m + n): A is k × n, B is m × k. */
    public long lora() {
        return lora(rank.get());
    }

    /** The same with another k. */
    long lora(int k) {
        return chosen().stream()
                .mapToLong(matrix -> (long) k * (matrix.rows() + matrix.columns()))
                .sum();
    }

    /** Σ m n: every weight. */
    public long weights() {
        return chosen().stream()
                .mapToLong(matrix -> (long) matrix.rows() * matrix.columns())
                .sum();
    }

    /** Of the whole model; 0 before one was open. */
    public long parameters() {
        ModelSummary model = context.workspace().model();
        return model == null ? 0 : model.parameters();
    }

    private List<MatrixSummary> chosen() {
        return context.matrices().stream().filter(matrices.get()::holds).toList();
    }

    // Commands

    @Override
    public void activate() {}

    @Override
    public void deactivate() {}

    @Override
    public void reset() {
        matrices.set(Matrices.ATTENTION_QV);
        rank.set(RANK);
    }
}
