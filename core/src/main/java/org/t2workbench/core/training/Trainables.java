package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Decomposition;

/** Makes what the settings say is trained. */
final class Trainables {

    private Trainables() {}

    /**
     * At the start of training; the caller closes it.
     *
     * @param decomposition is filled with what is missing, where gains are trained
     * @throws InvalidInputException when the chosen layers are not the model's
     */
    static Trainable create(
            LanguageModel model,
            Decomposition decomposition,
            TrainingSettings settings,
            Progress progress,
            CancellationToken token) {
        List<MatrixInfo> matrices = settings.adaptedMatrices(model.matrices());
        return switch (settings.adapter()) {
            case SVF -> {
                decomposition.load(matrices, progress, token);
                yield new TrainableGains(
                        model, decomposition, matrices, settings.parametrisation(), Dtype.F32, settings.seed());
            }
            case LORA -> new TrainableLora(model, matrices, settings.lora(), Dtype.F32, settings.seed());
            case IA3 -> new TrainableIa3(model, matrices, Dtype.F32);
        };
    }
}
