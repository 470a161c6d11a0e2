package org.t2workbench.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives tensors that are stored once but used under several names each of their names. The reference writer notes such a
 * second name in {@code __metadata__} as {@code "second name": "stored name"}.
 */
final class SharedTensors implements TensorSource {

    private final TensorSource stored;
    private final Map<String, String> storedNames;

    /** @param storedNames second name to stored name; an entry whose second name is stored itself is not used */
    SharedTensors(TensorSource stored, Map<String, String> storedNames) {
        this.stored = stored;
        this.storedNames = new HashMap<>();
        storedNames.forEach((second, name) -> {
            if (!stored.has(second) && stored.has(name)) {
                this.storedNames.put(second, name);
            }
        });
    }

    @Override
    public Set<String> names() {
        return stored.names();
    }

    @Override
    public boolean has(String name) {
        return stored.has(name) || storedNames.containsKey(name);
    }

    @Override
    public TensorInfo info(String name) {
        return stored.info(storedName(name));
    }

    @Override
    public Map<String, String> metadata() {
        return stored.metadata();
    }

    @Override
    public void readFloats(String name, long fromElement, FloatBuffer target) {
        stored.readFloats(storedName(name), fromElement, target);
    }

    @Override
    public void readDoubles(String name, long fromElement, DoubleBuffer target) {
        stored.readDoubles(storedName(name), fromElement, target);
    }

    @Override
    public void readBytes(String name, long fromByte, ByteBuffer target) {
        stored.readBytes(storedName(name), fromByte, target);
    }

    @Override
    public long totalBytes() {
        return stored.totalBytes();
    }

    @Override
    public void close() {
        stored.close();
    }

    private String storedName(String name) {
        return storedNames.getOrDefault(name, name);
    }
}
