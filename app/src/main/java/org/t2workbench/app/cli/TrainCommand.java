package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchTraining;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.training.GridResult;
import org.t2workbench.core.training.GridRun;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TrainingGrid;
import org.t2workbench.core.training.TrainingOptions;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingRun;
import org.t2workbench.core.training.TrainingSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains an expert or another adapter; a run that was stopped goes on with {@code --resume}. */
@Command(
        name = "train",
        description = "trains an expert, or goes on with a stopped run",
        modelTransformer = TrainArguments.class)
final class TrainCommand implements Runnable {

    private static final String KL = "--kl";
    private static final String LEARNING_RATE = "--learning-rate";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--task", paramLabel = "T", description = "a task's name or file")
    private @Nullable String task;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "every option's value where nothing else is said: quick, paper, paper-half, paper-vision,"
                    + " paper-lora, reference, rloo, grpo or sft (default: ${DEFAULT-VALUE})")
    private String preset = TrainingPreset.DEFAULT;

    @Option(names = "--out", paramLabel = "DIR", description = "the run folder")
    private @Nullable Path out;

    @Option(
            names = "--evaluated-on",
            paramLabel = "T",
            description = "refuse to train on a test item of this task; may be repeated (default: for a dispatcher, the"
                    + " tasks of its categories)")
    private List<String> evaluatedOn = List.of();

    @Option(names = "--resume", paramLabel = "DIR", description = "go on with the run in this folder, as it was begun")
    private @Nullable Path resume;

    @Option(
            names = "--grid",
            description =
                    "train once for every pair of --grid-kl and --grid-rates, in folders below --out, and keep the"
                            + " best by validation")
    private boolean grid;

    @Option(
            names = "--grid-kl",
            split = ",",
            paramLabel = "λ",
            description = "KL coefficients of the grid (default: 0, 0.1, 0.2 and 0.3, the paper's)")
    private List<Double> gridCoefficients = List.of();

    @Option(
            names = "--grid-rates",
            split = ",",
            paramLabel = "R",
            description = "learning rates of the grid (default: that of the other options)")
    private List<Double> gridRates = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (resume != null) {
            resume(resume);
            return;
        }
        if (task == null || out == null) {
            throw new ParameterException(spec.commandLine(), "Give --task and --out, or --resume with a run's folder.");
        }
        TrainingSettings start = WrongUsageException.unless(() -> TrainingSettings.of(TrainingPreset.of(preset)));
        TrainingSettings settings = TrainArguments.changed(spec, start, console);
        checkGrid();
        train(task, out, settings);
    }

    private void checkGrid() {
        List<String> changed = TrainArguments.given(spec);
        String wrong = null;
        if (!grid && !(gridCoefficients.isEmpty() && gridRates.isEmpty())) {
            wrong = "--grid-kl and --grid-rates say what --grid tries; give --grid as well.";
        } else if (grid && changed.contains(KL)) {
            wrong = "A grid takes its KL coefficients from --grid-kl; leave --kl out.";
        } else if (!gridRates.isEmpty() && changed.contains(LEARNING_RATE)) {
            wrong = "The learning rates of the grid are those of --grid-rates; leave --learning-rate out.";
        }
        if (wrong != null) {
            throw new WrongUsageException(wrong);
        }
    }

    /** The options are read again from the command line that the run keeps. */
    private void resume(Path folder) {
        List<String> command = RunFolder.open(folder).config().command();
        if (command.isEmpty() || !command.get(0).equals("train")) {
            throw new InvalidInputException("The run in " + folder + " did not train an expert.", folder);
        }
        TrainCommand begun = new TrainCommand(console);
        new CommandLine(begun).parseArgs(command.subList(1, command.size()).toArray(String[]::new));
        ResumeArguments.handOn(spec, console, common, begun.common);
        begun.model = model;
        if (begun.task == null) {
            throw new InvalidInputException("The run in " + folder + " does not say its task.", folder);
        }
        begun.train(begun.task, folder, begun.settings());
    }

    private TrainingSettings settings() {
        return TrainingSettings.of(TrainingPreset.of(preset), TrainArguments.changes(spec));
    }

    private void train(String taskName, Path folder, TrainingSettings settings) {
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            TaskCatalogue catalogue = common.tasks();
            Task found = catalogue.find(taskName);
            DispatchTraining.require(found, StrategyOptions.installed(), evaluatedOn, catalogue::find);
            Function<TrainingSettings, TrainingRun> trainer = changed -> new TrainingRun(
                    opened.model(),
                    opened.decomposition(),
                    PromptEncoder.of(opened.model()),
                    found,
                    changed,
                    console.progress(),
                    console.token());
            if (grid) {
                grid(trainer, settings, folder, taskName);
                return;
            }
            RunDocuments.register(folder);
            RunFolder run = trainer.apply(settings).run(folder, command(taskName, settings));
            RunDocuments document = RunDocuments.of(run, null);
            if (common.json) {
                JsonOutput.print(console.out(), document);
            } else {
                console.out()
                        .println("The expert is in " + document.expert() + "; best validation accuracy "
                                + document.best() + ".");
            }
        }
    }

    private void grid(
            Function<TrainingSettings, TrainingRun> trainer, TrainingSettings settings, Path folder, String taskName) {
        List<Double> rates = gridRates.isEmpty()
                ? List.of((Double) settings.value(
                        TrainingOptions.ofFlag(LEARNING_RATE).orElseThrow().key()))
                : gridRates;
        List<Double> coefficients = gridCoefficients.isEmpty() ? TrainingGrid.PAPER_COEFFICIENTS : gridCoefficients;
        GridResult result = new GridRun(trainer, changed -> command(taskName, changed), RunDocuments::register)
                .run(folder, settings, TrainingGrid.product(coefficients, rates));
        if (common.json) {
            JsonOutput.print(console.out(), result);
        } else {
            console.out()
                    .println("The summary of " + result.tries().size() + " tries is in "
                            + folder.resolve("summary.md") + "; the best is "
                            + (result.chosen() == null
                                    ? "none, as all failed"
                                    : result.tries().get(result.chosen()).folder())
                            + ".");
        }
    }

    /** What begins the same run again; the folder is not part of it, as a run may be moved. */
    private List<String> command(String taskName, TrainingSettings settings) {
        List<String> command = TrainArguments.command(model, taskName, settings, common);
        evaluatedOn.forEach(task -> command.addAll(List.of("--evaluated-on", task)));
        return command;
    }
}
