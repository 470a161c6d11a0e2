package org.t2workbench.core.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;

/**
 * Runs every try of a grid in a folder of its own ({@code try-01}, …) and writes {@code summary.json} and
 * {@code summary.md} beside them. Started again it goes on where it stopped. A try whose gradient is no number any more
 * has failed and counts as tried. Compute thread only.
 */
public final class GridRun {

    private final Function<TrainingSettings, TrainingRun> trainer;
    private final Function<TrainingSettings, List<String>> command;
    private final Consumer<Path> begins;

    /**
     * @param trainer makes the run for each try's settings
     * @param command the command line of a try, for its run.json
     */
    public GridRun(Function<TrainingSettings, TrainingRun> trainer, Function<TrainingSettings, List<String>> command) {
        this(trainer, command, run -> {});
    }

    /** @param begins hears of each try's folder before anything is written to it */
    public GridRun(
            Function<TrainingSettings, TrainingRun> trainer,
            Function<TrainingSettings, List<String>> command,
            Consumer<Path> begins) {
        this.trainer = trainer;
        this.command = command;
        this.begins = begins;
    }

    /**
     * @param settings what the tries change
     * @throws InvalidInputException when the folder holds tries of other settings
     * @throws CancelledException when cancelled; finished tries stay, the running one keeps a checkpoint
     */
    public GridResult run(Path folder, TrainingSettings settings, TrainingGrid grid) {
        List<GridResult.Try> tries = new ArrayList<>();
        for (Map<String, String> changes : grid.tries()) {
            tries.add(attempt(folder, settings, changes, tries.size() + 1));
            GridResult.of(tries).write(folder);
        }
        return GridResult.of(tries);
    }

    private GridResult.Try attempt(Path folder, TrainingSettings settings, Map<String, String> changes, int number) {
        String name = String.format(Locale.ROOT, "try-%02d", number);
        TrainingSettings changed = settings.with(changes);
        String failure = null;
        begins.accept(folder.resolve(name));
        try {
            trainer.apply(changed).run(folder.resolve(name), command.apply(changed));
        } catch (DivergedException e) {
            failure = e.getMessage();
        }
        return summary(name, changes, RunFolder.open(folder.resolve(name)).metrics(), failure);
    }

    private static GridResult.Try summary(
            String name, Map<String, String> changes, List<RunLine> metrics, @Nullable String failure) {
        BestSoFar best = BestSoFar.after(metrics);
        return new GridResult.Try(
                name,
                changes,
                best.accuracy().n(),
                best.accuracy().correct(),
                best.base().correct(),
                best.iteration(),
                metrics.get(metrics.size() - 1).iteration(),
                failure);
    }
}
