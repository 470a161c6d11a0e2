package org.t2workbench.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.SafetensorsHeader.Placed;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * One safetensors file, open for reading. The header is checked in full when the file is opened; of the tensors only
 * what is asked for is read, in pieces of {@value #CHUNK_BYTES} bytes.
 */
public final class Safetensors implements TensorSource {

    private static final Logger LOG = LoggerFactory.getLogger(Safetensors.class);

    /** Divisible by every element size. */
    private static final int CHUNK_BYTES = 1 << 18;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private Safetensors(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @throws InvalidInputException when the file is missing, is not safetensors, or its header lies
     * @throws WorkbenchException when it cannot be read
     */
    public static Safetensors open(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException("The weight file " + file + " is a folder.", file);
        }
        FileChannel channel = null;
        boolean complete = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            var opened = new Safetensors(file, channel, SafetensorsHeader.read(channel, file));
            complete = true;
            return opened;
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("The weight file " + file + " does not exist.", file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        } finally {
            if (channel != null && !complete) {
                closeQuietly(channel, file);
            }
        }
    }

    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    @Override
    public boolean has(String name) {
        return header.tensors().containsKey(name);
    }

    @Override
    public TensorInfo info(String name) {
        return placed(name).info();
    }

    @Override
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public long totalBytes() {
        return header.tensors().values().stream()
                .mapToLong(tensor -> tensor.info().bytes())
                .sum();
    }

    @Override
    public void readBytes(String name, long fromByte, ByteBuffer target) {
        Placed placed = placed(name);
        Objects.checkFromIndexSize(fromByte, target.remaining(), placed.info().bytes());
        read(placed.begin() + fromByte, target);
    }

    @Override
    public void readFloats(String name, long fromElement, FloatBuffer target) {
        Placed placed = placed(name);
        TensorInfo info = placed.info();
        info.requireWidensToF32();
        forEachChunk(placed, fromElement, target.remaining(), chunk -> {
            switch (info.dtype()) {
                case F32 -> target.put(chunk.asFloatBuffer());
                case F16 -> {
                    ShortBuffer halves = chunk.asShortBuffer();
                    while (halves.hasRemaining()) {
                        target.put(HalfPrecision.float16ToFloat(halves.get()));
                    }
                }
                default -> {
                    ShortBuffer halves = chunk.asShortBuffer();
                    while (halves.hasRemaining()) {
                        target.put(HalfPrecision.bfloat16ToFloat(halves.get()));
                    }
                }
            }
        });
    }

    @Override
    public void readDoubles(String name, long fromElement, DoubleBuffer target) {
        Placed placed = placed(name);
        if (placed.info().dtype() == StoredDtype.F64) {
            forEachChunk(placed, fromElement, target.remaining(), chunk -> target.put(chunk.asDoubleBuffer()));
            return;
        }
        TensorSource.super.readDoubles(name, fromElement, target);
    }

    @Override
    public void close() {
        closeQuietly(channel, file);
    }

    private Placed placed(String name) {
        Placed placed = header.tensors().get(name);
        if (placed == null) {
            throw new InvalidInputException("The weight file " + file + " holds no tensor " + name + ".", file);
        }
        return placed;
    }

    private interface ChunkReader {
        void accept(ByteBuffer chunk);
    }

    /** Hands over the bytes of the asked elements, a piece of whole elements at a time, in order. */
    private void forEachChunk(Placed placed, long fromElement, int elements, ChunkReader reader) {
        TensorInfo info = placed.info();
        Objects.checkFromIndexSize(fromElement, elements, info.elements());
        int elementBytes = info.dtype().bytes();
        long position = placed.begin() + fromElement * elementBytes;
        long end = position + (long) elements * elementBytes;
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, end - position)).order(ByteOrder.LITTLE_ENDIAN);
        while (position < end) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), end - position));
            read(position, chunk);
            position += chunk.flip().remaining();
            reader.accept(chunk);
        }
    }

    private void read(long position, ByteBuffer target) {
        try {
            ChannelReads.fill(channel, position, target, file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static WorkbenchException unreadable(Path file, IOException cause) {
        return new WorkbenchException(
                "The weight file " + file + " cannot be read: " + cause.getMessage() + ".", file, cause);
    }

    private static void closeQuietly(FileChannel channel, Path file) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing {} failed", file, e);
        }
    }
}
