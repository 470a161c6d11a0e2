package org.t2workbench.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;

/** Tells weights apart by their content, whatever the file is called: SHA-256 in hexadecimal. */
public final class Fingerprint {

    private static final int CHUNK_BYTES = 1 << 20;

    private Fingerprint() {}

    /** The hash of one tensor: its stored type, shape and bytes; its name does not count. */
    public static String ofTensor(TensorSource source, String name) {
        TensorInfo info = source.info(name);
        MessageDigest digest = sha256();
        add(digest, info.dtype() + " " + TensorInfo.shapeText(info.shape()));
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, info.bytes()));
        for (long from = 0; from < info.bytes(); from += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), info.bytes() - from));
            source.readBytes(name, from, chunk);
            digest.update(chunk.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a model: its tensors' names and hashes, whichever files they are spread over. */
    public static String ofModel(TensorSource source) {
        return ofModel(source, Progress.NONE, new CancellationToken());
    }

    /**
     * As {@link #ofModel(TensorSource)}, with progress in bytes.
     *
     * @throws CancelledException when cancelled, asked once per tensor
     */
    public static String ofModel(TensorSource source, Progress progress, CancellationToken cancellation) {
        MessageDigest digest = sha256();
        long done = 0;
        for (String name : new TreeSet<>(source.names())) {
            cancellation.throwIfCancelled();
            progress.report("reading " + name, done, source.totalBytes());
            done += source.info(name).bytes();
            add(digest, name);
            add(digest, ofTensor(source, name));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The text and an end mark, so that no two sequences of texts run together. */
    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    /** Big-endian, as fingerprints of vectors take them. */
    public static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** A new SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
