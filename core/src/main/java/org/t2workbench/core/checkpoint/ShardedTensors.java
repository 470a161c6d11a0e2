package org.t2workbench.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Several safetensors files read as one, after the map in {@code model.safetensors.index.json}. The map decides which
 * file holds which tensor; file names carry no meaning.
 */
public final class ShardedTensors implements TensorSource {

    private final Path index;
    private final Map<String, Safetensors> shardByTensor;
    private final Map<Path, Safetensors> shards;
    private final Map<String, String> metadata;

    private ShardedTensors(Path index, Map<String, Safetensors> shardByTensor, Map<Path, Safetensors> shards) {
        this.index = index;
        this.shardByTensor = shardByTensor;
        this.shards = shards;
        Map<String, String> notes = new LinkedHashMap<>();
        shards.values().forEach(shard -> shard.metadata().forEach(notes::putIfAbsent));
        this.metadata = Collections.unmodifiableMap(notes);
    }

    /**
     * Opens every file of the map; the caller closes the result.
     *
     * @throws InvalidInputException when the map is malformed, points outside its folder, or a file or tensor is missing
     */
    public static ShardedTensors open(Path index) {
        JsonFile json = JsonFile.read(index);
        JsonFile map = json.object("weight_map").orElseThrow(() -> json.missing("weight_map"));
        Map<String, Safetensors> shardByTensor = new LinkedHashMap<>();
        Map<Path, Safetensors> shards = new LinkedHashMap<>();
        boolean complete = false;
        try {
            for (String tensor : map.keys()) {
                String name = map.text(tensor).orElseThrow(() -> map.missing(tensor));
                Safetensors shard = shards.computeIfAbsent(shardFile(index, name), Safetensors::open);
                if (!shard.has(tensor)) {
                    throw new InvalidInputException(
                            "The file " + index + " says that " + name + " holds the tensor " + tensor
                                    + ", but it does not; the files are not of the same download.",
                            index);
                }
                shardByTensor.put(tensor, shard);
            }
            complete = true;
        } finally {
            if (!complete) {
                shards.values().forEach(Safetensors::close);
            }
        }
        return new ShardedTensors(index, Collections.unmodifiableMap(shardByTensor), shards);
    }

    /**
     * The files that a map names, each once, in the order of the map.
     *
     * @throws InvalidInputException when the map is malformed or points outside its folder
     */
    static List<Path> files(Path index) {
        JsonFile json = JsonFile.read(index);
        JsonFile map = json.object("weight_map").orElseThrow(() -> json.missing("weight_map"));
        return map.keys().stream()
                .map(tensor -> shardFile(index, map.text(tensor).orElseThrow(() -> map.missing(tensor))))
                .distinct()
                .toList();
    }

    private static Path shardFile(Path index, String name) {
        Path folder = index.toAbsolutePath().normalize().getParent();
        try {
            if (folder != null && !name.isBlank()) {
                Path file = folder.resolve(name).normalize();
                if (file.startsWith(folder) && !file.equals(folder)) {
                    return file;
                }
            }
        } catch (InvalidPathException e) {
            throw outside(index, name);
        }
        throw outside(index, name);
    }

    private static InvalidInputException outside(Path index, String name) {
        return new InvalidInputException(
                "The file " + index + " names the weight file \"" + name + "\", which is not inside its folder.",
                index);
    }

    @Override
    public Set<String> names() {
        return shardByTensor.keySet();
    }

    @Override
    public boolean has(String name) {
        return shardByTensor.containsKey(name);
    }

    @Override
    public TensorInfo info(String name) {
        return shard(name).info(name);
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void readFloats(String name, long fromElement, FloatBuffer target) {
        shard(name).readFloats(name, fromElement, target);
    }

    @Override
    public void readDoubles(String name, long fromElement, DoubleBuffer target) {
        shard(name).readDoubles(name, fromElement, target);
    }

    @Override
    public void readBytes(String name, long fromByte, ByteBuffer target) {
        shard(name).readBytes(name, fromByte, target);
    }

    @Override
    public long totalBytes() {
        return shardByTensor.entrySet().stream()
                .mapToLong(entry -> entry.getValue().info(entry.getKey()).bytes())
                .sum();
    }

    @Override
    public void close() {
        shards.values().forEach(Safetensors::close);
    }

    private Safetensors shard(String name) {
        Safetensors shard = shardByTensor.get(name);
        if (shard == null) {
            throw new InvalidInputException("The file " + index + " knows no tensor " + name + ".", index);
        }
        return shard;
    }
}
