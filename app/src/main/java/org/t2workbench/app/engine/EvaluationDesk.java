package org.t2workbench.app.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.EvaluatedStrategy;
import org.t2workbench.app.workbench.EvaluationOffer;
import org.t2workbench.app.workbench.EvaluationRequest;
import org.t2workbench.app.workbench.EvaluationSession;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.Reading;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.adaptation.StrategyInputs;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationPlan;
import org.t2workbench.core.evaluation.EvaluationReport;
import org.t2workbench.core.evaluation.EvaluationResult;
import org.t2workbench.core.evaluation.EvaluationWatch;
import org.t2workbench.core.evaluation.SearchedMixtures;
import org.t2workbench.core.evaluation.StrategyEvaluation;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.task.sandbox.InstalledTasks;

/** Measures the open model. Compute thread only. */
final class EvaluationDesk implements EvaluationSession {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationDesk.class);

    private final Supplier<OpenModel> open;
    private final Optional<InstallFolder> install;
    private final TaskCatalogue catalogue;
    private final Set<String> shots = new LinkedHashSet<>();

    /** @param open the open model; throws where there is none */
    EvaluationDesk(Supplier<OpenModel> open, Optional<InstallFolder> install) {
        this.open = open;
        this.install = install;
        this.catalogue = InstalledTasks.catalogue(install, Optional.empty());
    }

    @Override
    public EvaluationOffer offer() {
        ModelSource source = open.get().source();
        Optional<DispatchPrompt> prompt = prompt();
        return new EvaluationOffer(
                catalogue.names(),
                prompt.map(DispatchPrompt::outcomes).orElse(List.of()),
                prompt.filter(any -> source.isSample())
                        .flatMap(known -> dispatcher(known.dispatcher()))
                        .map(Path::toString)
                        .orElse(""),
                List.copyOf(shots));
    }

    /** A mixture of this file may be measured by hand: what it was found by is in no row from now on. */
    void opened(Path mixture) {
        MixtureFile.read(mixture).shots().ifPresent(found -> leaveOut(found.items()));
    }

    /** Items that something in the window was chosen by: they are in no row from now on. */
    void leaveOut(List<String> items) {
        shots.addAll(items);
    }

    private Optional<DispatchPrompt> prompt() {
        return install.map(DispatchPrompt::fileOf).filter(Files::isRegularFile).map(DispatchPrompt::read);
    }

    /** The sample's expert that was trained to dispatch. */
    private Optional<Path> dispatcher(String task) {
        Optional<Path> folder = install.map(InstallFolder::sampleExperts).filter(Files::isDirectory);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .filter(file -> isTrainedOn(task, file))
                    .findFirst();
        } catch (IOException e) {
            LOG.warn("The folder of experts {} cannot be read.", folder.get(), e);
            return Optional.empty();
        }
    }

    private static boolean isTrainedOn(String task, Path file) {
        try {
            return Adapter.read(file) instanceof Expert expert && expert.task().equals(task);
        } catch (InvalidInputException e) {
            LOG.debug("no expert: {}", file, e);
            return false;
        }
    }

    @Override
    public void evaluate(
            EvaluationRequest request, Path folder, EvaluationWatch watch, Progress progress, CancellationToken token) {
        AdaptedModel adapted = open.get().adapted();
        List<Task> tasks = request.tasks().stream().map(catalogue::find).toList();
        EvaluationPlan plan = new EvaluationPlan(
                tasks,
                entries(adapted, request, folder),
                Split.valueOf(request.split().toUpperCase(Locale.ROOT)),
                request.limit(),
                request.seed(),
                Set.copyOf(request.leftOut()));
        EvaluationResult result = new StrategyEvaluation(
                        adapted, plan, this::find, Optional.of(folder), progress, token)
                .watchedBy(new Writing(folder, watch))
                .run();
        new EvaluationReport(EvaluationDocument.of(result)).write(folder);
    }

    private Optional<Task> find(String name) {
        try {
            return Optional.of(catalogue.find(name));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private List<EvaluationPlan.Entry> entries(AdaptedModel adapted, EvaluationRequest request, Path folder) {
        List<Named> experts = request.experts().stream()
                .map(given -> new Named(given, adapted.readAdapter(Path.of(given.file()))))
                .toList();
        List<EvaluationPlan.Entry> entries = new ArrayList<>();
        for (EvaluatedStrategy strategy : request.strategies()) {
            switch (strategy) {
                case BASE -> entries.add(new EvaluationPlan.Given(Configuration.base()));
                case MANUAL -> entries.add(new EvaluationPlan.Given(mixture(experts)));
                case EACH ->
                    experts.forEach(expert -> entries.add(new EvaluationPlan.Given(new Configuration.Fixed(
                            Strategy.MANUAL, List.of(expert.given.name()), Mixture.offset(expert.share(1))))));
                case PROMPT -> entries.add(dispatched(adapted, Strategy.PROMPT, request, experts));
                case CLASSIFIER -> entries.add(dispatched(adapted, Strategy.CLASSIFIER, request, experts));
                case FEW_SHOT -> entries.add(searched(adapted, request, experts, folder));
            }
        }
        return entries;
    }

    private static Configuration mixture(List<Named> experts) {
        List<Named> mixed =
                experts.stream().filter(expert -> expert.given.alpha() != 0).toList();
        return new Configuration.Fixed(
                Strategy.MANUAL,
                mixed.stream().map(Named::labelWithAlpha).toList(),
                new Mixture(
                        Mixture.Form.OFFSET,
                        mixed.stream()
                                .map(expert -> expert.share(expert.given.alpha()))
                                .toList()));
    }

    private EvaluationPlan.Entry dispatched(
            AdaptedModel adapted, Strategy strategy, EvaluationRequest request, List<Named> experts) {
        DispatchPrompt prompt = prompt().orElseThrow(() -> new InvalidInputException(
                "The file resources/tasks/dispatch.json is not beside the program, so no prompt can be dispatched."));
        List<StrategyInputs.NamedShare> shares = new ArrayList<>(experts.stream()
                .map(expert -> new StrategyInputs.NamedShare(expert.given.name(), expert.share(1)))
                .toList());
        if (strategy == Strategy.CLASSIFIER && !request.dispatcher().isEmpty()) {
            Adapter dispatcher = adapted.readAdapter(Path.of(request.dispatcher()));
            shares.add(new StrategyInputs.NamedShare(
                    dispatcher.name(), new Mixture.Share(dispatcher, Alpha.everywhere(1))));
        }
        return new EvaluationPlan.Given(
                new StrategyInputs(shares, Optional.empty(), prompt, Reading.of(request.reading()))
                        .configuration(strategy));
    }

    /** A mixture for each task, by its own shots; adapters without gains take no part. */
    private EvaluationPlan.Searched searched(
            AdaptedModel adapted, EvaluationRequest request, List<Named> experts, Path folder) {
        List<Named> searched = experts.stream()
                .filter(expert -> expert.adapter instanceof Expert)
                .toList();
        String dispatcher = prompt().map(DispatchPrompt::dispatcher).orElse(DispatchPrompt.DISPATCHER);
        SearchSettings settings = SearchSettings.preset(request.search()).withSeed(request.seed());
        return new EvaluationPlan.Searched(
                searched.stream().map(expert -> expert.given.name()).toList(),
                new SearchedMixtures(
                        adapted,
                        searched.stream()
                                .map(expert ->
                                        SearchExpert.of(expert.adapter, Path.of(expert.given.file()), dispatcher))
                                .toList(),
                        request.shots() == 0 ? settings : settings.withShots(request.shots()),
                        Optional.of(folder)));
    }

    /** An expert of a request, read. */
    private record Named(EvaluationRequest.Given given, Adapter adapter) {

        Mixture.Share share(double alpha) {
            return new Mixture.Share(adapter, Alpha.everywhere(alpha));
        }

        String labelWithAlpha() {
            return String.format(Locale.ROOT, "%s=%.2f", given.name(), given.alpha());
        }
    }

    /** Writes the figures down before anybody hears of them. */
    private record Writing(Path folder, EvaluationWatch watch) implements EvaluationWatch {

        @Override
        public void measured(Standing standing) {
            watch.measured(standing);
        }

        @Override
        public void finished(EvaluationResult soFar) {
            new EvaluationReport(EvaluationDocument.of(soFar)).write(folder);
            watch.finished(soFar);
        }

        @Override
        public void giveWay() {
            watch.giveWay();
        }
    }
}
