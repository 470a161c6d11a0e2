package org.t2workbench.app.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ChosenAlpha;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DispatchNeeds;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.DispatchReport.Times;
import org.t2workbench.app.workbench.DispatchSession;
import org.t2workbench.app.workbench.RouteAnswer;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Category;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.Experts;
import org.t2workbench.core.adaptation.Pass;
import org.t2workbench.core.adaptation.Reading;
import org.t2workbench.core.adaptation.Route;
import org.t2workbench.core.adaptation.SelfAdaptation;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.adaptation.StrategyInputs;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;

/**
 * Answers under the strategies that choose α themselves. The weights of every route stay ready from one prompt to the
 * next, until another strategy or other experts are asked for. Compute thread only; closed before its model.
 */
final class DispatchDesk implements DispatchSession, AutoCloseable {

    private final AdaptedModel adapted;
    private final ExpertShelf shelf;
    private final Words words;
    private final Optional<InstallFolder> install;
    private @Nullable Ready ready;
    private @Nullable ReadMixture read;

    private record Ready(Configuration configuration, SelfAdaptation adaptation) {}

    /** @param times of its experts' files: one that was written again is read again */
    private record ReadMixture(MixtureFile file, List<FileTime> times, Mixture mixture) {}

    /** @param install where the categories lie */
    DispatchDesk(AdaptedModel adapted, ExpertShelf shelf, Words words, Optional<InstallFolder> install) {
        this.adapted = adapted;
        this.shelf = shelf;
        this.words = words;
        this.install = install;
    }

    @Override
    public DispatchNeeds needs() {
        DispatchPrompt prompt = prompt();
        List<String> tasks = prompt.categories().stream()
                .map(Category::task)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Experts experts = Experts.of(adapters(prompt), prompt.dispatcher());
        return new DispatchNeeds(
                tasks,
                tasks.stream().filter(task -> experts.of(task).isPresent()).toList(),
                prompt.dispatcher(),
                experts.dispatcher().isPresent());
    }

    /** What can be mixed and, last, what dispatches. */
    private List<Adapter> adapters(DispatchPrompt prompt) {
        List<Adapter> adapters = new ArrayList<>(shelf.adapters());
        shelf.dispatcher()
                .filter(expert -> expert.task().equals(prompt.dispatcher()))
                .ifPresent(adapters::add);
        return adapters;
    }

    @Override
    public void loadDispatcher(Path file) {
        shelf.setDispatcher(file);
    }

    @Override
    public Comparison compare(
            CompareRequest request,
            Consumer<DispatchReport> onChosen,
            Consumer<SideToken> onToken,
            CancellationToken token) {
        Ready used = ready(request);
        int[] prompt = adapted.encode(request.prompt().text(), request.prompt().chat());
        GenerationRequest generation = Answers.request(adapted, prompt, request.settings());
        SelfAdaptation.Chosen chosen =
                used.adaptation().choose(request.prompt().text(), prompt.length + generation.maxTokens(), token);
        DispatchReport report = report(used.configuration(), chosen, Times.NONE);
        onChosen.accept(report);
        SelfAdaptation.Compared compared = used.adaptation()
                .compare(
                        chosen,
                        generation,
                        OpenModel.TOP,
                        (side, generated) -> onToken.accept(words.token(side, generated)),
                        token);
        Pass answer = compared.passes().get(compared.passes().size() - 1);
        return new Answers(words)
                .comparison(request, prompt, compared.comparison())
                .under(report(used.configuration(), chosen, times(answer)));
    }

    @Override
    public List<RouteAnswer> otherRoutes(CompareRequest request, String taken, CancellationToken token) {
        Ready used = ready(request);
        if (!(used.configuration() instanceof Configuration.Dispatched dispatched)) {
            return List.of();
        }
        int[] prompt = adapted.encode(request.prompt().text(), request.prompt().chat());
        return used
                .adaptation()
                .otherRoutes(dispatched.route(taken), Answers.request(adapted, prompt, request.settings()), token)
                .stream()
                .map(pass -> new RouteAnswer(
                        pass.label().orElse(""),
                        alphas(dispatched, pass.alpha()),
                        pass.text(),
                        times(pass),
                        pass.note().orElse("")))
                .toList();
    }

