package org.t2workbench.app.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.app.workbench.SearchSession;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.training.PromptEncoder;

/** Searches of mixtures on the open model. Compute thread only. */
final class SearchDesk implements SearchSession {

    private final Supplier<OpenModel> open;
    private final Optional<InstallFolder> install;
    private final TaskCatalogue catalogue;
    private final EngineSettings settings;
    private final Consumer<List<String>> shots;

    /**
     * @param open the open model; throws where there is none
     * @param shots hears the ids of the items that a search shown here chooses by, as its mixtures may come to the sliders
     */
    SearchDesk(
            Supplier<OpenModel> open,
            Optional<InstallFolder> install,
            TaskCatalogue catalogue,
            EngineSettings settings,
            Consumer<List<String>> shots) {
        this.open = open;
        this.install = install;
        this.catalogue = catalogue;
        this.settings = settings;
        this.shots = shots;
    }

    @Override
    public void search(SearchRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        Path found = request.folder().resolve(FOUND);
        of(request, progress, token)
                .givingWay(giveWay)
                .run(request.folder(), command(request, found))
                .file()
                .write(found);
    }

    @Override
    public List<String> places(SearchRequest request) {
        return of(request, Progress.NONE, new CancellationToken()).places();
    }

    @Override
    public void save(SearchRequest request, Member member, Path file) {
        of(request, Progress.NONE, new CancellationToken()).file(member).write(file);
    }

    private MixtureSearch of(SearchRequest request, Progress progress, CancellationToken token) {
        AdaptedModel adapted = open.get().adapted();
        String dispatcher = dispatcher();
        MixtureSearch search = new MixtureSearch(
                adapted.model(),
                adapted.decomposition(),
                PromptEncoder.of(adapted.model()),
                catalogue.find(request.task()),
                request.experts().stream()
                        .map(file -> SearchExpert.of(adapted.readAdapter(file), file, dispatcher))
                        .toList(),
                request.settings(),
                progress,
                token);
        shots.accept(search.shots());
        return search;
    }

    private String dispatcher() {
        return install.map(DispatchPrompt::fileOf)
                .filter(Files::isRegularFile)
                .map(file -> DispatchPrompt.read(file).dispatcher())
                .orElse(DispatchPrompt.DISPATCHER);
    }

    /** What begins the same search on the command line. */
    private List<String> command(SearchRequest request, Path found) {
        List<String> command =
                new ArrayList<>(List.of("adapt", open.get().source().location(), "--task", request.task()));
        request.experts()
                .forEach(file -> command.addAll(
                        List.of("--expert", file.toAbsolutePath().normalize().toString())));
        command.addAll(List.of("--out", found.toAbsolutePath().normalize().toString()));
        command.addAll(request.settings().arguments());
        command.addAll(settings.arguments());
        return command;
    }
}
