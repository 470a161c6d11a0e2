package org.t2workbench.core.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.OverflowException;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.task.Task;

/**
 * Trains an adapter of a model on a task, as the settings say, in a run folder. The base model is validated first; the best
 * by validation is kept, and only a strictly better one takes its place (the paper's rule).
 *
 * <p>A run that was killed goes on from its last checkpoint with the same metrics and the same adapter as one that was not;
 * one that was cancelled, from the last whole iteration. Compute thread only; what is passed in stays open.
 */
public final class TrainingRun {

    /** Kind of these runs in run.json. */
    public static final String KIND = "train";

    private static final String STATE = "parameters.safetensors";
    private static final String STEPS = "steps";

    private final LanguageModel model;
    private final Decomposition decomposition;
    private final PromptEncoder encoder;
    private final Task task;
    private final TrainingSettings settings;
    private final Progress progress;
    private final CancellationToken token;
    private final RunIdentity identity;
    private final Runnable giveWay;

    /** @param decomposition of the same model, in its dtype */
    public TrainingRun(
            LanguageModel model,
            Decomposition decomposition,
            PromptEncoder encoder,
            Task task,
            TrainingSettings settings,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.decomposition = decomposition;
        this.encoder = encoder;
        this.task = task;
        this.settings = settings;
        this.progress = progress;
        this.token = token;
        this.identity = new RunIdentity(model, task, settings);
        this.giveWay = () -> {};
    }

    private TrainingRun(TrainingRun other, Runnable giveWay) {
        this.model = other.model;
        this.decomposition = other.decomposition;
        this.encoder = other.encoder;
        this.task = other.task;
        this.settings = other.settings;
        this.progress = other.progress;
        this.token = other.token;
        this.identity = other.identity;
        this.giveWay = giveWay;
    }

    /**
     * The same run, which lets others use the model between its iterations.
     *
     * @param action called on the compute thread before each iteration; leaves the model as it found it
     */
    public TrainingRun givingWay(Runnable action) {
        return new TrainingRun(this, action);
    }

    /**
     * Starts a run in a new folder, or goes on with the one that is there.
     *
     * @param command the command line that does the same, for run.json
     * @return the finished run; what it keeps is the best by validation
     * @throws InvalidInputException when the folder holds something else or a run of other settings, the task has no items
     *     of a split, no prompt fits the context, or next-token training finds an item without a solution
     * @throws DivergedException when a loss, a logit, a gradient or a parameter is no number any more; the last checkpoint and
     *     the best stay
     * @throws CancelledException when cancelled; the best and a checkpoint of the last whole iteration stay
     */
    public RunFolder run(Path folder, List<String> command) {
        try (RunWriter run = RunStart.startOrResume(folder, identity.config(KIND, command))) {
            if (run.resumedFrom().map(Checkpoint::finished).orElse(false)) {
                return run.run();
            }
            new Loop(run).run();
            return run.run();
        }
    }

    /**
     * What a run trained: the best by validation so far.
     *
     * @throws InvalidInputException when it keeps nothing yet, or its file is damaged
     */
    public static Adapter adapterOf(RunFolder run) {
        return TrainedAdapter.read(run);
    }

    /** One start of the run, with what it holds while it goes. */
    private final class Loop {

        private final RunWriter run;
        private final Validation validation;
        private final Iteration iteration;
        private SignalWatch watch = new SignalWatch();
        private BestSoFar best = BestSoFar.base(new Accuracy(0, 0, 0));
        private long steps;
        private long checkpoint;

        Loop(RunWriter run) {
            this.run = run;
            int context = model.config().contextLength();
            TaskAnswers answers = new TaskAnswers(model, encoder, task);
            validation = new Validation(answers, task, settings.validationItems(), fit(context));
            TrainItems items = new TrainItems(task, settings, fit(context));
            iteration = switch (settings.method()) {
                case RL -> new PolicyGradientIteration(answers, task, items, settings, token);
                case SFT -> new NextTokenIteration(encoder, task, items, settings, context, token);
            };
        }

        /** One per split, as each names its own first items. */
        private PromptFit fit(int context) {
            return new PromptFit(task.name(), item -> encoder.prompt(task.messages(item)).length, context, run::log);
        }

        void run() {
            try (Trainable trainable = Trainables.create(model, decomposition, settings, progress, token)) {
                long at = start(trainable);
                boolean ended = false;
                while (!ended) {
                    at++;
                    giveWay.run();
                    progress.report("training on " + task.name(), at - 1, settings.iterations());
                    ended = iterate(trainable, at);
                }
                progress.report("trained on " + task.name(), settings.iterations(), settings.iterations());
            }
        }

        /** Validates the base model as iteration 0, or takes up where an earlier start stopped; the iteration reached. */
        private long start(Trainable trainable) {
            if (run.resumedFrom().isPresent()) {
                trainable.restore(run.resumedFrom().get().file(STATE));
                TrainedAdapter.restore(run.run(), run.resumedFrom().get());
                List<RunLine> metrics = run.run().metrics();
                best = BestSoFar.after(metrics);
                watch = SignalWatch.after(metrics);
                RunLine last = metrics.get(metrics.size() - 1);
                steps = last.values().get(STEPS) instanceof Number number ? number.longValue() : 0;
                checkpoint = last.iteration();
                return last.iteration();
            }
            PhaseTimes times = new PhaseTimes();
            best = BestSoFar.base(
                    times.time(PhaseTimes.VALIDATION, () -> validation.measure(model.baseWeights(), progress, token)));
            Map<String, Object> values = new LinkedHashMap<>();
            values.put(BestSoFar.VALIDATION, BestSoFar.toMap(best.base()));
            append(0, values, times);
            Provenance provenance = provenance();
            TrainedAdapter.save(run, trainable.neutral(provenance), provenance);
            keepOnTheWay(trainable, 0);
            save(trainable::save, 0, false);
            return 0;
        }

