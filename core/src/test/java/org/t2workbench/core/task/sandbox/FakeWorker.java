package org.t2workbench.core.task.sandbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.t2workbench.core.task.CodeVerdict;

/** A worker that runs nothing: the program's text says how it behaves. Started as a process of its own. */
public final class FakeWorker {

    private FakeWorker() {}

    public static void main(String[] arguments) throws Exception {
        var in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        if (arguments.length > 1 && arguments[1].equals("mute")) {
            Runtime.getRuntime().halt(Frames.EXIT_NOT_CLOSED);
        }
        Files.writeString(
                Path.of(arguments[0], "worker-" + ProcessHandle.current().pid()), "");
        Frames.writeHello(out);
        int trials = 0;
        while (true) {
            var request = Frames.readTrial(in);
            if (request.isEmpty()) {
                return;
            }
            trials++;
            answer(request.get(), out, trials);
        }
    }

    private static void answer(Frames.Request request, DataOutputStream out, int trials) throws Exception {
        switch (request.trial().program()) {
            case "right" -> Frames.writeVerdict(out, request.nonce(), new CodeVerdict(true, ""));
            case "count" -> Frames.writeVerdict(out, request.nonce(), new CodeVerdict(false, "trial " + trials));
            case "wordy" -> Frames.writeVerdict(out, request.nonce(), new CodeVerdict(false, "é".repeat(100_000)));
            case "environment" -> Frames.writeVerdict(out, request.nonce(), new CodeVerdict(false, environment()));
            case "hangs" -> Thread.sleep(600_000);
            case "overruns" -> Runtime.getRuntime().halt(Frames.EXIT_OVERRUN);
            case "fills the memory" -> Runtime.getRuntime().halt(Frames.EXIT_OUT_OF_MEMORY);
            case "dies" -> Runtime.getRuntime().halt(9);
            case "dies in an old worker" -> {
                if (trials > 1) {
                    Runtime.getRuntime().halt(9);
                }
                Frames.writeVerdict(out, request.nonce(), new CodeVerdict(true, ""));
            }
            case "forges" -> Frames.writeVerdict(out, new byte[Frames.NONCE_BYTES], new CodeVerdict(true, ""));
            case "floods" -> flood(out);
            case "cut off" -> {
                out.writeInt(100);
                out.write(request.nonce());
                out.write(1);
                out.flush();
                Runtime.getRuntime().halt(0);
            }
            default -> throw new IOException(request.trial().program());
        }
    }

    private static String environment() {
        return System.getenv().keySet() + " " + Path.of("").toAbsolutePath().getFileName();
    }

    private static void flood(DataOutputStream out) throws IOException {
        byte[] noise = new byte[1 << 16];
        Arrays.fill(noise, (byte) 0x7f);
        while (true) {
            out.write(noise);
        }
    }
}
