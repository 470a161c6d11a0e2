package org.t2workbench.app.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.OpenedMixture;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.AdapterOrigin;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.LoraAdapter;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;

/** The experts that can be mixed into one open model. Compute thread only. */
final class ExpertShelf {

    private static final Logger LOG = LoggerFactory.getLogger(ExpertShelf.class);
    private static final String ENDING = ".safetensors";

    private final AdaptedModel adapted;
    private final Map<String, Shelved> experts = new LinkedHashMap<>();
    private @Nullable Expert dispatcher;

    private record Shelved(Adapter adapter, Path file) {}

    ExpertShelf(AdaptedModel adapted) {
        this.adapted = adapted;
    }

    /**
     * Reads every expert of a folder that fits the model; one that does not is left out and logged. A dispatch expert,
     * which is never mixed, is kept for the first pass.
     *
     * @throws OutOfResourcesException when the folder cannot be read
     */
    List<ExpertSummary> addAll(Path folder) {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(ExpertShelf::sampleOrder)
                    .toList();
        } catch (IOException e) {
            throw new OutOfResourcesException("The folder of experts " + folder + " cannot be read.", folder, e);
        }
        List<ExpertSummary> found = new ArrayList<>();
        for (Path file : files) {
            try {
                if (isDispatcher(Adapter.read(file))) {
                    setDispatcher(file);
                } else {
                    found.add(add(file));
                }
            } catch (InvalidInputException e) {
                LOG.warn("The expert {} is left out: {}", file, e.getMessage());
            }
        }
        return found;
    }

    /**
     * Reads one expert file or LoRA folder; of two with the same name the later one counts.
     *
     * @throws InvalidInputException when the file is damaged, made for other shapes, or a dispatch expert's, which is never
     *     mixed
     */
    ExpertSummary add(Path file) {
        Adapter expert = Adapter.read(file);
        if (isDispatcher(expert)) {
            throw new InvalidInputException(
                    "The expert " + expert.name() + " was trained to find a prompt's category; it serves the first pass"
                            + " of the strategy classifier and is never mixed; open it on the Compare screen, beside"
                            + " that strategy.",
                    file);
        }
        List<String> warnings = new ArrayList<>(expert.checkAgainst(
                new BaseModel.Target(adapted.identity(), adapted.model().matrices())));
        if (expert instanceof AddedAdapter added) {
            Optional<AdapterOrigin> origin = AdapterOrigin.beside(file);
            String id = identifier(file);
            origin.ifPresent(known -> warnings.addAll(known.warnings(id, adapted.identity())));
            experts.put(id, new Shelved(expert, file));
            return summary(id, added, origin, file, String.join(" ", warnings));
        }
        String id = identifier(file);
        experts.put(id, new Shelved(expert, file));
        return summary(id, (Expert) expert, file, String.join(" ", warnings));
    }

    /**
     * Keeps an expert for the first pass of the classifier, in place of the one that was there.
     *
     * @throws InvalidInputException when it was trained on another task or does not fit the model
     */
    void setDispatcher(Path file) {
        if (!(adapted.readAdapter(file) instanceof Expert expert) || !isDispatcher(expert)) {
            throw new InvalidInputException(
                    "The expert " + file.getFileName() + " was not trained to find a prompt's category; choose one that"
                            + " was trained on the task " + DispatchPrompt.DISPATCHER + ".",
                    file);
        }
        dispatcher = expert;
    }

    /** The expert of the classifier's first pass. */
    Optional<Expert> dispatcher() {
        return Optional.ofNullable(dispatcher);
    }

    /** What can be mixed, in the order of the sliders. */
    List<Adapter> adapters() {
        return experts.values().stream().map(Shelved::adapter).toList();
    }

    /** @throws InvalidInputException when no expert of that id is open */
    Adapter adapter(String id) {
        Shelved found = experts.get(id);
        if (found == null) {
            throw new InvalidInputException("The expert " + id + " is not open any more; open its file again.");
        }
        return found.adapter();
    }

    /** The id of an expert that is open; empty for any other. */
    String idOf(Adapter adapter) {
        return id(shelved -> shelved.adapter() == adapter);
    }

    /** The id of the expert that was read from a file; empty where none was. */
    String idOf(Path file) {
        Path wanted = file.toAbsolutePath().normalize();
        return id(shelved -> shelved.file().toAbsolutePath().normalize().equals(wanted));
    }

    private String id(Predicate<Shelved> wanted) {
        return experts.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private static boolean isDispatcher(Adapter adapter) {
        return adapter instanceof Expert expert && expert.task().equals(DispatchPrompt.DISPATCHER);
    }

    /** @throws InvalidInputException when an α is no finite number */
    Mixture mixture(MixtureSetting setting) {
        List<Mixture.Share> shares = new ArrayList<>();
        experts.forEach((id, expert) -> {
            double alpha = setting.alpha(id);
            if (alpha != 0) {
                shares.add(new Mixture.Share(expert.adapter(), Alpha.everywhere(alpha)));
            }
        });
        return new Mixture(Mixture.Form.OFFSET, shares);
    }

    /** Writes the experts of a mixture and their α; those at 0 are left out. */
    void save(Path file, MixtureSetting setting) {
        List<MixtureFile.Entry> entries = new ArrayList<>();
        experts.forEach((id, expert) -> {
            double alpha = setting.alpha(id);
            if (alpha != 0) {
                entries.add(new MixtureFile.Entry(expert.adapter().name(), expert.file(), Alpha.everywhere(alpha)));
            }
        });
        new MixtureFile(Mixture.Form.OFFSET, entries).write(file);
    }

    /**
     * Reads a mixture and puts its experts on the shelf.
     *
     * @throws InvalidInputException when it cannot be read, does not fit the model, or cannot be shown by one slider
     *     per expert
     */
    OpenedMixture open(Path file) {
        MixtureFile read = MixtureFile.read(file);
        if (read.form() != Mixture.Form.OFFSET) {
            throw new InvalidInputException(
                    "The mixture " + file + " has the form " + read.form().label()
                            + ", which the sliders cannot show; use it on the command line with --mixture.",
                    file);
        }
        List<ExpertSummary> summaries = new ArrayList<>();
        MixtureSetting setting = MixtureSetting.NEUTRAL;
        for (MixtureFile.Entry entry : read.entries()) {
            if (!(entry.alpha() instanceof Alpha.Everywhere everywhere)) {
                throw new InvalidInputException(
                        "The mixture " + file + " has several α for one expert, which the sliders cannot show; use it"
                                + " on the command line with --mixture.",
                        file);
            }
            ExpertSummary summary = add(entry.file());
            summaries.add(summary);
            setting = setting.with(summary.id(), everywhere.value());
        }
        return new OpenedMixture(summaries, setting);
    }

    /** @param origin what is told beside an adapter that was trained here */
    private static ExpertSummary summary(
            String id, AddedAdapter adapter, Optional<AdapterOrigin> origin, Path file, String warning) {
        ExpertScore score = ExpertScore.of(origin.map(AdapterOrigin::scores).orElse(""));
        return new ExpertSummary(
                id,
                run(file).isPresent() ? id : adapter.name(),
                origin.map(AdapterOrigin::task).orElse(""),
                adapter instanceof LoraAdapter ? "LoRA" : "IA3",
                adapter.matrices().size(),
                Double.NaN,
                score.before(),
                score.after(),
                score.split(),
                score.items(),
                origin.map(known -> Long.toString(known.seed())).orElse(""),
                file,
                warning);
    }

    private static ExpertSummary summary(String id, Expert expert, Path file, String warning) {
        ExpertScore score = ExpertScore.of(expert.scores());
        return new ExpertSummary(
                id,
                // every run's expert is named after its task; the run tells them apart
                run(file).isPresent() ? id : expert.name(),
                expert.task(),
                expert.parametrisation().label(),
                expert.gains().size(),
                largestChange(expert),
                score.before(),
                score.after(),
                score.split(),
                score.items(),
                expert.seed().isPresent() ? Long.toString(expert.seed().getAsLong()) : "",
                file,
                warning);
    }

    private static double largestChange(Expert expert) {
        double largest = 0;
        for (float[] gains : expert.gains().values()) {
            for (float gain : gains) {
                largest = Math.max(largest, Math.abs(gain - 1.0));
            }
        }
        return largest;
    }

    /** The file's name without its ending, or the run's where it is a run's expert; fit for a node's id. */
    private static String identifier(Path file) {
        String name = String.valueOf(run(file).orElse(file).getFileName());
        String plain = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return plain.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    /** The run folder that an expert lies in. */
    private static Optional<Path> run(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).filter(RunFolder::isRun);
    }

    /** math, code, reasoning in this order, then the others by name. */
    private static int sampleOrder(Path left, Path right) {
        return key(left).compareTo(key(right));
    }

    private static String key(Path file) {
        String name = String.valueOf(file.getFileName());
        int place = List.of("math.safetensors", "code.safetensors", "reasoning.safetensors")
                .indexOf(name);
        return (place < 0 ? "9" : Integer.toString(place)) + name;
    }
}
