package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowProcessTest {

    @TempDir
    Path folder;

    @Test
    void aJarIsStartedAsOneWithThePersonsOptionsLast() {
        List<String> command = WindowProcess.command(
                WindowProcess.OPTIONS, List.of("-Xmx256m", "-Dt2.log=INFO"), "app/t2-workbench.jar", Launcher.class);

        assertThat(command.get(0)).startsWith(System.getProperty("java.home"));
        assertThat(command)
                .containsSubsequence(
                        "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dt2.log=INFO", "-jar", "app/t2-workbench.jar")
                .contains("-Dt2.window.process=own")
                .endsWith("-jar", "app/t2-workbench.jar");
    }

    @Test
    void aClassPathIsStartedByTheNameOfItsMainClass() {
        String classPath = "classes" + File.pathSeparator + "lib/some.jar";

        assertThat(WindowProcess.command(List.of(), List.of(), classPath, Launcher.class))
                .endsWith("-classpath", classPath, Launcher.class.getName());
    }

    @Test
    void debuggersAndAgentsStayInTheOneProcess() {
        assertThat(WindowProcess.isTiedToThisProcess(List.of("-agentlib:jdwp=transport=dt_socket")))
                .isTrue();
        assertThat(WindowProcess.isTiedToThisProcess(List.of("-javaagent:some.jar")))
                .isTrue();
        assertThat(WindowProcess.isTiedToThisProcess(List.of("-Xmx256m", "-Dt2.log=INFO")))
                .isFalse();
    }

    @Test
    void theWindowsOwnProcessStartsNoOther() {
        System.setProperty("t2.window.process", "own");
        try {
            assertThat(WindowProcess.run(Launcher.class)).isEqualTo(OptionalInt.empty());
        } finally {
            System.clearProperty("t2.window.process");
        }
    }

    @Test
    void classesAreArchivedByTheFirstWindowAndReadByTheNext() throws IOException {
        Path jar = Files.writeString(folder.resolve("some.jar"), "a build");
        Path cache = folder.resolve("cache");
        ClassArchive first = ClassArchive.of(jar, cache).orElseThrow();
        Path unfinished = target(first, "-XX:ArchiveClassesAtExit=");

        Files.writeString(unfinished, "classes");
        first.keep(0);

        Path archive = target(ClassArchive.of(jar, cache).orElseThrow(), "-XX:SharedArchiveFile=");
        assertThat(archive).hasContent("classes");
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void whatAWindowLeftThatEndedBadlyIsNotRead() throws IOException {
        Path jar = Files.writeString(folder.resolve("some.jar"), "a build");
        ClassArchive archive = ClassArchive.of(jar, folder).orElseThrow();
        Path unfinished = target(archive, "-XX:ArchiveClassesAtExit=");

        Files.writeString(unfinished, "half of the cla");
        archive.keep(1);

        assertThat(unfinished).doesNotExist();
        assertThat(target(archive, "-XX:ArchiveClassesAtExit=")).isEqualTo(unfinished);
    }

    @Test
    void anotherBuildHasAnotherArchiveAndTheOldOneGoes() throws IOException {
        Path jar = Files.writeString(folder.resolve("some.jar"), "a build");
        ClassArchive old = ClassArchive.of(jar, folder).orElseThrow();
        Files.writeString(target(old, "-XX:ArchiveClassesAtExit="), "old");
        old.keep(0);
        Path oldFile = target(old, "-XX:SharedArchiveFile=");
        Path killed = Files.writeString(folder.resolve("window-1.jsa.1.part"), "half of the cla");

        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        ClassArchive now = ClassArchive.of(jar, folder).orElseThrow();
        Files.writeString(target(now, "-XX:ArchiveClassesAtExit="), "new");
        now.keep(0);

        assertThat(oldFile).doesNotExist();
        assertThat(killed).doesNotExist();
        assertThat(target(now, "-XX:SharedArchiveFile=")).hasContent("new");
    }

    @Test
    void withoutAPlaceForItThereIsNone() throws IOException {
        Path jar = Files.writeString(folder.resolve("some.jar"), "a build");

        assertThat(ClassArchive.of(jar, jar.resolve("below a file"))).isEmpty();
        assertThat(ClassArchive.of(folder.resolve("missing.jar"), folder)).isEmpty();
    }

    private static Path target(ClassArchive archive, String option) {
        return archive.options().stream()
                .filter(one -> one.startsWith(option))
                .map(one -> Path.of(one.substring(option.length())))
                .findFirst()
                .orElseThrow();
    }
}
