package org.t2workbench.core.checkpoint.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What of a repository's files a model needs: its configuration, tokenizer, chat template and weights as safetensors. Nothing
 * else is ever fetched. This is the one place that chooses, for weights of another form as well.
 *
 * @param used the small files that this program reads
 * @param along small files that other programs want beside them; a model is complete without
 * @param index which file holds which tensor; empty for weights in one file
 * @param single weights in one file; empty where there is an index
 */
record WantedFiles(
        HubId id,
        Map<String, HubFile> listed,
        List<HubFile> used,
        List<HubFile> along,
        Optional<HubFile> index,
        Optional<HubFile> single) {

    static final String CONFIG = "config.json";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";
    private static final String ADAPTER = "adapter_config.json";

    private static final String TOKENIZER = "tokenizer.json";

    private static final List<String> USED =
            List.of(CONFIG, "generation_config.json", TOKENIZER, "tokenizer_config.json", "chat_template.jinja");
    private static final List<String> ALONG = List.of("special_tokens_map.json", "added_tokens.json");

    /** The tokenizer of a repository that has it in no single file. */
    private static final List<String> OLDER_TOKENIZER = List.of("vocab.json", "merges.txt", "tokenizer.model");

    /** Names that mean the same on every system; an index has no reason for others. */
    private static final Pattern SHARD = Pattern.compile("[\\w][\\w.-]{0,200}\\.safetensors");

    private static final int NAMED = 3;

    /** @throws HubException when the repository holds no model that can be opened; it says what is there instead */
    static WantedFiles of(HubId id, Map<String, HubFile> listed) {
        if (!listed.containsKey(CONFIG) || (!listed.containsKey(SINGLE) && !listed.containsKey(INDEX))) {
            throw noModel(id, listed.keySet());
        }
        List<HubFile> used = those(listed, USED);
        List<HubFile> along = new ArrayList<>(those(listed, ALONG));
        if (!listed.containsKey(TOKENIZER)) {
            along.addAll(those(listed, OLDER_TOKENIZER));
        }
        Optional<HubFile> single = Optional.ofNullable(listed.get(SINGLE));
        Optional<HubFile> index = single.isPresent() ? Optional.empty() : Optional.ofNullable(listed.get(INDEX));
        Stream.of(used.stream(), along.stream(), index.stream())
                .flatMap(files -> files)
                .filter(file -> file.size() > JsonFile.DEFAULT_MAX_BYTES)
                .findFirst()
                .ifPresent(file -> {
                    throw new HubException(
                            Kind.BAD_ANSWER,
                            "The file " + file.path() + " of " + id.text() + " has " + file.size()
                                    + " bytes; more than " + JsonFile.DEFAULT_MAX_BYTES
                                    + " are not expected of such a file.");
                });
        return new WantedFiles(id, listed, used, List.copyOf(along), index, single);
    }

    private static List<HubFile> those(Map<String, HubFile> listed, List<String> names) {
        return names.stream().map(listed::get).filter(Objects::nonNull).toList();
    }

    /** What has to be read before it is known which files hold the weights, and how large the model is. */
    List<HubFile> first() {
        return Stream.concat(Stream.of(Objects.requireNonNull(listed.get(CONFIG))), index.stream())
                .toList();
    }

    /**
     * Everything the program reads of the model.
     *
     * @param snapshot where {@link #first} are
     * @throws HubException when the index names a file that the repository has not
     */
    List<HubFile> needed(Path snapshot) {
        List<HubFile> all = new ArrayList<>(used);
        index.ifPresent(all::add);
        single.ifPresent(all::add);
        if (index.isPresent()) {
            for (String name : shards(snapshot.resolve(INDEX))) {
                HubFile shard = listed.get(name);
                if (shard == null || !SHARD.matcher(name).matches()) {
                    throw new HubException(
                            Kind.BAD_ANSWER,
                            "The index of " + id.text() + " names the weight file \"" + PlainText.of(name, 80)
                                    + "\", which the repository does not have.");
                }
                all.add(shard);
            }
        }
        return List.copyOf(all);
    }

    /** Everything that is fetched: {@link #needed} and what goes along. */
    List<HubFile> all(Path snapshot) {
        List<HubFile> needed = needed(snapshot);
        return Stream.of(used, along, needed.subList(used.size(), needed.size()))
                .flatMap(List::stream)
                .toList();
    }

    /** The files that an index names, each once, in its order. */
    private static Set<String> shards(Path index) {
        JsonFile json = JsonFile.read(index);
        JsonFile map = json.object("weight_map").orElseThrow(() -> json.missing("weight_map"));
        Set<String> names = new LinkedHashSet<>();
        for (String tensor : map.keys()) {
            names.add(map.text(tensor).orElseThrow(() -> map.missing(tensor)));
        }
        return names;
    }

    /**
     * Whether a snapshot whose list of files is not known has what no model can be without. Whether its makers added more
     * cannot be told.
     */
    static boolean isEnough(Path snapshot) {
        if (!Files.isRegularFile(snapshot.resolve(CONFIG))) {
            return false;
        }
        if (Files.isRegularFile(snapshot.resolve(SINGLE))) {
            return true;
        }
        try {
            Path index = snapshot.resolve(INDEX);
            return Files.isRegularFile(index)
                    && shards(index).stream()
                            .allMatch(name ->
                                    SHARD.matcher(name).matches() && Files.isRegularFile(snapshot.resolve(name)));
        } catch (InvalidInputException e) {
            return false;
        }
    }

    private static HubException noModel(HubId id, Collection<String> names) {
        String repository = "The repository " + id.repository();
        List<String> gguf = ending(names, ".gguf");
        List<String> pickled = ending(names, ".bin", ".pt", ".pth");
        List<String> safetensors = ending(names, ".safetensors");
        String why;
        if (names.contains(ADAPTER)) {
            why = repository
                    + " holds an adapter, not a model; open the model it was made for, and give the adapter's folder"
                    + " as an expert.";
        } else if (safetensors.isEmpty() && !gguf.isEmpty()) {
            why = repository + " has its weights only as GGUF (" + some(gguf)
                    + "), which is opened as a file: download one, or give a repository with model.safetensors.";
        } else if (safetensors.isEmpty() && !pickled.isEmpty()) {
            why = repository + " has its weights only in Python's own form (" + some(pickled)
                    + "), which may run programs when it is read; give a repository with model.safetensors.";
        } else if (!names.contains(CONFIG) && !safetensors.isEmpty()) {
            why = repository + " has no config.json, so nothing says how its weights (" + some(safetensors)
                    + ") belong together.";
        } else {
            why = repository + " holds no model that can be opened: neither model.safetensors nor " + INDEX
                    + " is among its files (" + (names.isEmpty() ? "none" : some(List.copyOf(names))) + ").";
        }
        return new HubException(Kind.NO_MODEL, why);
    }

    private static List<String> ending(Collection<String> names, String... endings) {
        return names.stream()
                .filter(name -> Stream.of(endings).anyMatch(name::endsWith))
                .toList();
    }

    private static String some(List<String> names) {
        String named = String.join(
                ", ",
                names.stream().limit(NAMED).map(name -> PlainText.of(name, 60)).toList());
        return names.size() <= NAMED ? named : named + " and " + (names.size() - NAMED) + " more";
    }
}
