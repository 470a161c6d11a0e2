package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.ProcessMemory;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.BenchmarkRow;
import org.t2workbench.core.model.LanguageModel;

/**
 * One iteration of the policy gradient on a model's shapes, with the gains of all MLP matrices: the seconds of each phase,
 * and the memory it takes beside what {@link TrainingMemory} states. Compute thread only; owns nothing.
 */
public final class TrainingBenchmark {

    private static final int REPETITIONS = 1;

    private final LanguageModel model;
    private final Progress progress;
    private final CancellationToken token;
    private List<IterationBenchmark.Phase> phases = List.of();
    private OptionalLong grown = OptionalLong.empty();
    private long stated;

    public TrainingBenchmark(LanguageModel model, Progress progress, CancellationToken token) {
        this.model = model;
        this.progress = progress;
        this.token = token;
    }

    /**
     * Measures. Comes before other benchmarks in a process: memory that these have given back to the allocator would hide
     * what an iteration takes.
     *
     * @throws CancelledException when cancelled
     */
    public void run() {
        IterationBenchmark.Size size = size();
        TrainingSettings settings = settings(size);
        TrainingMemory memory = TrainingMemory.of(
                model.config(),
                model.dtype(),
                settings,
                size.prompt(),
                size.answer(),
                MachineMemory.ofThisMachine().availableBytes()
                        + MemoryEstimate.of(model.config(), model.dtype().bytes())
                                .weights());
        stated = memory.total() - memory.weights();
        OptionalLong before = ProcessMemory.resetPeak();
        phases = new IterationBenchmark(model, settings.adaptedMatrices(model.matrices()), size, progress, token)
                .run(REPETITIONS);
        OptionalLong peak = ProcessMemory.peak();
        grown = before.isPresent() && peak.isPresent()
                ? OptionalLong.of(peak.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    private IterationBenchmark.Size size() {
        IterationBenchmark.Size whole = IterationBenchmark.Size.STATED;
        int half = model.config().contextLength() / 2;
        return new IterationBenchmark.Size(
                whole.answers(), Math.min(half, whole.prompt()), Math.min(half, whole.answer()), whole.tokenBudget());
    }

    private static TrainingSettings settings(IterationBenchmark.Size size) {
        return TrainingSettings.of(TrainingPreset.of("paper"))
                .with("prompts", Integer.toString(size.answers()))
                // the timed iteration has no validation
                .with("validation_items", Integer.toString(size.answers()))
                .with("token_budget", Integer.toString(size.tokenBudget()));
    }

    /**
     * A row for each phase and one for their sum, in milliseconds beside those that their floating-point operations take,
     * and where the system tells it one for the memory beyond the weights, beside what was stated.
     *
     * @param operationsPerSecond of the matrix product in the model's dtype
     */
    public List<BenchmarkRow> rows(double operationsPerSecond) {
        List<BenchmarkRow> rows = new ArrayList<>();
        double seconds = 0;
        double operations = 0;
        for (IterationBenchmark.Phase phase : phases) {
            rows.add(row(phase.name(), phase.seconds(), phase.operations() / operationsPerSecond));
            seconds += phase.seconds();
            operations += phase.operations();
        }
        rows.add(row("in all", seconds, operations / operationsPerSecond));
        grown.ifPresent(
                bytes -> rows.add(new BenchmarkRow("train iteration memory", bytes * 1e-6, "MB", stated * 1e-6)));
        return rows;
    }

    private static BenchmarkRow row(String phase, double seconds, double bound) {
        return new BenchmarkRow("train iteration " + phase, seconds * 1e3, "ms", bound * 1e3);
    }
}
