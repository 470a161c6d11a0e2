package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What stands before the weights of a GGUF file, checked in full: every length fits into the file, and the tensors lie
 * aligned, apart from each other, and within the file. Lists, such as the vocabulary, are walked over and stay where
 * they are, so that a header takes little memory whatever it claims.
 *
 * @param metadata by key
 * @param tensors by name, in the order the file lists them
 */
record GgufHeader(int version, Map<String, GgufValue> metadata, Map<String, GgufTensor> tensors) {

    /** "GGUF" read as a number. */
    static final int MAGIC = 0x46554747;

    static final String ALIGNMENT = "general.alignment";
    static final int DEFAULT_ALIGNMENT = 32;

    private static final int OLDEST_VERSION = 2;
    private static final int NEWEST_VERSION = 3;

    // bounds far above any published file; they keep a hostile one from filling the heap
    private static final int MAX_KEYS = 1 << 14;
    private static final int MAX_TENSORS = 1 << 16;
    private static final int MAX_KEY_BYTES = 1 << 16;
    private static final int MAX_NAME_BYTES = 256;
    private static final int MAX_TEXT_BYTES = 1 << 24;
    private static final int MAX_NESTING = 4;
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_ALIGNMENT = 1 << 20;

    /** Bytes of the smallest entry: key length, type, value; name length, dimensions, type, offset. */
    private static final int LEAST_VALUE_BYTES = 13;

    private static final int LEAST_TENSOR_BYTES = 24;

    /** @throws InvalidInputException naming the file and what is wrong with it */
    static GgufHeader read(FileChannel channel, Path file) throws IOException {
        return new Parser(file, new GgufInput(channel, file, 0), channel.size()).parse();
    }

    private static final class Parser {

        private final Path file;
        private final GgufInput input;
        private final long fileBytes;
        private final Map<String, GgufValue> metadata = new LinkedHashMap<>();

        Parser(Path file, GgufInput input, long fileBytes) {
            this.file = file;
            this.input = input;
            this.fileBytes = fileBytes;
        }

        GgufHeader parse() throws IOException {
            int version = version();
            long tensorCount = input.count("tensors", LEAST_TENSOR_BYTES);
            long keyCount = input.count("metadata entries", LEAST_VALUE_BYTES);
            expect(tensorCount <= MAX_TENSORS, "it lists " + tensorCount + " tensors");
            expect(keyCount <= MAX_KEYS, "it lists " + keyCount + " metadata entries");
            for (long i = 0; i < keyCount; i++) {
                readEntry();
            }
            Map<String, GgufTensor> listed = new LinkedHashMap<>();
            for (long i = 0; i < tensorCount; i++) {
                GgufTensor tensor = readTensor();
                expect(listed.put(tensor.name(), tensor) == null, "it lists the tensor " + tensor.name() + " twice");
            }
            return new GgufHeader(
                    version, Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(placed(listed)));
        }

        private int version() throws IOException {
            expect(fileBytes >= 2 * Integer.BYTES, "it has only " + fileBytes + " bytes, too few for a header");
            if (input.signed32() != MAGIC) {
                throw new InvalidInputException("The file " + file + " is no GGUF file.", file);
            }
            int version = input.signed32();
            if (version < OLDEST_VERSION || version > NEWEST_VERSION) {
                boolean bigEndian =
                        Integer.reverseBytes(version) > 0 && Integer.reverseBytes(version) <= NEWEST_VERSION;
                throw new InvalidInputException(
                        "The GGUF file " + file
                                + (bigEndian
                                        ? " was made for big-endian machines; use its little-endian edition."
                                        : " is of version " + Integer.toUnsignedString(version) + "; supported are "
                                                + OLDEST_VERSION + " and " + NEWEST_VERSION + "."),
                        file);
            }
            return version;
        }

        private void readEntry() throws IOException {
            String key = input.text("a metadata key", MAX_KEY_BYTES, false);
            GgufValueType type = GgufValueType.read(input, key);
            GgufValue value =
                    switch (type) {
                        case TEXT -> new GgufValue.Text(input.text("the value of " + key, MAX_TEXT_BYTES, false));
                        case LIST -> walkList(key, 1);
                        default -> type.readSingle(input);
                    };
            expect(metadata.put(key, value) == null, "it has the metadata key " + key + " twice");
        }

