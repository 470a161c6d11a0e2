package org.t2workbench.app.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.ShutdownGate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The command line as a whole: parses, runs one command, and turns every failure into one sentence. */
@Command(
        name = "t2-workbench",
        mixinStandardHelpOptions = true,
        version = "Transformer² Workbench 0.1.0",
        description = "Adapts language models by rescaling the singular values of their weights."
                + " Without a command the window opens.",
        synopsisSubcommandLabel = "COMMAND")
public final class CommandLineProgram implements Runnable {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    /** After so long people wonder whether their key was heard. */
    private static final int PROMPT_SECONDS = 1;
    /** Longer than any single call of libtorch. */
    private static final int PATIENCE_SECONDS = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CommandLineProgram() {}

    /**
     * Runs one command to its end.
     *
     * @return 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        CancellationToken token = new CancellationToken();
        CountDownLatch left = new CountDownLatch(1);
        Runnable stop = () -> stopAndWait(token, left, err);
        ShutdownGate.beforeClosing(stop);
        try {
            int code = execute(arguments, new Console(out, err, token));
            if (code == 0 && out.checkError()) {
                err.println(
                        "The output could not be written to its end: the disk is full, or who read it has stopped.");
                return FAILED;
            }
            return code;
        } finally {
            left.countDown();
            ShutdownGate.forget(stop);
        }
    }

    /**
     * Native code must not be running while the process ends: the worker is asked to stop and waited for. It looks up
     * between two calls of libtorch, of which the decomposition of one large matrix is one: who waits is told.
     */
    static void stopAndWait(CancellationToken token, CountDownLatch left, PrintStream err) {
        token.cancel();
        try {
            if (!left.await(PROMPT_SECONDS, TimeUnit.SECONDS)) {
                err.println(
                        "Stopping when the computation in hand is done, which takes up to a minute for a large matrix;"
                                + " what was finished before is kept.");
                // no halt afterwards: it would end libtorch in the middle of a call, which may crash
                left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int execute(String[] arguments, Console console) {
        boolean json = Arrays.asList(arguments).contains("--json");
        if (isGarbled(arguments, System.getProperty("sun.jnu.encoding", ""))) {
            return report(
                    new InvalidInputException(
                            "Letters of an argument were lost, as the language setting of this"
                                    + " terminal has no letters beyond ASCII; set the variable LC_ALL to C.UTF-8 and try again."),
                    json,
                    console);
        }
        CommandLine line = new CommandLine(new CommandLineProgram());
        for (Object command : Commands.all(console)) {
            // a CommandLine of its own: picocli applies a command's model transformer only to these
            CommandLine part = new CommandLine(command);
            part.getCommandSpec()
                    .mixinStandardHelpOptions(true)
                    .version(line.getCommandSpec().version());
            line.addSubcommand(part);
        }
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // a prompt may begin with @, which is no file of arguments
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((failure, args) -> {
            if (json) {
                JsonOutput.print(console.out(), ErrorDocument.of(failure));
            }
            CommandLine command = failure.getCommandLine();
            command.getErr().println(failure.getMessage());
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
            return WRONG_USAGE;
        });
        line.setExecutionStrategy(parsed -> {
            EmptyNames.refuse(parsed);
            return new RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((failure, command, result) -> report(failure, json, console));
        try {
            return line.execute(arguments);
        } catch (VirtualMachineError | LinkageError e) {
            // picocli hands over exceptions only
            return report(e, json, console);
        }
    }

    /**
     * Whether letters of arguments were replaced before the program saw them.
     *
     * @param encoding in which the virtual machine takes arguments from the system
     */
    static boolean isGarbled(String[] arguments, String encoding) {
        return !encoding.equals("UTF-8") && Arrays.stream(arguments).anyMatch(text -> text.indexOf('\ufffd') >= 0);
    }

    private static int report(Throwable failure, boolean json, Console console) {
        if (json) {
            JsonOutput.print(console.out(), ErrorDocument.of(failure));
        }
        console.err().println(ErrorText.sentenceFor(failure));
        if (System.getenv("T2_TRACE") != null) {
            failure.printStackTrace(console.err());
        }
        return failure instanceof WrongUsageException ? WRONG_USAGE : FAILED;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
