package org.t2workbench.app.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.t2workbench.app.workbench.ExchangeSession;
import org.t2workbench.app.workbench.ExportRequest;
import org.t2workbench.app.workbench.ImportReport;
import org.t2workbench.app.workbench.ImportRequest;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.checkpoint.gguf.GgufEncoding;
import org.t2workbench.core.exchange.ExpertExport;
import org.t2workbench.core.exchange.ExpertImport;
import org.t2workbench.core.exchange.ExportFolder;
import org.t2workbench.core.exchange.ExportedMixture;
import org.t2workbench.core.exchange.GgufExport;
import org.t2workbench.core.exchange.LoraExport;
import org.t2workbench.core.exchange.LoraPlan;
import org.t2workbench.core.exchange.LoraProjection;
import org.t2workbench.core.exchange.ModelExport;
import org.t2workbench.core.exchange.ReferenceImport;
import org.t2workbench.core.exchange.ReferenceMask;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;

/** Imports and exports over the open model. Compute thread only. */
final class ExchangeDesk implements ExchangeSession {

    private static final String ENDING = ".safetensors";

    private final Supplier<OpenModel> current;

    ExchangeDesk(Supplier<OpenModel> current) {
        this.current = current;
    }

    @Override
    public ImportReport importExpert(ImportRequest request, Progress progress, CancellationToken token) {
        OpenModel used = current.get();
        AdaptedModel adapted = used.adapted();
        ExpertImport imported = ExpertImport.read(
                request.source(),
                new ReferenceImport.Labels(name(request.out()), request.task()),
                ReferenceMask.of(request.parametrisation()),
                adapted.model().engine(),
                adapted.files(),
                adapted.identity(),
                adapted.decomposition(),
                progress,
                token);
        ExpertFile.write(request.out(), imported.expert());
        List<MatrixInfo> matrices = adapted.model().matrices();
        Effect effect = adapted.effects()
                .ofWeights(Mixture.offset(new Mixture.Share(imported.expert(), Alpha.everywhere(1)))
                        .adaptation(matrices));
        return new ImportReport(
                used.shelf().add(request.out()),
                imported.projection().map(LoraProjection::share).orElse(Double.NaN),
                effect.relativeWeightChange());
    }

    @Override
    public LoraPlan loraPlan(MixtureSetting mixture, Progress progress, CancellationToken token) {
        return lora().plan(exported(mixture), progress, token);
    }

    @Override
    public void export(ExportRequest request, Progress progress, CancellationToken token) {
        ExportedMixture mixture = exported(request.mixture());
        ExportFolder folder = new ExportFolder(request.target(), request.replace());
        AdaptedModel adapted = current.get().adapted();
        switch (request.form()) {
            case MODEL ->
                new ModelExport(adapted.model().engine(), adapted.files(), adapted.decomposition())
                        .write(folder, mixture, progress, token);
            case LORA -> {
                folder.check(0);
                LoraPlan plan = lora().plan(mixture, progress, token);
                lora().write(folder, mixture, plan, request.rank(), progress, token);
            }
            case GGUF ->
                new GgufExport(
                                adapted.model().engine(),
                                adapted.files(),
                                adapted.decomposition(),
                                GgufEncoding.like(adapted.files().storedWeights()))
                        // the system asked before it gave the name of a file that is there
                        .write(request.target(), true, mixture, progress, token);
            case EXPERT ->
                ExpertFile.write(
                        request.target(),
                        ExpertExport.of(
                                name(request.target()), mixture, adapted.model().matrices()));
        }
    }

    private LoraExport lora() {
        AdaptedModel adapted = current.get().adapted();
        return new LoraExport(adapted.model().engine(), adapted.files(), adapted.decomposition());
    }

    private ExportedMixture exported(MixtureSetting mixture) {
        OpenModel used = current.get();
        return new ExportedMixture(used.adapted().identity(), used.shelf().mixture(mixture));
    }

    private static String name(Path file) {
        String own = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("");
        return own.endsWith(ENDING) ? own.substring(0, own.length() - ENDING.length()) : own;
    }
}
