package org.t2workbench.app.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.AttributionSession;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.DirectionsSession;
import org.t2workbench.app.workbench.DispatchSession;
import org.t2workbench.app.workbench.EvaluationSession;
import org.t2workbench.app.workbench.ExchangeSession;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.InspectionSession;
import org.t2workbench.app.workbench.LearnSession;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.OpenedMixture;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.SearchSession;
import org.t2workbench.app.workbench.Session;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.SpectraSession;
import org.t2workbench.app.workbench.TokenPiece;
import org.t2workbench.app.workbench.TrainingSession;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionCost;
import org.t2workbench.core.svf.DecompositionReport;
import org.t2workbench.core.svf.DecompositionStore;

/** The session over the engine. The engine starts with the first model, on the compute thread. */
public final class CoreSession implements Session {

    private static final Logger LOG = LoggerFactory.getLogger(CoreSession.class);

    private final EngineSettings settings;
    private final Optional<InstallFolder> install;
    private final ModelDesk models;
    private final DecompositionStore store;
    private final TrainingDesk training;
    private final SearchDesk searches;
    private final EvaluationDesk evaluations;
    private final ExchangeDesk exchange = new ExchangeDesk(this::current);
    private final SpectraDesk spectra;
    private final InspectionDesk inspection = new InspectionDesk(this::current);
    private @Nullable ComputeEngine engine;
    private @Nullable OpenModel open;

    /**
     * @param install where the sample lies; empty when the program was moved away from it
     * @param store where decompositions are kept between starts
     */
    public CoreSession(EngineSettings settings, Optional<InstallFolder> install, DecompositionStore store) {
        this.settings = settings;
        this.install = install;
        this.models = new ModelDesk(settings, install);
        this.store = store;
        this.training = new TrainingDesk(this::current, install, settings);
        this.evaluations = new EvaluationDesk(this::current, install);
        this.spectra = new SpectraDesk(this::current, training, install);
        this.searches = new SearchDesk(this::current, install, training.catalogue(), settings, evaluations::leaveOut);
    }

    @Override
    public ModelPreview preview(ModelSource source, Progress progress, CancellationToken token) {
        return models.preview(source, progress, token);
    }

    @Override
    public void download(ModelSource source, Progress progress, CancellationToken token) {
        models.download(source, progress, token);
    }

    @Override
    public ModelSummary open(ModelSource source, Progress progress, CancellationToken token) {
        ModelFiles files = models.locate(source, progress, token);
        AdaptedModel adapted = AdaptedModel.open(engine(), files, settings.dtype(), store, progress, token);
        OpenModel old = open;
        OpenModel opened = new OpenModel(source, adapted, install);
        open = opened;
        if (old != null) {
            old.close();
        }
        opened.warmUp(token);
        return models.summary(opened, files, engine());
    }

    @Override
    public List<TokenPiece> tokenize(String text, boolean specialTokens) {
        return current().tokenize(text, specialTokens);
    }

    @Override
    public String chatPreview(String text) {
        return current().chat(text);
    }

    @Override
    public DecompositionStatus decompositionStatus() {
        OpenModel used = current();
        // what was tried and has no decomposition is not waited for
        DecompositionCost cost = used.adapted().decomposition().cost(used.decomposable());
        int all = used.matrices().size();
        long bytes =
                cost.matrices() == 0 ? Decomposition.memoryBytes(used.matrices(), settings.dtype()) : cost.diskBytes();
        return new DecompositionStatus(all - cost.matrices(), all, cost.seconds(), bytes);
    }

    @Override
    public void decompose(Progress progress, CancellationToken token) {
        OpenModel used = current();
        DecompositionReport report = used.adapted().decomposition().fill(used.matrices(), progress, token);
        used.failed(report.failures().keySet());
        report.failures().values().forEach(LOG::warn);
        if (report.failures().size() == used.matrices().size()) {
            throw new WorkbenchException(String.join(" ", report.failures().values()));
        }
    }

    @Override
    public List<ExpertSummary> experts() {
        Optional<Path> folder = current().source().isSample()
                ? install.map(InstallFolder::sampleExperts).filter(Files::isDirectory)
                : Optional.empty();
        return folder.map(current().shelf()::addAll).orElse(List.of());
    }

    @Override
    public ExpertSummary loadExpert(Path file) {
        return current().shelf().add(file);
    }

    @Override
    public void saveMixture(Path file, MixtureSetting mixture) {
        current().shelf().save(file, mixture);
    }

    @Override
    public OpenedMixture openMixture(Path file) {
        OpenedMixture opened = current().shelf().open(file);
        evaluations.opened(file);
        return opened;
    }

    @Override
    public NextTokens nextTokens(PromptText prompt, MixtureSetting mixture, int top) {
        return current().nextTokens(prompt, mixture, top, new CancellationToken());
    }

    @Override
    public Comparison compare(CompareRequest request, Consumer<SideToken> onToken, CancellationToken token) {
        return current().compare(request, onToken, token);
    }

    @Override
    public AttributionSession attribution() {
        return current().attribution();
    }

    @Override
    public DirectionsSession directions() {
        return current().directions();
    }

    @Override
    public DispatchSession dispatch() {
        return current().dispatch();
    }

    @Override
    public EvaluationSession evaluations() {
        return evaluations;
    }

    @Override
    public ExchangeSession exchange() {
        return exchange;
    }

    @Override
    public InspectionSession inspection() {
        return inspection;
    }

    @Override
    public LearnSession learn() {
        return current().learn();
    }

    @Override
    public SearchSession searches() {
        return searches;
    }

    @Override
    public SpectraSession spectra() {
        return spectra;
    }

    @Override
    public TrainingSession training() {
        return training;
    }

    private ComputeEngine engine() {
        ComputeEngine running = engine;
        if (running == null) {
            running = ComputeEngine.start(settings.threads(), settings.device());
            engine = running;
        }
        return running;
    }

    private OpenModel current() {
        OpenModel used = open;
        if (used == null) {
            throw new WorkbenchException("No model is open; open one on the Model screen first.");
        }
        return used;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
