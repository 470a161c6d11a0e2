package org.t2workbench.app.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.AttributionRequest;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.ComponentGains;
import org.t2workbench.app.workbench.ComponentReading;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.DirectionMatches;
import org.t2workbench.app.workbench.DispatchNeeds;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.EffectCertificate;
import org.t2workbench.app.workbench.EvaluationOffer;
import org.t2workbench.app.workbench.EvaluationRequest;
import org.t2workbench.app.workbench.ExpertCombination;
import org.t2workbench.app.workbench.ExpertContrast;
import org.t2workbench.app.workbench.ExpertGains;
import org.t2workbench.app.workbench.ExpertSimilarity;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ExpertTrajectory;
import org.t2workbench.app.workbench.ExportRequest;
import org.t2workbench.app.workbench.ImportReport;
import org.t2workbench.app.workbench.ImportRequest;
import org.t2workbench.app.workbench.KeepReport;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.KeepTexts;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixPictures;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.OpenedMixture;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.RouteAnswer;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.app.workbench.Session;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumDensity;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.app.workbench.TaskSample;
import org.t2workbench.app.workbench.TokenAttribution;
import org.t2workbench.app.workbench.TokenPiece;
import org.t2workbench.app.workbench.TrainingNeed;
import org.t2workbench.app.workbench.TrainingRequest;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.evaluation.EvaluationWatch;
import org.t2workbench.core.exchange.LoraPlan;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionCost;
import org.t2workbench.core.svf.DecompositionReport;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingSettings;

/** The session over the engine. The engine starts with the first model, on the compute thread. */
public final class CoreSession implements Session {

    private static final Logger LOG = LoggerFactory.getLogger(CoreSession.class);

    private final EngineSettings settings;
    private final Optional<InstallFolder> install;
    private final ModelDesk models;
    private final DecompositionStore store;
    private final TrainingDesk desk;
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
        this.desk = new TrainingDesk(install, settings);
        this.evaluations = new EvaluationDesk(install);
        this.spectra = new SpectraDesk(this::current, desk, install);
        this.searches = new SearchDesk(this::current, install, desk.catalogue(), settings, evaluations::leaveOut);
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
    public List<MatrixMetrics> metrics(MixtureSetting mixture, Progress progress, CancellationToken token) {
        return spectra.metrics(mixture, progress, token);
    }

    @Override
    public Map<SpectrumMetric, Double> shuffledMetrics(String matrix, CancellationToken token) {
        return spectra.shuffledMetrics(matrix, token);
    }

    @Override
    public SpectrumCurves spectrum(String matrix, MixtureSetting mixture) {
        return spectra.spectrum(matrix, mixture);
    }

    @Override
    public SpectrumDensity density(String matrix) {
        return spectra.density(matrix);
    }

    @Override
    public Optional<KeepTexts> keepTexts() {
        return spectra.keepTexts();
    }

    @Override
    public KeepReport keep(KeepRequest request, Consumer<KeepReport> onReport, CancellationToken token) {
        return spectra.keep(request, onReport, token);
    }

