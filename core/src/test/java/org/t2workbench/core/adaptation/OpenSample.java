package org.t2workbench.core.adaptation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;

/** The shipped sample, open, with its experts and tasks. */
public final class OpenSample implements AutoCloseable {

    public final InstallFolder install = InstallFolder.find().orElseThrow();
    public final AdaptedModel model;
    public final DispatchPrompt prompt = DispatchPrompt.ofInstallation(install);
    private final ComputeEngine engine = ComputeEngine.start(1, "cpu");

    /** @param store folder of its decompositions */
    public OpenSample(Path store) {
        model = AdaptedModel.open(
                engine,
                ModelLocator.ofThisInstallation().locate("sample"),
                Dtype.F32,
                new DecompositionStore(store),
                Progress.NONE,
                new CancellationToken());
    }

    public Task task(String name) {
        return new TaskCatalogue(List.of(install.sampleTasks())).find(name);
    }

    public Adapter expert(String name) {
        return model.readAdapter(install.sampleExperts().resolve(name + ".safetensors"));
    }

    public Configuration configuration(Strategy strategy, Reading reading, String... experts) {
        return inputs(prompt, reading, Arrays.stream(experts).map(this::expert).toArray(Adapter[]::new))
                .configuration(strategy);
    }

    public static StrategyInputs inputs(DispatchPrompt prompt, Reading reading, Adapter... experts) {
        return new StrategyInputs(
                Arrays.stream(experts)
                        .map(expert -> new StrategyInputs.NamedShare(
                                expert.name(), new Mixture.Share(expert, Alpha.everywhere(1))))
                        .toList(),
                Optional.empty(),
                prompt,
                reading);
    }

    @Override
    public void close() {
        model.close();
        engine.close();
    }
}
