package org.t2workbench.app.engine;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.TaskSample;
import org.t2workbench.app.workbench.TrainingNeed;
import org.t2workbench.app.workbench.TrainingRequest;
import org.t2workbench.app.workbench.TrainingSession;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.DispatchTraining;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.MatrixRate;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.task.TaskPreview;
import org.t2workbench.core.task.sandbox.InstalledTasks;
import org.t2workbench.core.training.ItemLengths;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingMemory;
import org.t2workbench.core.training.TrainingRun;
import org.t2workbench.core.training.TrainingSettings;
import org.t2workbench.core.training.TrainingTime;

/** Tasks, and the training of experts on them. Compute thread only, but for {@link #tasks}. */
final class TrainingDesk implements TrainingSession {

    /** Items in the preview are the same each time. */
    private static final long SAMPLE_SEED = 1;

    private final Supplier<OpenModel> open;
    private final Optional<InstallFolder> install;
    private final TaskCatalogue catalogue;
    private final EngineSettings settings;
    private final Map<ModelConfig, Double> rates = new HashMap<>();

    /** @param open the open model; throws where there is none */
    TrainingDesk(Supplier<OpenModel> open, Optional<InstallFolder> install, EngineSettings settings) {
        this.open = open;
        this.install = install;
        this.catalogue = InstalledTasks.catalogue(install, Optional.empty());
        this.settings = settings;
    }

    TaskCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public List<String> tasks() {
        return catalogue.names();
    }

    @Override
    public TaskSample sample(String name, int count) {
        AdaptedModel adapted = open.get().adapted();
        Task task = catalogue.find(name);
        PromptEncoder encoder = PromptEncoder.of(adapted.model());
        List<TaskSample.Item> items = new ArrayList<>();
        TaskPreview preview = TaskPreview.of(task, Split.TRAIN, count, SAMPLE_SEED);
        for (TaskPreview.Item item : preview.items()) {
            int[] prompt = encoder.prompt(item.messages());
            items.add(new TaskSample.Item(
                    item.messages().get(item.messages().size() - 1).content(),
                    adapted.tokenizer().decode(prompt, false),
                    prompt.length,
                    item.answer(),
                    item.solution()));
        }
        return new TaskSample(
                task.name(),
                task.description(),
                task.maxTokens(),
                size(preview, Split.TRAIN),
                size(preview, Split.VALIDATION),
                preview.notes(),
                items);
    }

    private static int size(TaskPreview preview, Split split) {
        return preview.sizes().getOrDefault(split, OptionalInt.empty()).orElse(-1);
    }

    @Override
    public TrainingNeed need(String name, TrainingSettings asked, TrainingHistory history) {
        LanguageModel model = open.get().adapted().model();
        Task task = catalogue.find(name);
        ItemLengths lengths = ItemLengths.of(task, PromptEncoder.of(model));
        long available = MachineMemory.ofThisMachine().availableBytes();
        TrainingMemory memory = TrainingMemory.of(
                model.config(), settings.dtype(), asked, lengths.longestPrompt(), task.maxTokens(), available);
        TrainingHistory.Place place = new TrainingHistory.Place(
                model.files().name(),
                task.name(),
                model.dtype(),
                model.engine().device(),
                model.engine().threads());
        return new TrainingNeed(
                asked.trainedParameters(model.matrices()),
                memory.total() + MemoryEstimate.FIXED,
                available,
                history.time(place, asked)
                        .orElseGet(() -> TrainingTime.estimate(model.config(), asked, lengths, rate(model))));
    }

    /** Measured once for each shape of model. */
    private double rate(LanguageModel model) {
        return rates.computeIfAbsent(
                model.config(),
                config -> MatrixRate.measure(
                        model.engine(), model.dtype(), config.hiddenSize(), config.intermediateSize()));
    }

    @Override
    public void train(TrainingRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        AdaptedModel adapted = open.get().adapted();
        ModelSource source = open.get().source();
        Task task = catalogue.find(request.task());
        install.map(DispatchPrompt::fileOf)
                .filter(Files::isRegularFile)
                .map(DispatchPrompt::read)
                .ifPresent(prompt -> DispatchTraining.require(task, prompt, List.of(), catalogue::find));
        new TrainingRun(
                        adapted.model(),
                        adapted.decomposition(),
                        PromptEncoder.of(adapted.model()),
                        task,
                        request.settings(),
                        progress,
                        token)
                .givingWay(giveWay)
                .run(request.folder(), command(source, request));
    }

    /** What begins the same run on the command line. */
    private List<String> command(ModelSource source, TrainingRequest request) {
        List<String> command = new ArrayList<>(List.of("train", source.location(), "--task", request.task()));
        command.addAll(request.settings().arguments());
        command.addAll(settings.arguments());
        return command;
    }
}
