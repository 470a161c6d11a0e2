package org.t2workbench.core.task.sandbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;

/**
 * What the workbench and a worker say to each other over the worker's standard streams. Every message is a length and so
 * many bytes; every trial carries a nonce that its verdict repeats, so that no old or invented verdict is taken for it.
 * Both sides bound what they read.
 */
public final class Frames {

    /** A worker's exit code when a trial would not end although it was told to. */
    public static final int EXIT_OVERRUN = 41;

    /** A worker's exit code when its Python is not as closed as it has to be. */
    public static final int EXIT_NOT_CLOSED = 42;

    /** What a Java process started with {@code -XX:+ExitOnOutOfMemoryError} leaves with. */
    public static final int EXIT_OUT_OF_MEMORY = 3;

    public static final int NONCE_BYTES = 16;

    /** Longest reason of a verdict, in characters. */
    public static final int MAX_REASON = 500;

    /** Longest program and longest tests, in bytes; the tests of MBPP+ reach some hundred thousand. */
    public static final int MAX_TEXT_BYTES = 16 << 20;

    private static final int MAX_REPLY_BYTES = 4096;

    private static final long HELLO = 0x7432_7361_6e64_6201L;

    /** A trial as a worker reads it. */
    public record Request(byte[] nonce, CodeTrial trial) {}

    private Frames() {}

    /** The worker's first word: it is up and has checked itself. */
    public static void writeHello(DataOutputStream out) throws IOException {
        out.writeLong(HELLO);
        out.flush();
    }

    /** @throws IOException when what comes is something else */
    static void readHello(DataInputStream in) throws IOException {
        if (in.readLong() != HELLO) {
            throw new IOException("its first word is not the sandbox's");
        }
    }

    static void writeTrial(DataOutputStream out, byte[] nonce, byte[] program, byte[] tests) throws IOException {
        out.write(nonce);
        out.writeInt(program.length);
        out.writeInt(tests.length);
        out.write(program);
        out.write(tests);
        out.flush();
    }

    /** Empty when the workbench has closed the stream. */
    public static Optional<Request> readTrial(DataInputStream in) throws IOException {
        byte[] nonce = in.readNBytes(NONCE_BYTES);
        if (nonce.length < NONCE_BYTES) {
            return Optional.empty();
        }
        int program = length(in, MAX_TEXT_BYTES);
        int tests = length(in, MAX_TEXT_BYTES);
        return Optional.of(new Request(nonce, new CodeTrial(text(in, program), text(in, tests))));
    }

    public static void writeVerdict(DataOutputStream out, byte[] nonce, CodeVerdict verdict) throws IOException {
        byte[] reason = shortened(verdict.reason()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer reply = ByteBuffer.allocate(NONCE_BYTES + 1 + reason.length);
        reply.put(nonce).put((byte) (verdict.passed() ? 1 : 0)).put(reason);
        out.writeInt(reply.capacity());
        out.write(reply.array());
        out.flush();
    }

    /** @throws IOException when the stream ends, or what comes is no verdict on this very trial */
    static CodeVerdict readVerdict(DataInputStream in, byte[] nonce) throws IOException {
        int length = length(in, MAX_REPLY_BYTES);
        byte[] reply = in.readNBytes(length);
        if (reply.length < length) {
            throw new EOFException("the reply is cut off");
        }
        if (length <= NONCE_BYTES || !MessageDigest.isEqual(nonce, Arrays.copyOf(reply, NONCE_BYTES))) {
            throw new IOException("the reply is not to this trial");
        }
        int passed = reply[NONCE_BYTES];
        if (passed != 0 && passed != 1) {
            throw new IOException("the reply is neither yes nor no");
        }
        String reason = new String(reply, NONCE_BYTES + 1, length - NONCE_BYTES - 1, StandardCharsets.UTF_8);
        return new CodeVerdict(passed == 1, shortened(reason));
    }

    private static String shortened(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    }

    private static int length(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a message of " + length + " bytes");
        }
        return length;
    }

    private static String text(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the message is cut off");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
