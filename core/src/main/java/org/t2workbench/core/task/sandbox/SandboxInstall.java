package org.t2workbench.core.task.sandbox;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * The sandbox's own libraries on this machine: the worker and the Python it runs, 160 MB that do not come with the first
 * download. They lie in {@code core/sandbox/target/sandbox} of the program's folder, where the Maven profile
 * {@code sandbox} puts them, or in its folder {@code sandbox}, or where {@code -Dt2.sandbox} says.
 *
 * @param jars the worker's class path, without the workbench's own classes
 */
public record SandboxInstall(List<Path> jars) {

    private static final String WORKER_JAR = "t2-workbench-sandbox";

    private static final String MAIN_CLASS = "org.t2workbench.sandbox.Worker";

    private static final String HOW_TO_INSTALL =
            " Run \"mvn -q -Psandbox -DskipTests package\" once in the workbench's folder; it downloads 160 MB.";

    /** From this release on the virtual machine warns of native access unless it is allowed. */
    private static final int WARNS_OF_NATIVE_ACCESS = 24;

    public SandboxInstall {
        jars = List.copyOf(jars);
    }

    /** @throws OutOfResourcesException when it is not installed; the message says how to */
    public static SandboxInstall find() {
        String given = System.getProperty("t2.sandbox");
        List<Path> candidates = new ArrayList<>();
        if (given != null && !given.isBlank()) {
            candidates.add(Path.of(given));
        } else {
            Optional<Path> home = InstallFolder.find().map(InstallFolder::path);
            home.ifPresent(path -> candidates.add(path.resolve("core/sandbox/target/sandbox")));
            home.ifPresent(path -> candidates.add(path.resolve("sandbox")));
        }
        for (Path folder : candidates) {
            List<Path> jars = jarsIn(folder);
            if (jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(WORKER_JAR))) {
                return new SandboxInstall(jars);
            }
        }
        throw new OutOfResourcesException(
                "Generated code runs in a sandbox only, and the sandbox is not installed"
                        + (candidates.isEmpty() ? "." : " in " + candidates.get(0) + ".")
                        + HOW_TO_INSTALL,
                candidates.isEmpty() ? null : candidates.get(0),
                null);
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OutOfResourcesException(
                    "Cannot read the sandbox's folder " + folder + ": " + e.getMessage() + ".", folder, e);
        }
    }

    /**
     * How a worker is started: the running Java with a heap of its own, leaving as soon as that is full.
     *
     * @param folder the worker's own, where it runs and for whatever temporary file its virtual machine wants
     */
    List<String> command(SandboxLimits limits, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + limits.memoryMegabytes() + "m");
        command.add("-XX:+UseSerialGC");
        // every program is new code: the second compiler costs more than it brings, half of a trial's time
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+ExitOnOutOfMemoryError");
        // standard output belongs to the protocol
        command.add("-XX:+DisplayVMOutputToStderr");
        command.add("-XX:MaxDirectMemorySize=64m");
        command.add("-XX:MaxMetaspaceSize=384m");
        command.add("-XX:-UsePerfData");
        command.add("-XX:+DisableAttachMechanism");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=" + folder.resolve("crash.log"));
        command.add("-Djava.io.tmpdir=" + folder);
        command.add("-Djava.awt.headless=true");
        command.add("-Dpolyglot.engine.userResourceCache="
                + UserFolders.ofThisUser().cache().resolve("sandbox"));
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-cp");
        command.add(classPath());
        command.add(MAIN_CLASS);
        command.add(Long.toString(limits.cpuTime().toMillis()));
        command.add(Long.toString(limits.wallTime().toMillis()));
        command.add(Integer.toString(limits.outputBytes()));
        return command;
    }

    private String classPath() {
        List<String> entries = new ArrayList<>();
        jars.forEach(jar -> entries.add(jar.toAbsolutePath().toString()));
        entries.add(ownClasses().toString());
        return String.join(System.getProperty("path.separator"), entries);
    }

    /** Where the protocol's classes lie, which the worker shares. */
    private static Path ownClasses() {
        CodeSource source = SandboxInstall.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new OutOfResourcesException(
                    "Generated code cannot be run: the workbench does not know where its own classes lie.", null, null);
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new OutOfResourcesException(
                    "Generated code cannot be run: " + source.getLocation() + " is not a path.", null, e);
        }
    }
}
