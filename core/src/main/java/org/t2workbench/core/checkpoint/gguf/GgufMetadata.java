package org.t2workbench.core.checkpoint.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The metadata of a GGUF file to write, in the order they are put. Not thread-safe. */
public final class GgufMetadata {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Set<String> keys = new LinkedHashSet<>();

    public GgufMetadata put(String key, String value) {
        begin(key, GgufValueType.TEXT);
        text(value);
        return this;
    }

    /**
     * A whole number, written as 32 bits without sign, as the format's own keys are.
     *
     * @param value from 0
     */
    public GgufMetadata put(String key, int value) {
        begin(key, GgufValueType.U32);
        number(value);
        return this;
    }

    /** Rounded to f32. */
    public GgufMetadata put(String key, double value) {
        begin(key, GgufValueType.F32);
        number(Float.floatToIntBits((float) value));
        return this;
    }

    public GgufMetadata put(String key, boolean value) {
        begin(key, GgufValueType.BOOL);
        bytes.write(value ? 1 : 0);
        return this;
    }

    public GgufMetadata putTexts(String key, List<String> values) {
        return list(key, GgufValueType.TEXT, values, this::text);
    }

    public GgufMetadata putNumbers(String key, List<Integer> values) {
        return list(key, GgufValueType.I32, values, this::number);
    }

    public GgufMetadata putFloats(String key, List<Float> values) {
        return list(key, GgufValueType.F32, values, value -> number(Float.floatToIntBits(value)));
    }

    int count() {
        return keys.size();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private <T> GgufMetadata list(String key, GgufValueType type, List<T> values, Consumer<T> writer) {
        begin(key, GgufValueType.LIST);
        number(type.number());
        size(values.size());
        values.forEach(writer);
        return this;
    }

    private void begin(String key, GgufValueType type) {
        if (!keys.add(key)) {
            throw new IllegalArgumentException(key + " is there already");
        }
        text(key);
        number(type.number());
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        size(utf8.length);
        bytes.writeBytes(utf8);
    }

    private void number(int value) {
        bytes.writeBytes(buffer(Integer.BYTES).putInt(value).array());
    }

    private void size(long value) {
        bytes.writeBytes(buffer(Long.BYTES).putLong(value).array());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
