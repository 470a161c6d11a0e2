package org.t2workbench.app.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The window's classes as the virtual machine has read, checked and linked them (class data sharing): written at the end of
 * the first window of a build, used by each one after it, which is there a quarter sooner. One file for a jar as it lies there
 * and a virtual machine; what belongs to another build is deleted when it is written. The virtual machine itself sees to it
 * that no class of another jar is taken from it, and goes on without it.
 */
final class ClassArchive {

    private static final String PREFIX = "window-";
    private static final String SUFFIX = ".jsa";
    private static final String PART = ".part";
    private static final int RENAMED_TAGS = 24;

    private final Path file;
    private final Path unfinished;

    private ClassArchive(Path file) {
        this.file = file;
        // two first windows may end at the same time
        this.unfinished = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + PART);
    }

    /**
     * The archive of a jar.
     *
     * @param cache where it may lie; made when it is not there
     * @return empty where it cannot be
     */
    static Optional<ClassArchive> of(Path jar, Path cache) {
        try {
            Files.createDirectories(cache);
            int build = Objects.hash(
                    jar.toRealPath(),
                    Files.getLastModifiedTime(jar),
                    Files.size(jar),
                    System.getProperty("java.home"),
                    System.getProperty("java.vm.version"));
            return Optional.of(new ClassArchive(cache.resolve(PREFIX + Integer.toHexString(build) + SUFFIX)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** For the virtual machine that is to use it, or to write it where it is not there yet; without a word about either. */
    List<String> options() {
        String silence =
                Runtime.version().feature() < RENAMED_TAGS ? "-Xlog:cds*=error" : "-Xlog:cds*=error,aot*=error";
        return List.of(
                silence,
                Files.isRegularFile(file) ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + unfinished);
    }

    /** After the end of that virtual machine: what it wrote counts from now on, when it ended well. */
    void keep(int exitCode) {
        try {
            if (exitCode == 0 && Files.isRegularFile(unfinished)) {
                deleteOthers();
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            // the next window writes it again
        }
    }

    /** Also what windows left that were ended while they wrote. */
    private void deleteOthers() throws IOException {
        try (DirectoryStream<Path> archives =
                Files.newDirectoryStream(file.toAbsolutePath().getParent(), PREFIX + "*" + SUFFIX + "*")) {
            for (Path archive : archives) {
                if (!archive.getFileName().equals(unfinished.getFileName())) {
                    Files.deleteIfExists(archive);
                }
            }
        }
    }
}