    @Override
    public void saveEdit(SpectrumEdit edit, String name, Path file) {
        spectra.saveEdit(edit, name, file);
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
    public Comparison compare(
            CompareRequest request, Consumer<SideToken> onToken, Progress progress, CancellationToken token) {
        return current().compare(request, onToken, token);
    }

    @Override
    public List<String> tasks() {
        return desk.tasks();
    }

    @Override
    public TaskSample taskSample(String task, int items) {
        return desk.sample(current().adapted(), task, items);
    }

    @Override
    public TrainingNeed trainingNeed(String task, TrainingSettings asked, TrainingHistory history) {
        return desk.need(current().adapted(), task, asked, history);
    }

    @Override
    public void train(TrainingRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        OpenModel used = current();
        desk.train(used.source(), used.adapted(), request, progress, token, giveWay);
    }

    @Override
    public void search(SearchRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        searches.search(request, progress, token, giveWay);
    }

    @Override
    public List<String> searchPlaces(SearchRequest request) {
        return searches.searchPlaces(request);
    }

    @Override
    public void saveSearched(SearchRequest request, Member member, Path file) {
        searches.saveSearched(request, member, file);
    }

    @Override
    public DispatchNeeds dispatchNeeds() {
        return current().dispatch().needs();
    }

    @Override
    public void loadDispatcher(Path file) {
        current().shelf().setDispatcher(file);
    }

    @Override
    public Comparison compareUnder(
            CompareRequest request,
            Consumer<DispatchReport> onChosen,
            Consumer<SideToken> onToken,
            Progress progress,
            CancellationToken token) {
        return current().dispatch().compare(request, onChosen, onToken, token);
    }

    @Override
    public List<RouteAnswer> otherRoutes(
            CompareRequest request, String taken, Progress progress, CancellationToken token) {
        return current().dispatch().otherRoutes(request, taken, token);
    }

    @Override
    public EvaluationOffer evaluationOffer() {
        return evaluations.offer(current().source());
    }

    @Override
    public void evaluate(
            EvaluationRequest request, Path folder, EvaluationWatch watch, Progress progress, CancellationToken token) {
        evaluations.evaluate(current().adapted(), request, folder, watch, progress, token);
    }

    @Override
    public ImportReport importExpert(ImportRequest request, Progress progress, CancellationToken token) {
        return exchange.importExpert(request, progress, token);
    }

    @Override
    public LoraPlan loraPlan(MixtureSetting mixture, Progress progress, CancellationToken token) {
        return exchange.loraPlan(mixture, progress, token);
    }

    @Override
    public void export(ExportRequest request, Progress progress, CancellationToken token) {
        exchange.export(request, progress, token);
    }

    @Override
    public ExpertGains gains(String expert) {
        return inspection.gains(expert);
    }

    @Override
    public ExpertSimilarity similarity(List<String> experts) {
        return inspection.similarity(experts);
    }

    @Override
    public ExpertContrast contrast(String first, String second, boolean weighted, int top) {
        return inspection.contrast(first, second, weighted, top);
    }

    @Override
    public ExpertTrajectory trajectory(Path run, PromptText prompt, Progress progress, CancellationToken token) {
        return inspection.trajectory(run, prompt, progress, token);
    }

    @Override
    public EffectCertificate certificate(
            String expert, PromptText prompt, int tokens, Progress progress, CancellationToken token) {
        return inspection.certificate(expert, prompt, tokens, progress, token);
    }

    @Override
    public void saveCombined(ExpertCombination combination, Path file) {
        inspection.saveCombined(combination, file);
    }

    @Override
    public ComponentReading component(String matrix, int component, int top) {
        return current().directions().component(matrix, component, top);
    }

    @Override
    public DirectionMatches searchDirections(
            String text, boolean writes, int top, Progress progress, CancellationToken token) {
        return current().directions().search(text, writes, top, progress, token);
    }

    @Override
    public TokenAttribution attribute(AttributionRequest request, Progress progress, CancellationToken token) {
        return current().attribution().attribute(request, progress, token);
    }

    @Override
    public MatrixPictures picture(int components) {
        return current().learn().picture(components);
    }

    @Override
    public MatrixPictures matrix(String name, ComponentGains gains) {
        return current().learn().matrix(name, gains);
    }

    @Override
    public NextTokens nextTokens(PromptText prompt, ComponentGains gains, int top, CancellationToken token) {
        return current().learn().nextTokens(prompt, gains, top, token);
    }

    @Override
    public Comparison compare(CompareRequest request, ComponentGains gains, CancellationToken token) {
        return current().learn().compare(request, gains, token);
    }

    @Override
    public SpectrumCurves trained(Path run, String matrix) {
        return current().learn().trained(run, matrix);
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
