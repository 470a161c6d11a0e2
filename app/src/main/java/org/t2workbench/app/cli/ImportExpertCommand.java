package org.t2workbench.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Demo;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.exchange.ExpertImport;
import org.t2workbench.core.exchange.LoraProjection;
import org.t2workbench.core.exchange.ReferenceImport;
import org.t2workbench.core.exchange.ReferenceMask;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an expert of something that was made elsewhere, and tells what it does to the model. */
@Command(
        name = "import-expert",
        description = {
            "makes an expert file of a file of the authors' code (policy_params.pt, learnable_params.pt), of a LoRA or IA3"
                    + " folder, or of another expert file, and tells its effect.",
            "A LoRA is projected onto the singular basis, g = 1 + u' dW v / sigma, and the share of ||dW|| that this keeps is"
                    + " told; used as it is (--expert FOLDER) it keeps all of it."
        })
final class ImportExpertCommand implements Runnable {

    private static final String PROMPT = "The weather today is";
    private static final String ENDING = ".safetensors";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "FILE", description = "a .pt file, a LoRA or IA3 folder, or an expert file")
    private Path file = Path.of("");

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the expert file to write")
    private Path out = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "what the expert is called (default: as its file)")
    private @Nullable String name;

    @Option(names = "--task", paramLabel = "T", description = "the task it was trained on")
    private String task = "";

    @Option(
            names = "--parametrisation",
            paramLabel = "P",
            description = {
                "how the numbers z of a .pt file become gains: sigmoid, what the authors' code does with a trained expert"
                        + " (default); direct, g = z as in the paper; or mixture, what their few-shot mixture does, which"
                        + " leaves the sigmoid out (default for the saved state of such a mixture, and right for a"
                        + " learnable_params.pt that was saved by one)"
            })
    private @Nullable String parametrisation;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "what the effect is measured on (default: the sample's demonstration, or a plain sentence)")
    private @Nullable String prompt;

    @Option(names = "--chat", description = "the prompt is a user's message in the model's chat template")
    private boolean chat;

    @Option(names = "--max-tokens", paramLabel = "N", defaultValue = "32", description = "most tokens of its answer")
    private int maxTokens;

    private final Console console;

    ImportExpertCommand(Console console) {
        this.console = console;
    }

    record MatrixDocument(String name, double norm, double share) {}

    record ProjectionDocument(double share, List<MatrixDocument> matrices) {}

    record Document(
            String name,
            String kind,
            @Nullable String mask,
            String task,
            int matrices,
            String out,
            List<String> warnings,
            String prompt,
            GenerationDocuments.EffectDocument effect,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ProjectionDocument projection) {}

    @Override
    public void run() {
        Optional<ReferenceMask> mask = mask();
        if (chat && prompt == null) {
            console.note("--chat has no effect here; it says how --prompt is meant.");
        }
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            ExpertImport imported = ExpertImport.read(
                    file,
                    new ReferenceImport.Labels(label(), task),
                    mask,
                    opening.engine(),
                    opened.files(),
                    opened.identity(),
                    opened.decomposition(),
                    console.progress(),
                    console.token());
            if (mask.isPresent() && imported.mask().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--parametrisation is of the numbers in a .pt file, which " + file + " is not; leave it out.");
            }
            ExpertFile.write(out, imported.expert());
            Text measured = text();
            Effect effect = effect(opened, imported.expert(), measured);
            if (common.json) {
                JsonOutput.print(console.out(), document(imported, measured, effect));
            } else {
                print(console.out(), imported, measured, effect);
            }
        }
    }

    private Optional<ReferenceMask> mask() {
        String asked = parametrisation;
        if (asked == null) {
            return Optional.empty();
        }
        return Optional.of(ReferenceMask.of(asked)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "The parametrisation '" + asked + "' is unknown; use sigmoid, direct or mixture.")));
    }

    private String label() {
        String own = String.valueOf(out.getFileName());
        return Objects.requireNonNullElse(
                name, own.endsWith(ENDING) ? own.substring(0, own.length() - ENDING.length()) : own);
    }

    /** What the effect is measured on. */
    private record Text(String prompt, boolean chat) {}

    private Text text() {
        if (prompt != null) {
            return new Text(prompt, chat);
        }
        Optional<Demo> demo =
                model.equals(ModelLocator.SAMPLE) ? InstallFolder.find().map(Demo::ofSample) : Optional.empty();
        return demo.map(found -> new Text(found.prompt(), true)).orElseGet(() -> new Text(PROMPT, false));
    }

    private Effect effect(AdaptedModel opened, Expert expert, Text measured) {
        GenerationRequest request = new GenerationRequest(
                opened.encode(measured.prompt(), measured.chat()),
                maxTokens,
                new Sampling(0, 0, 1, 0),
                opened.stopTokens(),
                List.of(),
                0);
        Mixture mixture = Mixture.offset(new Mixture.Share(expert, Alpha.everywhere(1)));
        return opened.compare(mixture, request, 1, (side, token) -> {}, console.token())
                .effect();
    }

    private Document document(ExpertImport imported, Text measured, Effect effect) {
        Expert expert = imported.expert();
        return new Document(
                expert.name(),
                imported.kind().label(),
                imported.mask().map(ReferenceMask::label).orElse(null),
                expert.task(),
                expert.gains().size(),
                out.toString(),
                imported.warnings(),
                measured.prompt(),
                GenerationDocuments.effect(effect, List.of()),
                imported.projection()
                        .map(projection -> new ProjectionDocument(
                                projection.share(),
                                projection.matrices().stream()
                                        .map(each -> new MatrixDocument(each.matrix(), each.norm(), each.share()))
                                        .toList()))
                        .orElse(null));
    }

    private void print(PrintStream stream, ExpertImport imported, Text measured, Effect effect) {
        Expert expert = imported.expert();
        imported.warnings().forEach(console.err()::println);
        stream.printf(
                Locale.ROOT,
                "%s: gains for %d matrices%s, in %s%n",
                expert.name(),
                expert.gains().size(),
                imported.mask().map(mask -> ", parametrisation " + mask.label()).orElse(""),
                out);
        if (imported.mask().filter(ReferenceMask.MIXTURE::equals).isPresent()) {
            stream.println("The numbers were used without the sigmoid, as the authors' few-shot mixture does; an expert"
                    + " trained with it is another one then.");
        }
        imported.projection().ifPresent(projection -> print(stream, projection));
        stream.println("on the prompt: " + measured.prompt().replace("\n", " "));
        ComparisonText.printEffect(stream, effect);
        stream.println("by layer ‖ΔW‖/‖W‖ "
                + effect.relativeWeightChangePerLayer().stream()
                        .map(change -> String.format(Locale.ROOT, "%.2f %%", 100 * change))
                        .collect(Collectors.joining(" · ")));
    }

    private static void print(PrintStream stream, LoraProjection projection) {
        stream.printf(
                Locale.ROOT,
                "The expert keeps %.2f %% of the adapter's ‖ΔW‖; the rest leads from one singular direction to another,"
                        + " which no gains do.%n",
                100 * projection.share());
        for (LoraProjection.MatrixShare each : projection.matrices()) {
            stream.printf(Locale.ROOT, "  %-48s %6.2f %% of %.4f%n", each.matrix(), 100 * each.share(), each.norm());
        }
    }
}
