package org.t2workbench.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.gguf.GgufEncoding;
import org.t2workbench.core.exchange.ExpertExport;
import org.t2workbench.core.exchange.ExportFolder;
import org.t2workbench.core.exchange.ExportedMixture;
import org.t2workbench.core.exchange.GgufExport;
import org.t2workbench.core.exchange.LoraExport;
import org.t2workbench.core.exchange.LoraPlan;
import org.t2workbench.core.exchange.ModelExport;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Decomposition;
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

/** Writes what a mixture does in a form that other tools open. */
@Command(
        name = "export",
        description = "writes the adapted model as a folder, or the mixture as a LoRA or as one expert file")
final class ExportCommand implements Runnable {

    private static final String LORA = "lora";
    private static final String GGUF = "gguf";
    private static final int DEFAULT_RANK = 16;
    private static final String ENDING = ".safetensors";

    /** Forms that have something to hold without a mixture: the model as it is. */
    private static final List<String> WHOLE_MODELS = List.of("hf", GGUF);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final MixtureOptions mixture = new MixtureOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "the folder to write, or with --as gguf and --as expert the file")
    private Path out = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "FORM",
            defaultValue = "hf",
            description = {
                "hf: the adapted model as an ordinary model folder, in the same files and types; lora: the mixture as a PEFT"
                        + " LoRA of the rank that --rank says, with its exact relative error; gguf: the adapted model as one"
                        + " GGUF file for llama.cpp; expert: the mixed gains as one expert file. hf and gguf without an"
                        + " expert convert the model as it is (default: ${DEFAULT-VALUE})"
            })
    private String form = "hf";

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = "of a LoRA; more than is needed is cut (default: " + DEFAULT_RANK + ")")
    private @Nullable Integer rank;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "of the matrices in a GGUF file: f32, f16, bf16 or q8_0 (default: as they are stored, or f16)")
    private @Nullable String type;

    @Option(names = "--force", description = "replace a model or an adapter that is there")
    private boolean force;

    @Option(
            names = "--dry-run",
            description = "tell what would be written, a LoRA's error for several ranks, and write nothing")
    private boolean dryRun;

    private final Console console;

    ExportCommand(Console console) {
        this.console = console;
    }

    record MatrixDocument(String name, int components, double norm, double error) {}

    record RankDocument(int rank, double error) {}

    record Document(
            String as,
            String out,
            boolean written,
            int matrices,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long bytes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            LoraDocument lora) {}

    record LoraDocument(
            int rank, int fullRank, double error, List<RankDocument> errors, List<MatrixDocument> matrices) {}

    @Override
    public void run() {
        if (!List.of("hf", LORA, GGUF, "expert").contains(form)) {
            throw new ParameterException(
                    spec.commandLine(), "The form '" + form + "' is unknown; use hf, lora, gguf or expert.");
        }
        if (!mixture.isGiven() && !WHOLE_MODELS.contains(form)) {
            throw new ParameterException(spec.commandLine(), "Give --expert or --mixture: what is to be exported.");
        }
        if (rank != null && !form.equals(LORA)) {
            console.note("--rank has no effect here; it is of --as lora.");
        }
        if (type != null && !form.equals(GGUF)) {
            console.note("--type has no effect here; it is of --as gguf.");
        }
        mixture.check(false);
        ModelFiles files = common.locate(model, console);
        try (ComputeEngine engine = common.startEngine(files);
                Decomposition decomposition = Decomposition.open(engine, files, Dtype.F32, Opening.store())) {
            ExportedMixture exported = read(files, decomposition);
            switch (form) {
                case LORA -> lora(new LoraExport(engine, files, decomposition), exported);
                case GGUF -> gguf(engine, files, decomposition, exported);
                case "expert" -> expert(exported, decomposition);
                default -> model(new ModelExport(engine, files, decomposition), exported);
            }
        }
    }

    private ExportedMixture read(ModelFiles files, Decomposition decomposition) {
        BaseModel base;
        try (TensorSource stored = files.openTensors()) {
            base = new BaseModel(
                    files.name(), Optional.of(Fingerprint.ofModel(stored, console.progress(), console.token())));
        }
        BaseModel.Target target = new BaseModel.Target(base, decomposition.matrices());
        Mixture mixed = mixture.read(path -> {
            Adapter adapter = Adapter.read(path);
            adapter.checkAgainst(target).forEach(console.err()::println);
            return adapter;
        });
        return new ExportedMixture(base, mixed);
    }

    private ExportFolder target() {
        return new ExportFolder(out, force);
    }

    private void model(ModelExport export, ExportedMixture exported) {
        ModelExport.Report report = dryRun
                ? export.plan(target(), exported)
                : export.write(target(), exported, console.progress(), console.token());
        if (common.json) {
            print(report.matrices(), report.bytes(), null);
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %d matrices %s, %d files, %.1f MB of weights%n",
                            out,
                            report.matrices(),
                            dryRun ? "would be changed" : "changed",
                            report.files(),
                            report.bytes() / 1e6);
        }
    }

    private void gguf(ComputeEngine engine, ModelFiles files, Decomposition decomposition, ExportedMixture exported) {
        GgufEncoding encoding = type == null ? GgufEncoding.like(files.storedWeights()) : GgufEncoding.parse(type);
        GgufExport export = new GgufExport(engine, files, decomposition, encoding);
        GgufExport.Report report = dryRun
                ? export.plan(out, force, exported)
                : export.write(out, force, exported, console.progress(), console.token());
        if (common.json) {
            print(report.matrices(), report.bytes(), null);
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %d matrices %s, %.1f MB of weights in %s%n",
                            out,
                            report.matrices(),
                            dryRun ? "would be changed" : "changed",
                            report.bytes() / 1e6,
                            encoding.label());
        }
    }

    private void lora(LoraExport export, ExportedMixture exported) {
        target().check(0);
        LoraPlan plan = export.plan(exported, console.progress(), console.token());
        int asked = Objects.requireNonNullElse(rank, DEFAULT_RANK);
        int used = plan.cut(asked);
        if (!common.json) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "rank %d of %d: ‖ΔW − ΔWᵣ‖/‖ΔW‖ = %.3e over %d matrices%n",
                            used,
                            plan.fullRank(),
                            plan.error(used),
                            plan.parts().size());
            if (dryRun) {
                ranks(plan)
                        .forEach(each -> console.out()
                                .printf(Locale.ROOT, "  rank %5d  error %.3e%n", each.rank(), each.error()));
                plan.parts()
                        .forEach(part -> console.out()
                                .printf(
                                        Locale.ROOT,
                                        "  %-48s error %.3e, %d components%n",
                                        part.matrix().name(),
                                        part.error(used),
                                        part.sizes().length));
            }
        }
        if (!dryRun) {
            export.write(target(), exported, plan, asked, console.progress(), console.token());
        }
        if (common.json) {
            print(
                    plan.parts().size(),
                    plan.values(used) * Float.BYTES,
                    new LoraDocument(
                            used,
                            plan.fullRank(),
                            plan.error(used),
                            ranks(plan),
                            plan.parts().stream()
                                    .map(part -> new MatrixDocument(
                                            part.matrix().name(), part.sizes().length, part.norm(), part.error(used)))
                                    .toList()));
        }
    }

    /** Powers of two up to the rank from which on nothing is lost, and that one. */
    private static List<RankDocument> ranks(LoraPlan plan) {
        List<RankDocument> ranks = new ArrayList<>();
        for (int r = 1; r < plan.fullRank(); r *= 2) {
            ranks.add(new RankDocument(r, plan.error(r)));
        }
        ranks.add(new RankDocument(plan.fullRank(), 0));
        return ranks;
    }

    private void expert(ExportedMixture exported, Decomposition decomposition) {
        String own = String.valueOf(out.getFileName());
        String name = own.endsWith(ENDING) ? own.substring(0, own.length() - ENDING.length()) : own;
        Expert expert = ExpertExport.of(name, exported, decomposition.matrices());
        if (!dryRun) {
            ExpertFile.write(out, expert);
        }
        if (common.json) {
            print(expert.gains().size(), null, null);
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: gains for %d matrices%n",
                            out,
                            expert.gains().size());
        }
    }

    private void print(int matrices, @Nullable Long bytes, @Nullable LoraDocument lora) {
        JsonOutput.print(console.out(), new Document(form, out.toString(), !dryRun, matrices, bytes, lora));
    }
}
