package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;

/**
 * Brings one file into the cache. What an earlier try left is gone on with; what came is kept when the connection breaks or
 * the work is cancelled; and only content with the listed hash gets the file's name.
 */
final class FileDownload {

    private static final Logger LOG = LoggerFactory.getLogger(FileDownload.class);
    private static final int CHUNK_BYTES = 1 << 20;

    /** So much has to come before earlier failures are forgotten, or a server could be asked for ever, byte by byte. */
    private static final long NOTABLE_BYTES = 1 << 20;

    private final HubClient client;
    private final HubCache cache;
    private final String commit;
    private final HubFile file;
    private final TransferMeter meter;
    private final CancellationToken token;

    FileDownload(
            HubClient client,
            HubCache cache,
            String commit,
            HubFile file,
            TransferMeter meter,
            CancellationToken token) {
        this.client = client;
        this.cache = cache;
        this.commit = commit;
        this.file = file;
        this.meter = meter;
        this.token = token;
    }

    /**
     * Returns when the snapshot has the file.
     *
     * @throws HubException in one sentence, when the hub does not give it
     * @throws org.t2workbench.core.job.OutOfResourcesException when it cannot be written
     * @throws org.t2workbench.core.job.CancelledException when cancelled; what came is kept
     */
    void run() {
        try (BlobLock lock = BlobLock.take(
                cache.lock(file), token, () -> meter.waitsFor("waiting for another program that fetches it too"))) {
            meter.waitsFor("");
            if (cache.has(commit, file)) {
                meter.found(file.size());
            } else {
                boolean fresh = !cache.hasBlob(file);
                if (fresh) {
                    transfer();
                } else {
                    meter.found(file.size());
                }
                cache.place(commit, file, fresh);
            }
            meter.fileFinished();
        }
    }

    private void transfer() {
        boolean resumed = fill();
        if (!resumed) {
            return;
        }
        // the beginning that was found may have been another program's leftovers: once more from the start
        LOG.info("{} did not fit what was there of it before; it is fetched anew", file.path());
        fill();
    }

    /** Fills the partial file and gives it its name. True when that failed for what had been there before. */
    private boolean fill() {
        Path partial = cache.partial(file);
        boolean right;
        boolean resumed;
        try {
            Files.createDirectories(partial.resolveSibling(""));
            try (FileChannel channel = FileChannel.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                Filling filling = new Filling(channel, partial);
                filling.takeWhatIsThere();
                resumed = filling.position > 0;
                fetch(filling);
                right = HexFormat.of().formatHex(filling.digest.digest()).equals(file.etag());
                if (right) {
                    channel.force(true);
                }
            }
            if (right) {
                moveInto(partial, cache.blob(file));
                return false;
            }
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw AtomicFile.failure(partial, e);
        }
        meter.found(-file.size());
        if (resumed) {
            return true;
        }
        throw new HubException(
                Kind.BAD_ANSWER,
                "What came for " + file.path()
                        + " has not the hash that the hub lists; it was thrown away. Try again, and"
                        + " if it stays, a proxy or the hub changes what it sends.");
    }

    /** Reads answers into the file until it is full. */
    private void fetch(Filling filling) {
        Retries retries = client.retries(token);
        try {
            long counted = filling.position;
            while (filling.position < file.size()) {
                try (HubAnswer answer = client.file(commit, file, filling.position, token)) {
                    if (answer.status() == 200 && filling.position > 0) {
                        // the server gives no parts
                        filling.startAgain();
                        counted = 0;
                    }
                    filling.read(answer.body());
                } catch (IOException e) {
                    if (filling.position - counted >= NOTABLE_BYTES) {
                        counted = filling.position;
                        retries.progressed();
                    }
                    retries.after(e);
                }
            }
        } catch (IOException e) {
            throw client.failures().gaveUp(e);
        }
    }

    private static void moveInto(Path partial, Path blob) throws IOException {
        try {
            Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, blob, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The partial file, how far it is, and the digest of what is in it. */
    private final class Filling {

        private final FileChannel channel;
        private final Path path;
        private MessageDigest digest = file.newDigest();
        private long position;

        Filling(FileChannel channel, Path path) {
            this.channel = channel;
            this.path = path;
        }

        private void takeWhatIsThere() throws IOException {
            if (channel.size() > file.size()) {
                channel.truncate(0);
            }
            long there = channel.size();
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, Math.max(1, there)));
            while (position < there) {
                token.throwIfCancelled();
                int count = channel.read(chunk.clear(), position);
                if (count < 0) {
                    break;
                }
                digest.update(chunk.flip());
                position += count;
                meter.found(count);
            }
        }

        private void startAgain() {
            try {
                channel.truncate(0);
            } catch (IOException e) {
                throw AtomicFile.failure(path, e);
            }
            meter.found(-position);
            digest = file.newDigest();
            position = 0;
        }

        /** Until the body's end, which must not come after the file's. */
        private void read(BodyReader body) throws IOException {
            for (Optional<ByteBuffer> piece = body.next(token); piece.isPresent(); piece = body.next(token)) {
                ByteBuffer bytes = piece.get();
                if (bytes.remaining() > file.size() - position) {
                    throw client.failures()
                            .badAnswer(file.path() + " goes on behind the " + file.size() + " bytes that were listed");
                }
                int count = bytes.remaining();
                digest.update(bytes.duplicate());
                write(bytes);
                position += count;
                meter.received(count);
            }
            if (position < file.size()) {
                throw new IOException("the answer ended after " + position + " of " + file.size() + " bytes");
            }
        }

        private void write(ByteBuffer bytes) {
            long at = position;
            try {
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
            } catch (IOException e) {
                throw AtomicFile.failure(path, e);
            }
        }
    }
}
