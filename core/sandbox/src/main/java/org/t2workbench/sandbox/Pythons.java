package org.t2workbench.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Makes closed Pythons on one shared engine: no files but Python's own library to read, no network, no processes, no
 * threads, no native code, no environment, no host classes. Safe from any thread.
 */
final class Pythons implements AutoCloseable {

    private final Engine engine = Engine.newBuilder("python")
            .sandbox(SandboxPolicy.CONSTRAINED)
            .option("engine.WarnInterpreterOnly", "false")
            .in(InputStream.nullInputStream())
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .build();
    private final Source program = source("program.py");
    private final Source tests = source("tests.py");
    private final long outputBytes;

    Pythons(long outputBytes) {
        this.outputBytes = outputBytes;
    }

    /** A Python with one of our two sides in it; closed by the caller. */
    record Side(Context context, Value entry, BoundedOutput output) {}

    Side forProgram() {
        return side(program);
    }

    Side forTests() {
        return side(tests);
    }

    private Side side(Source source) {
        var output = new BoundedOutput(outputBytes);
        Context context = Context.newBuilder("python")
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .allowAllAccess(false)
                .allowHostAccess(
                        HostAccess.newBuilder().allowMutableTargetMappings().build())
                .allowHostClassLookup(name -> false)
                .allowHostClassLoading(false)
                .allowIO(IOAccess.NONE)
                .allowNativeAccess(false)
                .allowCreateProcess(false)
                .allowCreateThread(false)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .in(InputStream.nullInputStream())
                .out(output)
                .err(output)
                .build();
        return new Side(context, context.eval(source), output);
    }

    private static Source source(String name) {
        return Source.newBuilder("python", resource("wire.py") + "\n\n" + resource(name), name)
                .internal(true)
                .buildLiteral();
    }

    private static String resource(String name) {
        try (InputStream in = Pythons.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside the worker");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.close(true);
    }
}
