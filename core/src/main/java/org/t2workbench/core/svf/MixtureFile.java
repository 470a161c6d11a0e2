package org.t2workbench.core.svf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Mixtures in a file, {@code t2-mixture/1}: JSON with the form, the scope of α ({@code global}, {@code layer} or {@code
 * matrix}) and the experts, each with its file (relative to the mixture's folder) and its α: a number, a list with one
 * per layer, or an object with one per matrix. Immutable.
 *
 * @param form how gains add up
 * @param entries the experts, not read yet
 * @param shots the items that a search found α by; empty for a mixture that somebody set
 */
public record MixtureFile(Mixture.Form form, List<Entry> entries, Optional<Shots> shots) {

    private static final String FORMAT = "t2-mixture/1";
    private static final JsonMapper JSON = new JsonMapper();

    public MixtureFile {
        entries = List.copyOf(entries);
    }

    /** A mixture that somebody set. */
    public MixtureFile(Mixture.Form form, List<Entry> entries) {
        this(form, entries, Optional.empty());
    }

    /**
     * What α was searched with, so that every row of an evaluation can leave these items out.
     *
     * @param task its name
     * @param items their ids
     */
    public record Shots(String task, List<String> items) {
        public Shots {
            items = List.copyOf(items);
        }
    }

    /** One expert file or LoRA folder and its α. */
    public record Entry(String name, Path file, Alpha alpha) {}

    /** The mixture, its experts read from their files. */
    public Mixture resolve() {
        return resolve(Adapter::read);
    }

    /** The mixture, its experts found by the given function. */
    public Mixture resolve(Function<Path, Adapter> reader) {
        return new Mixture(
                form,
                entries.stream()
                        .map(entry -> new Mixture.Share(reader.apply(entry.file()), entry.alpha()))
                        .toList());
    }

    /** @throws InvalidInputException when the file is missing or malformed */
    public static MixtureFile read(Path file) {
        JsonFile json = JsonFile.read(file);
        String format = json.text("format").orElseThrow(() -> json.missing("format"));
        if (!format.equals(FORMAT)) {
            throw new InvalidInputException(
                    "The file " + file + " has the format " + format + ", but a mixture has " + FORMAT + ".", file);
        }
        Mixture.Form form = Mixture.Form.of(json.text("form").orElse("offset"))
                .orElseThrow(() -> json.wrong("form", "offset or sum"));
        String scope = json.text("scope").orElse("global");
        Path absolute = file.toAbsolutePath();
        List<Entry> entries = new ArrayList<>();
        for (JsonFile expert : json.objects("experts")) {
            String location = expert.text("file").orElseThrow(() -> expert.missing("file"));
            try {
                Path path = absolute.resolveSibling(location);
                String name = expert.text("name").orElse(String.valueOf(path.getFileName()));
                entries.add(new Entry(name, path, alpha(expert, scope, json)));
            } catch (InvalidPathException e) {
                throw expert.wrong("file", "the name of a file");
            }
        }
        if (entries.isEmpty()) {
            throw new InvalidInputException("The mixture " + file + " names no experts.", file);
        }
        return new MixtureFile(form, entries, json.object("shots").map(MixtureFile::shots));
    }

    private static Shots shots(JsonFile json) {
        return new Shots(json.text("task").orElseThrow(() -> json.missing("task")), json.texts("items"));
    }

    private static Alpha alpha(JsonFile expert, String scope, JsonFile json) {
        return switch (scope) {
            case "global" -> Alpha.everywhere(expert.number("alpha").orElseThrow(() -> expert.missing("alpha")));
            case "layer" -> Alpha.perLayer(expert.numbers("alpha"));
            case "matrix" -> {
                JsonFile byName = expert.object("alpha").orElseThrow(() -> expert.missing("alpha"));
                Map<String, Double> values = new LinkedHashMap<>();
                for (String matrix : byName.keys()) {
                    values.put(matrix, byName.number(matrix).orElseThrow(() -> byName.missing(matrix)));
                }
                yield Alpha.perMatrix(values);
            }
            default -> throw json.wrong("scope", "global, layer or matrix");
        };
    }

    /**
     * Writes the mixture; all α must be of one scope.
     *
     * @throws OutOfResourcesException when the disk is full or read-only
     */
    public void write(Path file) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("form", form.label());
        root.put("scope", entries.isEmpty() ? "global" : scope(entries.get(0).alpha()));
        ArrayNode experts = root.putArray("experts");
        Path folder = file.toAbsolutePath().normalize().getParent();
        for (Entry entry : entries) {
            if (!scope(entry.alpha()).equals(root.get("scope").textValue())) {
                throw new IllegalArgumentException("the α of one mixture are of different scopes");
            }
            ObjectNode expert = experts.addObject();
            expert.put("name", entry.name());
            expert.put("file", location(folder, entry.file()));
            if (entry.alpha() instanceof Alpha.Everywhere everywhere) {
                expert.put("alpha", everywhere.value());
            } else if (entry.alpha() instanceof Alpha.PerLayer layers) {
                layers.values().forEach(expert.withArray("alpha")::add);
            } else if (entry.alpha() instanceof Alpha.PerMatrix matrices) {
                ObjectNode values = expert.putObject("alpha");
                matrices.values().forEach(values::put);
            }
        }
        shots.ifPresent(used -> {
            ObjectNode written = root.putObject("shots");
            written.put("task", used.task());
            used.items().forEach(written.putArray("items")::add);
        });
        try {
            AtomicFile.writeText(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    private static String scope(Alpha alpha) {
        if (alpha instanceof Alpha.Everywhere) {
            return "global";
        }
        return alpha instanceof Alpha.PerLayer ? "layer" : "matrix";
    }

    /** Relative to the mixture's folder when it is inside, so that both can be moved together; with forward slashes. */
    private static String location(@Nullable Path folder, Path expert) {
        Path absolute = expert.toAbsolutePath().normalize();
        Path shown = folder != null && absolute.startsWith(folder) ? folder.relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }
}
