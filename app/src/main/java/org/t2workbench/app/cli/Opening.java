package org.t2workbench.app.cli;

import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.svf.DecompositionStore;

/** An engine with what a command opened on it; closing closes both. */
final class Opening implements AutoCloseable {

    private final ComputeEngine engine;
    private final AdaptedModel model;

    private Opening(ComputeEngine engine, AdaptedModel model) {
        this.engine = engine;
        this.model = model;
    }

    /** Opens a model by what stands on the command line: a folder, a file or {@code sample}. */
    static Opening of(String name, CommonOptions common, Console console) {
        ModelFiles files = ModelLocator.ofThisInstallation().locate(name);
        ComputeEngine engine = common.startEngine(files);
        try {
            AdaptedModel model = AdaptedModel.open(
                    engine, files, common.parsedDtype(), store(), console.progress(), console.token());
            return new Opening(engine, model);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    static DecompositionStore store() {
        return DecompositionStore.ofThisUser();
    }

    AdaptedModel model() {
        return model;
    }

    ComputeEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        model.close();
        engine.close();
    }
}
