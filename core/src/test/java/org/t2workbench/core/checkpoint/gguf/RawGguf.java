package org.t2workbench.core.checkpoint.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts the bytes of a GGUF file together one by one, so that any of them can be wrong. */
final class RawGguf {

    static final int U32 = 4;
    static final int TEXT = 8;
    static final int LIST = 9;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static RawGguf begin(long tensors, long keys) {
        return new RawGguf().u32(GgufHeader.MAGIC).u32(3).u64(tensors).u64(keys);
    }

    RawGguf u32(long value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
        return this;
    }

    RawGguf u64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    RawGguf text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes with their length before them. */
    RawGguf raw(byte... text) {
        u64(text.length);
        bytes.writeBytes(text);
        return this;
    }

    RawGguf zeros(int count) {
        bytes.writeBytes(new byte[count]);
        return this;
    }

    RawGguf padded(int alignment) {
        return zeros((alignment - bytes.size() % alignment) % alignment);
    }

    RawGguf u32(String key, long value) {
        return text(key).u32(U32).u32(value);
    }

    RawGguf text(String key, String value) {
        return text(key).u32(TEXT).text(value);
    }

    /** @param sizes fastest first, as in the file */
    RawGguf tensor(String name, int type, long offset, long... sizes) {
        text(name).u32(sizes.length);
        for (long size : sizes) {
            u64(size);
        }
        return u32(type).u64(offset);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