        /** One iteration; whether it was the last. */
        private boolean iterate(Trainable trainable, long at) {
            boolean validates = at % settings.validateEvery() == 0 || at == settings.iterations();
            Optional<Path> before = Optional.empty();
            PhaseTimes times = new PhaseTimes();
            Map<String, Object> values;
            BestSoFar bestBefore = best;
            try {
                token.throwIfCancelled();
                Iteration.Result result = iteration.gradient(trainable, at, times);
                token.throwIfCancelled();
                if (validates) {
                    // a validation that is cancelled takes the step back with it
                    before = Optional.of(run.run().path().resolve("before-validation.tmp"));
                    trainable.save(before.get());
                }
                values = step(trainable, result, at, times);
                if (validates) {
                    Accuracy accuracy = times.time(
                            PhaseTimes.VALIDATION, () -> validation.measure(trainable.view(), progress, token));
                    values.put(BestSoFar.VALIDATION, BestSoFar.toMap(accuracy));
                    best = best.or(accuracy, at);
                }
                run.appendRollouts(at, result.rollouts());
            } catch (CancelledException e) {
                keep(trainable, at - 1, before);
                throw e;
            } catch (OverflowException e) {
                throw noNumber("A logit", at);
            } finally {
                before.ifPresent(Loop::delete);
            }
            boolean early = settings.patience() > 0 && best.stale() >= settings.patience();
            boolean last = early || at == settings.iterations();
            if (early && at < settings.iterations()) {
                values.put("stopped_early", true);
                run.log("stopped early after iteration " + at + ": " + best.stale()
                        + " validations in a row were not better than that of iteration " + best.iteration());
            }
            append(at, values, times);
            if (best.iteration() > bestBefore.iteration()) {
                Provenance provenance = provenance();
                TrainedAdapter.save(run, trainable.adapter(provenance), provenance);
            }
            if (last || at % settings.checkpointEvery() == 0) {
                keepOnTheWay(trainable, at);
                save(trainable::save, at, last);
            }
            return last;
        }

        /** Takes the optimiser's step, and checks that all is still a number. */
        private Map<String, Object> step(Trainable trainable, Iteration.Result result, long at, PhaseTimes times) {
            Map<String, Object> values = new LinkedHashMap<>(result.values());
            if (!result.finite()) {
                throw noNumber("The loss", at);
            }
            if (result.noStep().isPresent()) {
                run.log("iteration " + at + " took no step: " + result.noStep().get());
                values.put("no_step", result.noStep().get());
            } else {
                double rate = settings.learningRateAt(at);
                steps++;
                double norm = times.time(PhaseTimes.UPDATE, () -> trainable.step(steps, rate, settings.optimiser()));
                if (!Double.isFinite(norm)) {
                    throw noNumber("The gradient", at);
                }
                values.put("gradient_norm", norm);
                values.put("learning_rate", rate);
            }
            double change = trainable.maxChange();
            if (!Double.isFinite(change)) {
                throw noNumber("A parameter", at);
            }
            values.put("max_gain_change", change);
            values.put("change_norm", trainable.changeNorm());
            values.put(STEPS, steps);
            return values;
        }

        private DivergedException noNumber(String what, long at) {
            run.log(what + " of iteration " + at + " is no number; stopped");
            return new DivergedException(
                    what + " is no number any more at iteration " + at
                            + "; the last checkpoint and the best expert stay. Lower the learning rate.",
                    run.run().path());
        }

        private void append(long at, Map<String, Object> values, PhaseTimes times) {
            values.put("best", best.accuracy().accuracy());
            values.put("best_iteration", best.iteration());
            watch.see(values).ifPresent(warning -> {
                values.put("warning", warning);
                if (watch.begins()) {
                    run.log(warning);
                }
            });
            run.appendMetrics(at, values, times.toMap());
        }

        private Provenance provenance() {
            return identity.provenance(run.run().config().created(), best);
        }

        /** A checkpoint of what a cancelled run has reached, unless there is one. */
        private void keep(Trainable trainable, long at, Optional<Path> before) {
            if (at > checkpoint) {
                save(
                        target -> {
                            if (before.isPresent() && Files.exists(before.get())) {
                                copy(before.get(), target);
                            } else {
                                trainable.save(target);
                            }
                        },
                        at,
                        false);
            }
            run.log("cancelled after iteration " + at);
        }

        /** The gains as they are; adapters with vectors of their own have no way that could be drawn. */
        private void keepOnTheWay(Trainable trainable, long at) {
            if (trainable instanceof TrainableGains gains) {
                run.keepOnTheWay(at, settings.checkpointEvery(), ExpertFile.body(gains.adapter(provenance())));
            }
        }

        private void save(StateWriter state, long at, boolean finished) {
            run.saveCheckpoint(at, finished, target -> {
                state.write(target.resolve(STATE));
                TrainedAdapter.copyInto(target, run.run());
            });
            checkpoint = at;
        }

        private static void copy(Path from, Path to) {
            AtomicFile.writeStream(to, out -> Files.copy(from, out));
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw AtomicFile.failure(file, e);
            }
        }
    }

    /** Writes parameters and moments into a file. */
    @FunctionalInterface
    private interface StateWriter {
        void write(Path file);
    }
}