    /**
     * The weights that an answer under the request's strategy was given with.
     *
     * @param label the category that was chosen; of no meaning for a strategy without a first pass
     */
    Mixture mixture(CompareRequest request, String label) {
        Configuration configuration = ready(request).configuration();
        return configuration instanceof Configuration.Dispatched dispatched
                ? dispatched.route(label).mixture()
                : ((Configuration.Fixed) configuration).mixture();
    }

    private DispatchReport report(Configuration configuration, SelfAdaptation.Chosen chosen, Times answer) {
        Route route = chosen.route();
        if (!(configuration instanceof Configuration.Dispatched dispatched)) {
            List<ChosenAlpha> alphas =
                    alphas(read == null ? List.of() : read.file().entries());
            boolean fits = route.mixture().form() == Mixture.Form.OFFSET
                    && alphas.stream().allMatch(ChosenAlpha::isSingle);
            return new DispatchReport("", true, "", Map.of(), alphas, fits, Times.NONE, answer, "");
        }
        Pass first = chosen.passes().get(0);
        return new DispatchReport(
                route.label(),
                first.note().isEmpty(),
                first.text(),
                first.probabilities(),
                alphas(dispatched, route.alpha()),
                true,
                times(first),
                answer,
                route.note().orElse(""));
    }

    private static Times times(Pass pass) {
        return new Times(pass.seconds(), pass.switchSeconds());
    }

    private List<ChosenAlpha> alphas(Configuration.Dispatched dispatched, Map<String, Alpha> byName) {
        List<ChosenAlpha> alphas = new ArrayList<>();
        byName.forEach((name, alpha) -> {
            Adapter adapter = dispatched.available().byName().get(name);
            alphas.add(chosen(adapter == null ? "" : shelf.idOf(adapter), name, alpha));
        });
        return alphas;
    }

    private List<ChosenAlpha> alphas(List<MixtureFile.Entry> entries) {
        return entries.stream()
                .map(entry -> chosen(shelf.idOf(entry.file()), entry.name(), entry.alpha()))
                .toList();
    }

    private ChosenAlpha chosen(String id, String name, Alpha alpha) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (MatrixInfo matrix : adapted.model().matrices()) {
            double here = alpha.at(matrix);
            lowest = Math.min(lowest, here);
            highest = Math.max(highest, here);
        }
        return new ChosenAlpha(id, name, lowest, highest);
    }

    private Ready ready(CompareRequest request) {
        Configuration wanted = configuration(request);
        Ready known = ready;
        if (known != null && known.configuration().equals(wanted)) {
            return known;
        }
        close();
        Ready made = new Ready(wanted, new SelfAdaptation(adapted, wanted));
        ready = made;
        return made;
    }

    private Configuration configuration(CompareRequest request) {
        Strategy strategy = Strategy.valueOf(request.strategy().strategy().name());
        Reading reading = Reading.valueOf(request.strategy().reading().name());
        DispatchPrompt prompt = prompt();
        if (strategy.dispatches() && prompt.categories().isEmpty()) {
            throw new InvalidInputException(
                    "The categories of the first pass, resources/tasks/dispatch.json, are not beside the program; put the"
                            + " file back, or use another strategy.");
        }
        return new StrategyInputs(
                        adapters(prompt).stream()
                                .map(expert -> new StrategyInputs.NamedShare(
                                        expert.name(), new Mixture.Share(expert, Alpha.everywhere(1))))
                                .toList(),
                        Optional.ofNullable(request.strategy().mixture())
                                .map(file -> new StrategyInputs.NamedMixture(file.toString(), mixture(file))),
                        prompt,
                        reading)
                .configuration(strategy);
    }

    /** Read anew each time, as the file may be edited. */
    private DispatchPrompt prompt() {
        return DispatchPrompt.ofInstallation(install);
    }

    private Mixture mixture(Path path) {
        MixtureFile file = MixtureFile.read(path);
        List<FileTime> times =
                file.entries().stream().map(entry -> written(entry.file())).toList();
        ReadMixture known = read;
        if (known != null && known.file().equals(file) && Objects.equals(known.times(), times)) {
            return known.mixture();
        }
        Mixture mixture = file.resolve(adapted::readAdapter);
        read = new ReadMixture(file, times, mixture);
        return mixture;
    }

    /** The beginning of time for a file that is not there: reading it will say so. */
    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public void close() {
        Ready known = ready;
        ready = null;
        if (known != null) {
            known.adaptation().close();
        }
    }
}
