package org.t2workbench.core.evaluation.study;

import java.nio.file.Path;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.training.Pretraining;
import org.t2workbench.core.training.PretrainingRecipe;

/** Pretrains the models that experts are carried to, or takes them up where they were left. Compute thread only. */
public final class OtherModels {

    private final ComputeEngine engine;
    private final Dtype dtype;
    private final DecompositionStore store;
    private final Progress progress;
    private final CancellationToken token;

    public OtherModels(
            ComputeEngine engine, Dtype dtype, DecompositionStore store, Progress progress, CancellationToken token) {
        this.engine = engine;
        this.dtype = dtype;
        this.store = store;
        this.progress = progress;
        this.token = token;
    }

    /**
     * @param from the model whose weights are gone on from, where the recipe says so
     * @param folder of the pretraining run
     * @return open, to be closed by the caller
     */
    AdaptedModel make(StudyRecipe.OtherModel other, AdaptedModel from, Path folder) {
        PretrainingRecipe recipe = PretrainingRecipe.read(other.recipe()).withSeed(other.seed());
        PretrainingRecipe used = other.further()
                .map(further -> recipe.goingOnFrom(from.files().path(), further.steps(), further.learningRate()))
                .orElse(recipe);
        Path model = Pretraining.modelOf(
                new Pretraining(engine, used, progress, token).run(folder, used.commandLine(folder)));
        return AdaptedModel.open(engine, ModelFolder.open(model), dtype, store, progress, token);
    }
}
