package org.t2workbench.app.launch;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.UserFolders;

/**
 * Runs the window in a process of its own, whose virtual machine is told what a window needs: a program that is started by
 * {@code java -jar} cannot bring options along, and with those of a server the FX thread waits for the second compiler
 * and for long collections (decision 10). Nothing here may write a log: that would be loaded for a process that only waits.
 */
final class WindowProcess {

    /**
     * Code is compiled once, at once, and the young generation stays as small as a collection within a frame asks for. The
     * person's own options come after these and win.
     */
    static final List<String> OPTIONS =
            List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=1", "-XX:MaxGCPauseMillis=10");

    /** Set to {@code own} where the window is to be opened in this very process. */
    private static final String PROCESS = "t2.window.process";

    private static final String OWN = "own";
    private static final String STARTED = "t2.window.started";

    /** What cannot be there twice: debuggers, agents and ports for managing. */
    private static final List<String> ONCE = List.of("-agent", "-javaagent", "-Xrun", "-Dcom.sun.management");

    private WindowProcess() {}

    /**
     * Opens the window in another process and waits for its end.
     *
     * @param main the class that is started there, without arguments
     * @return its exit code; empty when the window is to be opened here: this is that process, or there can be none
     */
    static OptionalInt run(Class<?> main) {
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        if (OWN.equals(System.getProperty(PROCESS)) || isTiedToThisProcess(given)) {
            return OptionalInt.empty();
        }
        String classPath = System.getProperty("java.class.path");
        Optional<ClassArchive> archive = isJar(classPath)
                ? ClassArchive.of(Path.of(classPath), UserFolders.ofThisUser().cache())
                : Optional.empty();
        List<String> options = new ArrayList<>(OPTIONS);
        archive.ifPresent(there -> options.addAll(there.options()));
        try {
            Process process = new ProcessBuilder(command(options, given, classPath, main))
                    .inheritIO()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end of the window"));
            int code = process.waitFor();
            archive.ifPresent(written -> written.keep(code));
            return OptionalInt.of(code);
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.of(1);
        }
    }

    /** When the program was started, in milliseconds since 1970, whichever process is asked. */
    static long startMilliseconds() {
        return Long.getLong(STARTED, ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** In the window's process: {@code action} is run when the process that started it is gone. */
    static void whenStarterEnds(Runnable action) {
        if (System.getProperty(STARTED) != null) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(action));
        }
    }

    static boolean isTiedToThisProcess(List<String> given) {
        return given.stream().anyMatch(argument -> ONCE.stream().anyMatch(argument::startsWith));
    }

    /** The command for the same program, with these options before those that were given. */
    static List<String> command(List<String> options, List<String> given, String classPath, Class<?> main) {
        // what a jar's manifest asks for counts only for a jar that is started as such
        List<String> program =
                isJar(classPath) ? List.of("-jar", classPath) : List.of("-classpath", classPath, main.getName());
        List<String> own = List.of("-D" + PROCESS + "=" + OWN, "-D" + STARTED + "=" + startMilliseconds());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(List.of(java), options, given, own, program)
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isJar(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    }
}
