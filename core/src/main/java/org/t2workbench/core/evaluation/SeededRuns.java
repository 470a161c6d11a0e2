package org.t2workbench.core.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.training.DivergedException;
import org.t2workbench.core.training.GridResult;
import org.t2workbench.core.training.GridRun;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TrainingRun;
import org.t2workbench.core.training.TrainingSettings;

/**
 * Trains a plan on a task: every try with the first seed, and the best of them by validation again with each other seed.
 * All in one folder; what is there is not done again. Compute thread only; the model stays open.
 */
public final class SeededRuns {

    private final AdaptedModel model;
    private final Task task;
    private final TrainingPlan plan;
    private final Path folder;
    private final long first;
    private final Function<TrainingSettings, List<String>> command;
    private final Progress progress;
    private final CancellationToken token;

    /**
     * @param first the seed of the tries
     * @param command the command line of one run, for its run.json
     */
    public SeededRuns(
            AdaptedModel model,
            Task task,
            TrainingPlan plan,
            Path folder,
            long first,
            Function<TrainingSettings, List<String>> command,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.task = task;
        this.plan = plan;
        this.folder = folder;
        this.first = first;
        this.command = command;
        this.progress = progress;
        this.token = token;
    }

    /**
     * Runs the tries.
     *
     * @return the best by validation; empty when none came to its end
     * @throws InvalidInputException when the folder holds runs of other settings
     * @throws CancelledException when cancelled
     */
    public Optional<GridResult.Try> choose() {
        GridResult grid = new GridRun(this::training, command)
                .run(folder, plan.settings().with("seed", Long.toString(first)), plan.grid());
        return Optional.ofNullable(grid.chosen()).map(grid.tries()::get);
    }

    /**
     * The run of a seed.
     *
     * @throws DivergedException when its gradient is no number any more
     * @throws CancelledException when cancelled
     */
    public RunFolder run(GridResult.Try chosen, long seed) {
        // the chosen try is the first seed's run: the same settings would give the same again
        Path run = seed == first ? folder.resolve(chosen.folder()) : folder.resolve("seed-" + seed);
        TrainingSettings settings = plan.settings().with(chosen.changes()).with("seed", Long.toString(seed));
        return training(settings).run(run, command.apply(settings));
    }

    private TrainingRun training(TrainingSettings settings) {
        return new TrainingRun(
                model.model(), model.decomposition(), PromptEncoder.of(model.model()), task, settings, progress, token);
    }
}
