package org.t2workbench.app.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.LoraAdapter;
import org.t2workbench.core.svf.Mixture;

/** The experts that can be mixed into one open model. Compute thread only. */
final class ExpertShelf {

    private static final Logger LOG = LoggerFactory.getLogger(ExpertShelf.class);
    private static final String ENDING = ".safetensors";

    private final AdaptedModel adapted;
    private final Map<String, Adapter> experts = new LinkedHashMap<>();

    ExpertShelf(AdaptedModel adapted) {
        this.adapted = adapted;
    }

    /**
     * Reads every expert of a folder that fits the model; one that does not is left out and logged.
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
                found.add(add(file));
            } catch (InvalidInputException e) {
                LOG.warn("The expert {} is left out: {}", file, e.getMessage());
            }
        }
        return found;
    }

    /**
     * Reads one expert file or LoRA folder; of two with the same name the later one counts.
     *
     * @throws InvalidInputException when the file is damaged or made for other shapes
     */
    ExpertSummary add(Path file) {
        Adapter expert = Adapter.read(file);
        List<String> warnings = expert.checkAgainst(
                new BaseModel.Target(adapted.identity(), adapted.model().matrices()));
        String id = identifier(file);
        experts.put(id, expert);
        return summary(id, expert, file, String.join(" ", warnings));
    }

    /** @throws InvalidInputException when an α is no finite number */
    Mixture mixture(MixtureSetting setting) {
        List<Mixture.Share> shares = new ArrayList<>();
        experts.forEach((id, expert) -> {
            double alpha = setting.alpha(id);
            if (alpha != 0) {
                shares.add(new Mixture.Share(expert, Alpha.everywhere(alpha)));
            }
        });
        return new Mixture(Mixture.Form.OFFSET, shares);
    }

    private static ExpertSummary summary(String id, Adapter adapter, Path file, String warning) {
        if (adapter instanceof AddedAdapter added) {
            return new ExpertSummary(
                    id,
                    added.name(),
                    "",
                    added instanceof LoraAdapter ? "LoRA" : "IA3",
                    added.matrices().size(),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    "",
                    0,
                    "",
                    file,
                    warning);
        }
        Expert expert = (Expert) adapter;
        ExpertScore score = ExpertScore.of(expert);
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
