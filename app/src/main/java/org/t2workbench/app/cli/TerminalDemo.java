package org.t2workbench.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.adaptation.Demo;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/** The main job where no window can be opened: the sample, its experts, one prompt, both answers and their differences. */
public final class TerminalDemo {

    private TerminalDemo() {}

    /**
     * Runs the demo to its end.
     *
     * @return 0 done, 1 failed with one sentence on {@code err}
     */
    public static int run(PrintStream out, PrintStream err) {
        Console console = new Console(out, err, new CancellationToken());
        try {
            show(console);
            return 0;
        } catch (WorkbenchException | CancelledException e) {
            err.println(ErrorText.sentenceFor(e));
            return 1;
        }
    }

    private static void show(Console console) {
        InstallFolder install = InstallFolder.find()
                .orElseThrow(() -> new InvalidInputException(
                        "The sample is not beside the program; start it from the folder it was built in."));
        Demo demo = Demo.ofSample(install);
        try (Opening opening = Opening.of(ModelLocator.SAMPLE, new CommonOptions(), console)) {
            AdaptedModel model = opening.model();
            PrintStream out = console.out();
            out.printf(
                    Locale.ROOT,
                    "model    sample · %s · %d layers · %d matrices%n",
                    model.files().config().architecture(),
                    model.files().config().layers(),
                    model.model().matrices().size());
            for (Path file : experts(install)) {
                out.println("expert   " + describe(model.readAdapter(file)));
            }
            out.printf(Locale.ROOT, "%nprompt   %s%nmixture  %s · %.2f%n", demo.prompt(), demo.expert(), demo.alpha());
            Mixture mixture = Mixture.offset(
                    new Mixture.Share(model.readAdapter(demo.expertFile(install)), Alpha.everywhere(demo.alpha())));
            GenerationRequest request = new GenerationRequest(
                    model.encode(demo.prompt(), true),
                    demo.maxTokens(),
                    Sampling.greedy(),
                    model.stopTokens(),
                    List.of(),
                    0);
            Comparison comparison = model.compare(mixture, request, 0, (side, token) -> {}, console.token());
            ComparisonText.print(out, model.tokenizer(), comparison);
            out.printf(Locale.ROOT, "%nMore: the commands that --help lists do all that the window does.%n");
        }
    }

    private static String describe(Adapter adapter) {
        if (adapter instanceof Expert expert) {
            return expert.name() + " · " + expert.gains().size() + " matrices · trained on " + expert.task();
        }
        return adapter.name();
    }

    private static List<Path> experts(InstallFolder install) {
        try (Stream<Path> files = Files.list(install.sampleExperts())) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
