package org.t2workbench.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void oldContent() throws IOException {
        target = Files.writeString(folder.resolve("store.json"), "old");
    }

    private void onlyTheOldContentIsThere() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
        assertThat(target).hasContent("old");
    }

    @Test
    void newContentReplacesTheOldWhole() throws IOException {
        AtomicFile.writeText(target, "neu: ü");
        assertThat(target).hasContent("neu: ü");
        AtomicFile.write(target, channel -> channel.write(ByteBuffer.wrap(new byte[] {65, 66})));
        assertThat(target).hasContent("AB");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void missingFoldersAreCreated() {
        AtomicFile.writeText(folder.resolve("a/b/c.txt"), "x");
        assertThat(folder.resolve("a/b/c.txt")).hasContent("x");
    }

    @Test
    void readerDuringTheWriteSeesTheOldContent() {
        AtomicFile.write(target, channel -> {
            channel.write(ByteBuffer.wrap(new byte[] {65}));
            assertThat(target).hasContent("old");
        });
        assertThat(target).hasContent("A");
    }

    @Test
    void cancellationLeavesTheOldContentAndNoTemporaryFile() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[] {65}));
                    throw new CancelledException();
                }))
                .isInstanceOf(CancelledException.class);
        onlyTheOldContentIsThere();
    }

    @Test
    void fullDiskIsNamedAndLeavesTheOldContent() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOfSatisfying(
                        OutOfResourcesException.class, e -> assertThat(e.file()).isEqualTo(target))
                .hasMessage("Cannot write " + target + ": the disk is full; free some space and try again.");
        onlyTheOldContentIsThere();
    }

    @Test
    void aFileWhereAFolderWouldHaveToBeIsNamed() throws IOException {
        assertThatThrownBy(() -> AtomicFile.writeText(target.resolve("below.txt"), "x"))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageContaining("a file is where a folder would have to be");
        onlyTheOldContentIsThere();
    }

    @Test
    void readOnlyDiskIsNamed() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    throw new FileSystemException("x", null, "Read-only file system");
                }))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageContaining("the disk is read-only");
        assertThatThrownBy(() -> AtomicFile.write(target, channel -> {
                    throw new ReadOnlyFileSystemException();
                }))
                .hasMessageContaining("the disk is read-only");
        onlyTheOldContentIsThere();
    }

    @Test
    void fileWhereAFolderShouldBeIsOneSentence() {
        Path impossible = target.resolve("below.txt");
        assertThatThrownBy(() -> AtomicFile.writeText(impossible, "x"))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageContaining(impossible.toString());
        assertThat(target).hasContent("old");
    }
}