        private GgufValue.Elements walkList(String key, int depth) throws IOException {
            expect(depth <= MAX_NESTING, "the value of " + key + " has lists in lists in lists");
            GgufValueType type = GgufValueType.read(input, key);
            long count = input.count("elements of " + key, type.leastBytes());
            var list = new GgufValue.Elements(type, count, input.position());
            if (type.hasFixedSize()) {
                input.skip(count * type.leastBytes());
                return list;
            }
            String what = "bytes of a text of " + key;
            for (long i = 0; i < count; i++) {
                if (type == GgufValueType.TEXT) {
                    input.skip(input.count(what, 1));
                } else {
                    walkList(key, depth + 1);
                }
            }
            return list;
        }

        private GgufTensor readTensor() throws IOException {
            String name = input.text("a tensor's name", MAX_NAME_BYTES, true);
            long dimensions = input.unsigned32();
            expect(
                    dimensions >= 1 && dimensions <= MAX_DIMENSIONS,
                    "the tensor " + name + " has " + dimensions + " dimensions");
            List<Long> shape = new ArrayList<>();
            for (long i = 0; i < dimensions; i++) {
                long size = input.signed64();
                expect(size >= 0, "the tensor " + name + " claims an impossible size");
                shape.add(0, size);
            }
            long number = input.unsigned32();
            GgmlType type = GgmlType.of(number)
                    .orElseThrow(() -> new InvalidInputException(
                            "In the GGUF file " + file + " the tensor " + name + " is of the type number " + number
                                    + ", which this program does not know.",
                            file));
            // not placed yet: the offset counts from where the header ends
            return new GgufTensor(name, type, shape, input.signed64(), bytes(name, type, shape), 0);
        }

        private long bytes(String name, GgmlType type, List<Long> shape) {
            long row = shape.get(shape.size() - 1);
            expect(
                    row % type.blockElements() == 0,
                    "the tensor " + name + " has rows of " + row + " elements, but " + type + " comes in blocks of "
                            + type.blockElements());
            try {
                long blocks = row / type.blockElements();
                long elements = row;
                for (long size : shape.subList(0, shape.size() - 1)) {
                    blocks = Math.multiplyExact(blocks, size);
                    elements = Math.multiplyExact(elements, size);
                }
                // all of it must be countable in bytes of f32 as well
                Math.multiplyExact(elements, (long) Float.BYTES);
                return Math.multiplyExact(blocks, (long) type.blockBytes());
            } catch (ArithmeticException e) {
                long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
                throw input.damaged("the tensor " + name + " claims the size " + TensorInfo.shapeText(sizes), e);
            }
        }

        private Map<String, GgufTensor> placed(Map<String, GgufTensor> listed) {
            long alignment = alignment();
            long dataBegin = Math.floorDiv(input.position() + alignment - 1, alignment) * alignment;
            Map<String, GgufTensor> placed = new LinkedHashMap<>();
            listed.forEach((name, tensor) -> {
                long offset = tensor.begin();
                expect(
                        offset >= 0
                                && offset <= fileBytes - dataBegin
                                && tensor.bytes() <= fileBytes - dataBegin - offset,
                        "the tensor " + name + " lies beyond its end, so it was cut off");
                expect(offset % alignment == 0, "the tensor " + name + " is not aligned to " + alignment + " bytes");
                placed.put(
                        name,
                        new GgufTensor(name, tensor.type(), tensor.shape(), dataBegin + offset, tensor.bytes(), 0));
            });
            List<GgufTensor> ordered = new ArrayList<>(placed.values());
            ordered.sort(Comparator.comparingLong(GgufTensor::begin).thenComparingLong(GgufTensor::end));
            for (int i = 1; i < ordered.size(); i++) {
                expect(
                        ordered.get(i).begin() >= ordered.get(i - 1).end(),
                        "the tensor " + ordered.get(i).name() + " overlaps another");
            }
            return placed;
        }

        private long alignment() {
            GgufValue given = metadata.get(ALIGNMENT);
            if (given == null) {
                return DEFAULT_ALIGNMENT;
            }
            boolean sound = given instanceof GgufValue.Whole whole
                    && whole.value() >= 1
                    && whole.value() <= MAX_ALIGNMENT
                    && Long.bitCount(whole.value()) == 1;
            expect(sound, ALIGNMENT + " is " + given.described() + ", which is no power of two");
            return ((GgufValue.Whole) given).value();
        }

        private void expect(boolean condition, String otherwise) {
            if (!condition) {
                throw input.damaged(otherwise);
            }
        }
    }
}
