package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.Quantities;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.checkpoint.hub.HubLook;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.training.TrainingMemory;
import org.t2workbench.core.training.TrainingSettings;
import org.t2workbench.core.training.TrainingTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Architecture, matrices, parameters and the memory a model will need, without reading or fetching its weights. */
@Command(
        name = "info",
        description = "architecture, matrices, parameters, dtype, memory it will need",
        modelTransformer = TrainArguments.class)
final class InfoCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(
            names = "--train",
            paramLabel = "RECIPE",
            description =
                    "say what training takes, in memory and time: a preset's name or a run's folder; training options"
                            + " change it")
    private @Nullable String train;

    @Option(
            names = "--task",
            paramLabel = "T",
            description =
                    "with --train: the task whose prompts are counted (otherwise prompts of 128 tokens and answers"
                            + " of 256)")
    private @Nullable String task;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    InfoCommand(Console console) {
        this.console = console;
    }

    record Matrix(String name, int rows, int columns) {}

    /** What training takes; as in {@link TrainingMemory}. */
    record Training(
            long weights,
            long decomposition,
            long folded,
            long optimiser,
            long activations,
            long rollouts,
            long total,
            int promptTokens,
            int answerTokens) {

        static Training of(TrainingNeeds needs) {
            TrainingMemory memory = needs.memory();
            return new Training(
                    memory.weights(),
                    memory.decomposition(),
                    memory.folded(),
                    memory.optimiser(),
                    memory.activations(),
                    memory.rollouts(),
                    memory.total(),
                    needs.promptTokens(),
                    needs.answerTokens());
        }
    }

    /** What training takes in seconds; as in {@link TrainingTime}. */
    record Time(double iteration, int iterations, double validation, int validations, double total, boolean measured) {

        static Time of(TrainingTime time) {
            return new Time(
                    time.iteration(),
                    time.iterations(),
                    time.validation(),
                    time.validations(),
                    time.whole(),
                    time.measured());
        }

        String words() {
            return "time: about " + Quantities.duration(iteration) + " an iteration, about "
                    + Quantities.duration(total) + " for " + iterations + " iterations and " + validations
                    + " validations, "
                    + (measured ? "as a run with these settings took here" : "an estimate by the operations it takes");
        }
    }

    record Memory(
            long weights,
            long decomposition,
            long total,
            @Nullable Training train) {}

    /** What of a model of a hub is not here yet. */
    record Download(String commit, String license, boolean gated, long downloadBytes, List<RemoteFile> files) {

        static Download of(HubLook look) {
            return new Download(
                    look.commit(),
                    look.license(),
                    look.gated(),
                    look.bytesToFetch(),
                    look.files().stream()
                            .map(file -> new RemoteFile(
                                    file.path(), file.size(), !look.toFetch().contains(file)))
                            .toList());
        }

        String words() {
            long missing = files.stream().filter(file -> !file.cached()).count();
            return "not here yet: " + MemoryEstimate.text(downloadBytes) + " to download in " + missing + " files, "
                    + (license.isEmpty() ? "no license named" : "license " + license);
        }
    }

    record RemoteFile(String name, long bytes, boolean cached) {}

    record Document(
            String name,
            String architecture,
            long parameters,
            String dtype,
            boolean quantised,
            @Nullable String note,
            int layers,
            int context,
            int width,
            int vocabulary,
            List<Matrix> matrices,
            Memory memoryBytes,
            @Nullable Time trainSeconds,
            @Nullable Download hub) {}

    @Override
    public void run() {
        check();
        ModelLocator.Sight sight = common.look(model, console);
        ModelFiles files = sight.files();
        HubLook missing = sight.hub().filter(look -> !look.complete()).orElse(null);
        if (train != null && task != null && missing != null) {
            throw new InvalidInputException("Counting the prompts of a task takes the tokenizer of " + files.name()
                    + ", which is not here yet; leave out --task, or let another command fetch the model first.");
        }
        TrainingNeeds needs = train == null ? null : needs(files, train);
        Document document = describe(files, common.parsedDtype(), needs, missing);
        if (common.json) {
            JsonOutput.print(console.out(), document);
            return;
        }
        Memory memory = document.memoryBytes();
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s · %s · %,d parameters · stored as %s%n%d layers, width %d, vocabulary %d, context %d%n"
                                + "%d matrices of attention and MLP%n"
                                + "memory in %s: weights %s, decomposition %s, in all about %s%n",
                        document.name(),
                        document.architecture(),
                        document.parameters(),
                        document.dtype(),
                        document.layers(),
                        document.width(),
                        document.vocabulary(),
                        document.context(),
                        document.matrices().size(),
                        common.dtype,
                        MemoryEstimate.text(memory.weights()),
                        MemoryEstimate.text(memory.decomposition()),
                        MemoryEstimate.text(memory.total()));
        if (document.note() != null) {
            console.out().println(document.note());
        }
        Download download = document.hub();
        if (download != null) {
            console.out().println(download.words());
        }
        Training training = memory.train();
        if (training != null) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "an iteration of training with prompts of %d and answers of %d tokens: %s, of these"
                                    + " decomposition %s, adapted weights once more %s, optimiser %s, activations %s,"
                                    + " rollouts %s (gradient and rollouts come one after the other)%n",
                            training.promptTokens(),
                            training.answerTokens(),
                            MemoryEstimate.text(training.total()),
                            MemoryEstimate.text(training.decomposition()),
                            MemoryEstimate.text(training.folded()),
                            MemoryEstimate.text(training.optimiser()),
                            MemoryEstimate.text(training.activations()),
                            MemoryEstimate.text(training.rollouts()));
        }
        Time time = document.trainSeconds();
        if (time != null) {
            console.out().println(time.words());
        }
    }

    private void check() {
        List<String> unused = new ArrayList<>(TrainArguments.given(spec));
        if (task != null) {
            unused.add(0, "--task");
        }
        if (train == null && !unused.isEmpty()) {
            throw new WrongUsageException("Without --train there is no training that " + String.join(", ", unused)
                    + " could be of; give --train with a preset's name or a run's folder.");
        }
    }

    private TrainingNeeds needs(ModelFiles files, String recipe) {
        TrainingSettings settings = TrainArguments.changed(spec, TrainingNeeds.settings(recipe), console);
        try (ComputeEngine engine = common.startEngine(files)) {
            return TrainingNeeds.of(
                    engine,
                    files,
                    common.parsedDtype(),
                    settings,
                    task == null ? null : common.tasks().find(task));
        }
    }

    private static Document describe(
            ModelFiles files, Dtype dtype, @Nullable TrainingNeeds needs, @Nullable HubLook missing) {
        ModelConfig config = files.config();
        List<MatrixInfo> matrices = MatrixInfo.of(config);
        MemoryEstimate memory = MemoryEstimate.of(config, dtype.bytes());
        return new Document(
                files.name(),
                config.architecture(),
                memory.parameters(),
                files.storedWeights().label(),
                files.storedWeights().quantised(),
                files.storedWeights().note().orElse(null),
                config.layers(),
                config.contextLength(),
                config.hiddenSize(),
                config.vocabularySize(),
                matrices.stream()
                        .map(matrix -> new Matrix(matrix.name(), matrix.rows(), matrix.columns()))
                        .toList(),
                new Memory(
                        memory.weights(),
                        memory.decomposition(),
                        memory.total(),
                        needs == null ? null : Training.of(needs)),
                needs == null ? null : Time.of(needs.time()),
                missing == null ? null : Download.of(missing));
    }
}
