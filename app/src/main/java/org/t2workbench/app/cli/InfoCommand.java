package org.t2workbench.app.cli;

import java.util.List;
import java.util.Locale;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.MatrixInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Architecture, matrices, parameters and the memory a model will need, without reading its weights. */
@Command(name = "info", description = "architecture, matrices, parameters, dtype, memory it will need")
final class InfoCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = "a model folder, or 'sample'")
    private String model = "";

    private final Console console;

    InfoCommand(Console console) {
        this.console = console;
    }

    record Matrix(String name, int rows, int columns) {}

    record Memory(long weights, long decomposition, long total) {}

    record Document(
            String name,
            String architecture,
            long parameters,
            String dtype,
            int layers,
            int context,
            int width,
            int vocabulary,
            List<Matrix> matrices,
            Memory memoryBytes) {}

    @Override
    public void run() {
        ModelFolder folder = ModelLocator.ofThisInstallation().locate(model);
        Document document = describe(folder, common.parsedDtype());
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
    }

    static Document describe(ModelFolder folder, Dtype dtype) {
        ModelConfig config = folder.config();
        List<MatrixInfo> matrices = MatrixInfo.of(config);
        MemoryEstimate memory = MemoryEstimate.of(config, dtype.bytes());
        return new Document(
                folder.name(),
                config.architecture(),
                memory.parameters(),
                config.storedDtype().name().toLowerCase(Locale.ROOT),
                config.layers(),
                config.contextLength(),
                config.hiddenSize(),
                config.vocabularySize(),
                matrices.stream()
                        .map(matrix -> new Matrix(matrix.name(), matrix.rows(), matrix.columns()))
                        .toList(),
                new Memory(memory.weights(), memory.decomposition(), memory.total()));
    }
}
