package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.engine.EngineSettings;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.task.sandbox.InstalledTasks;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {

    /** What MODEL may be, for the help of every command that takes one. */
    static final String MODEL =
            "a model folder, a GGUF file, 'sample', or a model of a hub (org/name or org/name@revision)";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "numbers to compute in: f32 or bf16 (default: ${DEFAULT-VALUE})")
    String dtype = "f32";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "cpu, or gpu where its natives are installed (default: ${DEFAULT-VALUE})")
    String device = "cpu";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "threads of one tensor operation; 0 chooses: one for a small model, else one per processor"
                    + " (default: ${DEFAULT-VALUE})")
    int threads;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the data files of tasks lie (default: the variable T2_DATASETS)")
    @Nullable
    Path data;

    @Option(
            names = "--update",
            description =
                    "with a model of a hub: ask it what the revision holds now, even when the cache has the model")
    boolean update;

    /** The tasks that can be called by name. */
    TaskCatalogue tasks() {
        return InstalledTasks.catalogue(InstallFolder.find(), Optional.ofNullable(data));
    }

    /** Below this many parameters a tensor operation is over before a second thread has woken up. */
    private static final long SMALL_MODEL = 20_000_000;

    @Option(names = "--json", description = "print one JSON document on standard output and nothing else")
    boolean json;

    /** What of these a run keeps, to be begun again. */
    List<String> arguments() {
        List<String> arguments = new EngineSettings(parsedDtype(), threads, device).arguments();
        if (data != null) {
            arguments.addAll(List.of("--data", data.toAbsolutePath().toString()));
        }
        return arguments;
    }

    Dtype parsedDtype() {
        return WrongUsageException.unless(() -> Dtype.parse(dtype));
    }

    /** Finds the model, and fetches one of a hub as far as it is missing. */
    ModelFiles locate(String model, Console console) {
        ModelLocator locator = ModelLocator.ofThisInstallation();
        return update
                ? locator.locateNewest(model, console.progress(), console.token())
                : locator.locate(model, console.progress(), console.token());
    }

    /** The model without its weights; of one of a hub that is not here, the configuration alone is fetched. */
    ModelLocator.Sight look(String model, Console console) {
        return ModelLocator.ofThisInstallation().look(model, update, console.progress(), console.token());
    }

    ComputeEngine startEngine() {
        return startEngine(threads);
    }

    /** An engine for a model of this size. */
    ComputeEngine startEngine(ModelFiles files) {
        long parameters = MemoryEstimate.of(files.config(), 1).parameters();
        return startEngine(threads == 0 && parameters < SMALL_MODEL ? 1 : threads);
    }

    private ComputeEngine startEngine(int count) {
        if (device.equals("gpu")) {
            // what is asked for may be missing on this machine
            return ComputeEngine.start(count, device);
        }
        return WrongUsageException.unless(() -> ComputeEngine.start(count, device));
    }
}
