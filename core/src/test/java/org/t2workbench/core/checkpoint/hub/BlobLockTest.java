package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;

class BlobLockTest {

    @TempDir
    Path folder;

    private final CancellationToken token = new CancellationToken();

    @Test
    void oneAtATimeHasTheLock() throws InterruptedException {
        Path file = folder.resolve("locks/a.lock");
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger holders = new AtomicInteger();
        Thread second = new Thread(() -> {
            try (BlobLock lock = BlobLock.take(file, token, waiting::countDown)) {
                holders.addAndGet(10);
            }
        });
        try (BlobLock lock = BlobLock.take(file, token, () -> {})) {
            second.start();
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(holders).hasValue(0);
        }
        second.join(10_000);
        assertThat(holders).hasValue(10);
        assertThat(file).as("others may be waiting for the same file").exists();
    }

    @Test
    void whoWaitsCanBeCancelled() {
        Path file = folder.resolve("a.lock");
        try (BlobLock lock = BlobLock.take(file, token, () -> {})) {
            assertThatThrownBy(() -> BlobLock.take(file, token, token::cancel)).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void aLockFileThatIsThereIsUsed() throws Exception {
        Path file = Files.createFile(folder.resolve("a.lock"));
        BlobLock.take(file, token, () -> {}).close();
        BlobLock.take(file, token, () -> {}).close();
        assertThat(file).isEmptyFile();
    }
}
