package org.t2workbench.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts together files of torch.save operation by operation, sound ones and others. */
public final class TorchBytes {

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** Begins with protocol 2. */
    public TorchBytes() {
        raw(0x80, 2);
    }

    public TorchBytes raw(int... bytes) {
        for (int each : bytes) {
            pickle.write(each);
        }
        return this;
    }

    /** Operations that are letters. */
    public TorchBytes ops(String letters) {
        pickle.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public TorchBytes global(String module, String name) {
        return ops("c" + module + "\n" + name + "\n");
    }

    public TorchBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ops("X");
        pickle.writeBytes(number(bytes.length));
        pickle.writeBytes(bytes);
        return this;
    }

    public TorchBytes whole(int value) {
        ops("J");
        pickle.writeBytes(number(value));
        return this;
    }

    /** Nothing is checked: a number may be of 8 bytes. */
    public TorchBytes whole(long value) {
        raw(0x8a, Long.BYTES);
        pickle.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    /** A tensor over the storage of that key, as torch puts it. */
    public TorchBytes tensor(String type, String key, long elements, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2")
                .ops("((")
                .text("storage")
                .global("torch", type)
                .text(key);
        text("cpu").whole(elements).ops("tQ").whole(offset);
        numbers(shape).numbers(strides);
        return raw(0x89).global("collections", "OrderedDict").ops(")RtR");
    }

    /** A tuple. */
    public TorchBytes numbers(long... numbers) {
        ops("(");
        for (long number : numbers) {
            whole(number);
        }
        return ops("t");
    }

    public TorchBytes entry(String name, byte... content) {
        entries.put(name, content);
        return this;
    }

    /** F32 values as the storage of that key. */
    public TorchBytes storage(String key, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return entry("data/" + key, bytes.array());
    }

    public byte[] pickle() {
        return pickle.toByteArray();
    }

    /** The file, all entries stored under one folder. */
    public byte[] file() {
        return file("any/", ZipEntry.STORED);
    }

    public byte[] file(String folder, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, folder + "data.pkl", pickle(), method);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, folder + entry.getKey(), entry.getValue(), method);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 checksum = new CRC32();
            checksum.update(content);
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
