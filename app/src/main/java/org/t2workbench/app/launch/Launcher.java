package org.t2workbench.app.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.application.Application;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.cli.CommandLineProgram;
import org.t2workbench.app.cli.TerminalDemo;

/**
 * The program's entry point: with arguments the command line, without any the window, and where no window can be opened
 * one sentence that says why, then the same main job on the terminal. It is no {@code Application} itself, because a class path cannot start one.
 */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = arguments.length > 0 ? CommandLineProgram.run(arguments, out, err) : window(out, err);
        System.exit(code);
    }

    private static int window(PrintStream out, PrintStream err) {
        Optional<String> obstacle = Desktop.ofThisMachine().obstacle();
        if (obstacle.isEmpty()) {
            OptionalInt ended = WindowProcess.run(Launcher.class);
            if (ended.isPresent()) {
                return ended.getAsInt();
            }
            // charts draw with AWT's geometry and fonts only; its own window system stays out
            System.setProperty("java.awt.headless", "true");
            try {
                Application.launch(WorkbenchApplication.class);
                WorkbenchApplication.awaitClosed();
                return 0;
            } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
                LoggerFactory.getLogger(Launcher.class).debug("JavaFX did not start.", e);
                obstacle = Optional.of(Desktop.explain(e));
            }
        }
        err.println(obstacle.get());
        return TerminalDemo.run(out, err);
    }
}
