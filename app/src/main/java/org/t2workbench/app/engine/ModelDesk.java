package org.t2workbench.app.engine;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.DemoSetting;
import org.t2workbench.app.workbench.HubOffer;
import org.t2workbench.app.workbench.MemoryNeed;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.core.adaptation.Demo;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.checkpoint.hub.HubLook;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;

/** Finds models, fetches them, and says what is known of one before and after it is opened. */
final class ModelDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ModelDesk.class);

    private final EngineSettings settings;
    private final Optional<InstallFolder> install;
    private final ModelLocator locator;

    ModelDesk(EngineSettings settings, Optional<InstallFolder> install) {
        this.settings = settings;
        this.install = install;
        this.locator = new ModelLocator(install);
    }

    /** What is known without the weights. */
    ModelPreview preview(ModelSource source, Progress progress, CancellationToken token) {
        ModelLocator.Sight sight = locator.look(source.location(), true, progress, token);
        ModelFiles files = sight.files();
        MemoryEstimate estimate =
                MemoryEstimate.of(files.config(), settings.dtype().bytes());
        return new ModelPreview(
                source,
                files.name(),
                files.config().family().label(),
                estimate.parameters(),
                files.storedWeights().label(),
                need(estimate),
                sight.hub().map(ModelDesk::offer).orElse(null));
    }

    private static HubOffer offer(HubLook look) {
        return new HubOffer(
                look.license(),
                look.gated(),
                look.files().stream()
                        .map(file -> new HubOffer.File(
                                file.path(), file.size(), !look.toFetch().contains(file)))
                        .toList(),
                look.bytesToFetch(),
                look.complete(),
                look.asked());
    }

    void download(ModelSource source, Progress progress, CancellationToken token) {
        locator.locateNewest(source.location(), progress, token);
    }

    ModelFiles locate(ModelSource source, Progress progress, CancellationToken token) {
        return locator.locate(source.location(), progress, token);
    }

    /** @param engine that the model was opened on */
    ModelSummary summary(OpenModel opened, ModelFiles files, ComputeEngine engine) {
        ModelConfig config = files.config();
        MemoryEstimate estimate = MemoryEstimate.of(config, settings.dtype().bytes());
        boolean sample = opened.source().isSample();
        boolean chat = opened.adapted().chatTemplate().isPresent();
        return new ModelSummary(
                opened.source(),
                sample ? opened.source().location() : files.name(),
                config.family().label(),
                estimate.parameters(),
                settings.dtype().label(),
                files.storedWeights().label(),
                files.storedWeights().quantised(),
                engine.device().toUpperCase(Locale.ROOT),
                engine.threads(),
                config.layers(),
                config.hiddenSize(),
                config.contextLength(),
                config.vocabularySize(),
                chat,
                sample ? install.map(ModelDesk::demo).orElse(null) : null,
                need(estimate),
                opened.matrices().stream().map(OpenModel::summary).toList());
    }

    /** Null where the demo is missing or broken: no reason to refuse the model. */
    private static @Nullable DemoSetting demo(InstallFolder install) {
        try {
            Demo demo = Demo.ofSample(install);
            return new DemoSetting(demo.prompt(), demo.expert(), demo.alpha(), demo.maxTokens());
        } catch (InvalidInputException e) {
            LOG.warn("The first start goes without its demo: {}", e.getMessage());
            return null;
        }
    }

    private static MemoryNeed need(MemoryEstimate estimate) {
        return new MemoryNeed(
                estimate.weights(),
                estimate.decomposition(),
                estimate.total(),
                MachineMemory.ofThisMachine().availableBytes());
    }
}
