package org.t2workbench.app.cli;

import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.svf.DecompositionStore;

/** An engine with what a command opened on it; closing closes both. */
final class Opening implements AutoCloseable {

    private final ComputeEngine engine;
    private final AdaptedModel model;

    private Opening(ComputeEngine engine, AdaptedModel model) {
        this.engine = engine;
        this.model = model;
    }

    /** How a model is opened. */
    private interface Way {
        AdaptedModel open(
                ComputeEngine engine,
                ModelFiles files,
                Dtype dtype,
                DecompositionStore store,
                Progress progress,
                CancellationToken token);
    }

    /** Opens a model by what stands on the command line: a folder, a file, {@code sample}, or a model of a hub. */
    static Opening of(String name, CommonOptions common, Console console) {
        return of(name, common, console, AdaptedModel::open);
    }

    /** The same for a command that reads and writes no text: the model needs no tokenizer. */
    static Opening forTokens(String name, CommonOptions common, Console console) {
        return of(name, common, console, AdaptedModel::openForTokens);
    }

    private static Opening of(String name, CommonOptions common, Console console, Way way) {
        ModelFiles files = common.locate(name, console);
        ComputeEngine engine = common.startEngine(files);
        try {
            return new Opening(
                    engine,
                    way.open(engine, files, common.parsedDtype(), store(), console.progress(), console.token()));
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
