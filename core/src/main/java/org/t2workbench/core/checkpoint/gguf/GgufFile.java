package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.ChannelReads;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * A GGUF file of version 2 or 3, open for reading: its metadata, and the bytes of its tensors; of a model in several files
 * ({@link GgufParts}) those of all. Everything before the tensors is checked when it is opened. Reading is safe from several threads; an interrupted thread closes the file
 * under all of them. Whoever opened it closes it.
 */
final class GgufFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GgufFile.class);

    /** Four times the largest vocabulary published. */
    private static final int MAX_ELEMENTS = 1 << 20;

    /** Merges are about as many as tokens, in some vocabularies twice as many. */
    private static final int MAX_TEXT_ELEMENTS = 1 << 21;

    private static final int MAX_TEXT_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final GgufHeader header;
    private final List<GgufFile> furtherParts;

    private GgufFile(Path path, FileChannel channel, GgufHeader header, List<GgufFile> furtherParts) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.furtherParts = furtherParts;
    }

    /**
     * @throws InvalidInputException when the file is missing, is no GGUF file, or its header lies
     * @throws WorkbenchException when it cannot be read
     */
    static GgufFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new InvalidInputException("The GGUF file " + path + " is a folder.", path);
        }
        FileChannel channel = null;
        boolean complete = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            GgufFile opened = new GgufFile(path, channel, GgufHeader.read(channel, path), List.of());
            complete = true;
            return opened;
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("The GGUF file " + path + " does not exist.", path, e);
        } catch (IOException e) {
            throw unreadable(path, e);
        } finally {
            if (channel != null && !complete) {
                closeQuietly(channel, path);
            }
        }
    }

    /**
     * This file and further parts as one, with the metadata of this one; takes over all of them.
     *
     * @param tensors of all parts
     */
    GgufFile with(List<GgufFile> parts, Map<String, GgufTensor> tensors) {
        return new GgufFile(
                path, channel, new GgufHeader(header.version(), header.metadata(), tensors), List.copyOf(parts));
    }

    /** Of several parts the first. */
    Path path() {
        return path;
    }

    /** The file that holds the tensor. */
    Path path(GgufTensor tensor) {
        return part(tensor).path;
    }

    private GgufFile part(GgufTensor tensor) {
        return tensor.part() == 0 ? this : furtherParts.get(tensor.part() - 1);
    }

    GgufHeader header() {
        return header;
    }

    boolean has(String key) {
        return header.metadata().containsKey(key);
    }

    /** @throws InvalidInputException when it is no text */
    Optional<String> text(String key) {
        return value(key, GgufValue.Text.class, "a text").map(GgufValue.Text::value);
    }

    /** @throws InvalidInputException when it is something else than true or false */
    boolean flag(String key, boolean otherwise) {
        return value(key, GgufValue.Flag.class, "true or false")
                .map(GgufValue.Flag::value)
                .orElse(otherwise);
    }

    /** @throws InvalidInputException when it is no whole number from 0 to the largest int */
    Optional<Integer> wholeNumber(String key) {
        Optional<GgufValue.Whole> whole = value(key, GgufValue.Whole.class, "a whole number");
        whole.ifPresent(given -> {
            if (given.value() < 0 || given.value() > Integer.MAX_VALUE) {
                throw wrong(key, "a whole number from 0 to " + Integer.MAX_VALUE);
            }
        });
        return whole.map(given -> (int) given.value());
    }

    /** @throws InvalidInputException when it is no finite number */
    Optional<Double> number(String key) {
        GgufValue value = header.metadata().get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof GgufValue.Whole whole) {
            return Optional.of((double) whole.value());
        }
        if (value instanceof GgufValue.Real real && Double.isFinite(real.value())) {
            return Optional.of(real.value());
        }
        throw wrong(key, "a number");
    }

    /** Whether the value is a list. */
    boolean isList(String key) {
        return header.metadata().get(key) instanceof GgufValue.Elements;
    }

    /**
     * A list of texts; empty when absent.
     *
     * @throws InvalidInputException when it is something else, longer than any published, or not UTF-8
     */
    List<String> texts(String key) {
        return read(
                key,
                MAX_TEXT_ELEMENTS,
                "a list of texts",
                List.of(GgufValueType.TEXT),
                (input, type) -> input.text("an element of " + key, MAX_TEXT_BYTES, true));
    }

    /** A list of whole numbers; empty when absent. */
    List<Long> wholeNumbers(String key) {
        List<GgufValueType> types = List.of(
                GgufValueType.U8,
                GgufValueType.I8,
                GgufValueType.U16,
                GgufValueType.I16,
                GgufValueType.U32,
                GgufValueType.I32,
                GgufValueType.U64,
                GgufValueType.I64);
        return read(
                key,
                MAX_ELEMENTS,
                "a list of whole numbers",
                types,
                (input, type) -> ((GgufValue.Whole) type.readSingle(input)).value());
    }

    /** A list of f32 numbers; empty when absent. */
    List<Float> floats(String key) {
        return read(
                key,
                MAX_ELEMENTS,
                "a list of f32 numbers",
                List.of(GgufValueType.F32),
                (input, type) -> Float.intBitsToFloat(input.signed32()));
    }

    /** A list of true and false; empty when absent. */
    List<Boolean> flags(String key) {
        return read(
                key,
                MAX_ELEMENTS,
                "a list of true and false",
                List.of(GgufValueType.BOOL),
                (input, type) -> input.unsigned8() != 0);
    }

    InvalidInputException missing(String key) {
        return new InvalidInputException("The GGUF file " + path + " lacks \"" + key + "\".", path);
    }

    /** @param expected what the value should have been, as in "a whole number" */
    InvalidInputException wrong(String key, String expected) {
        GgufValue value = header.metadata().get(key);
        return new InvalidInputException(
                "In the GGUF file " + path + ", \"" + key + "\" is " + (value == null ? "missing" : value.described())
                        + ", but " + expected + " is expected.",
                path);
    }

    /**
     * The numbers of a small tensor.
     *
     * @throws InvalidInputException when it is no vector of F32 numbers, or has more than so many
     */
    float[] vector(GgufTensor tensor, int most) {
        long count = tensor.shapeArray()[0];
        if (tensor.shape().size() != 1 || tensor.type() != GgmlType.F32 || count < 1 || count > most) {
            throw new InvalidInputException(
                    "In the GGUF file " + path + " the tensor " + tensor.name() + " is no list of 1 to " + most
                            + " F32 numbers.",
                    path);
        }
        byte[] bytes = new byte[(int) tensor.bytes()];
        read(tensor, 0, ByteBuffer.wrap(bytes));
        float[] values = new float[(int) count];
        tensor.type().decode(bytes, 0, values.length, values, 0);
        return values;
    }

    /** Fills the buffer's remaining space from the given byte of a tensor on. */
    void read(GgufTensor tensor, long fromByte, ByteBuffer target) {
        GgufFile part = part(tensor);
        try {
            ChannelReads.fill(part.channel, tensor.begin() + fromByte, target, part.path);
        } catch (IOException e) {
            throw unreadable(part.path, e);
        }
    }

    @Override
    public void close() {
        furtherParts.forEach(GgufFile::close);
        closeQuietly(channel, path);
    }

    private <T extends GgufValue> Optional<T> value(String key, Class<T> type, String expected) {
        GgufValue value = header.metadata().get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(key, expected);
        }
        return Optional.of(type.cast(value));
    }

    private interface ElementReader<T> {
        T read(GgufInput input, GgufValueType type) throws IOException;
    }

    private <T> List<T> read(
            String key, int most, String expected, List<GgufValueType> types, ElementReader<T> reader) {
        GgufValue value = header.metadata().get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof GgufValue.Elements list) || !types.contains(list.type())) {
            throw wrong(key, expected);
        }
        if (list.count() > most) {
            throw wrong(key, "a list of at most " + most + " values");
        }
        try {
            GgufInput input = new GgufInput(channel, path, list.position());
            List<T> elements = new ArrayList<>((int) list.count());
            for (long i = 0; i < list.count(); i++) {
                elements.add(reader.read(input, list.type()));
            }
            return elements;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static WorkbenchException unreadable(Path path, IOException cause) {
        return new WorkbenchException(
                "The GGUF file " + path + " cannot be read: " + cause.getMessage() + ".", path, cause);
    }

    private static void closeQuietly(FileChannel channel, Path path) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing {} failed", path, e);
        }
    }
}
