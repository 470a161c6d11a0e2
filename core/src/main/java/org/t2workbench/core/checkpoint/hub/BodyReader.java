package org.t2workbench.core.checkpoint.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;

/**
 * The body of an answer, piece by piece, for a thread that must leave when it is cancelled and must not wait for ever: the
 * client's own streams know neither. One piece is asked for at a time, so that a fast server fills no memory. Closing it
 * before its end gives the connection up.
 */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

    private static final long LOOK_MILLISECONDS = 50;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private final Duration silence;
    private volatile Flow.@Nullable Subscription subscription;
    private boolean ended;

    /** @param silence after which the connection counts as broken */
    BodyReader(Duration silence) {
        this.silence = silence;
    }

    /** Pieces, an end, or a failure. */
    private record Event(
            List<ByteBuffer> pieces, boolean end, @Nullable Throwable failure) {}

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        events.add(new Event(item, false, null));
    }

    @Override
    public void onError(Throwable throwable) {
        events.add(new Event(List.of(), true, throwable));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), true, null));
    }

    /**
     * The next bytes; empty at the end.
     *
     * @throws IOException when the connection broke or nothing came for too long
     * @throws org.t2workbench.core.job.CancelledException when cancelled meanwhile
     */
    Optional<ByteBuffer> next(CancellationToken token) throws IOException {
        long deadline = System.nanoTime() + silence.toNanos();
        while (pieces.isEmpty() && !ended) {
            token.throwIfCancelled();
            take(poll(), deadline);
        }
        return Optional.ofNullable(pieces.poll());
    }

    private @Nullable Event poll() throws IOException {
        try {
            return events.poll(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the reading thread was interrupted", e);
        }
    }

    private void take(@Nullable Event event, long deadline) throws IOException {
        if (event == null) {
            if (System.nanoTime() - deadline > 0) {
                throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
            }
            return;
        }
        if (event.failure() != null) {
            ended = true;
            throw new IOException("the connection broke: " + event.failure().getMessage(), event.failure());
        }
        if (event.end()) {
            ended = true;
            return;
        }
        event.pieces().stream().filter(ByteBuffer::hasRemaining).forEach(pieces::add);
        Flow.Subscription source = subscription;
        if (source != null) {
            source.request(1);
        }
    }

    /** The whole body; empty when it is longer than so many bytes. */
    Optional<byte[]> all(int most, CancellationToken token) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Optional<ByteBuffer> piece = next(token); piece.isPresent(); piece = next(token)) {
            ByteBuffer buffer = piece.get();
            if (buffer.remaining() > most - bytes.size()) {
                return Optional.empty();
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
        return Optional.of(bytes.toByteArray());
    }

    @Override
    public void close() {
        Flow.Subscription source = subscription;
        if (source != null && !ended) {
            ended = true;
            source.cancel();
        }
    }
}
