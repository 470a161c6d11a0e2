package org.t2workbench.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The header of a safetensors file, checked as the format demands: tensors lie one behind the other, without holes or
 * overlaps, fill the file to its end, and each has exactly the bytes its type and shape ask for. It is parsed as a
 * stream, so that a lying length costs no memory.
 *
 * @param tensors by name, in the order they lie in the file
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Placed> tensors) {

    /**
     * A tensor and where it lies.
     *
     * @param begin first byte in the file
     */
    record Placed(TensorInfo info, long begin) {

        long end() {
            return begin + info.bytes();
        }
    }

    /** The format's own limit. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    static final int LENGTH_BYTES = 8;
    static final String METADATA = "__metadata__";

    /** Far above any published model; keeps a hostile header from filling the heap. */
    private static final int MAX_TENSORS = 400_000;

    private static final int MAX_RANK = 64;
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws InvalidInputException naming the file and what is wrong with it */
    static SafetensorsHeader read(FileChannel channel, Path file) throws IOException {
        return new Parser(file, channel.size()).parse(channel);
    }

    private static final class Parser {

        private final Path file;
        private final long fileBytes;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, Placed> tensors = new LinkedHashMap<>();
        private long dataBegin;

        Parser(Path file, long fileBytes) {
            this.file = file;
            this.fileBytes = fileBytes;
        }

        SafetensorsHeader parse(FileChannel channel) throws IOException {
            long headerBytes = headerLength(channel);
            dataBegin = LENGTH_BYTES + headerBytes;
            var range = new ChannelRange(channel, LENGTH_BYTES, dataBegin);
            // a decoder of our own: the JSON library would otherwise guess at UTF-16 and UTF-32
            Reader text = new InputStreamReader(
                    range,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            try (JsonParser json = JSON.createParser(text)) {
                parseHeader(json);
            } catch (JsonProcessingException e) {
                throw damaged("its header is not valid JSON (" + JsonFile.reason(e) + ")", e);
            } catch (CharacterCodingException e) {
                throw damaged("its header is not valid UTF-8", e);
            }
            return new SafetensorsHeader(Collections.unmodifiableMap(metadata), layOut());
        }

        private long headerLength(FileChannel channel) throws IOException {
            if (fileBytes < LENGTH_BYTES) {
                throw damaged("it has only " + fileBytes + " bytes, too few for a header", null);
            }
            ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
            ChannelReads.fill(channel, 0, prefix.limit((int) Math.min(prefix.capacity(), fileBytes)), file);
            long headerBytes = prefix.getLong(0);
            if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
                throw damaged(
                        "its header claims " + Long.toUnsignedString(headerBytes) + " bytes, more than the "
                                + MAX_HEADER_BYTES + " the format allows",
                        null);
            }
            if (headerBytes > fileBytes - LENGTH_BYTES) {
                throw damaged(
                        "its header claims " + headerBytes + " bytes but the file has only " + fileBytes
                                + "; it may have been cut off while copying",
                        null);
            }
            if (headerBytes == 0 || prefix.get(LENGTH_BYTES) != '{') {
                throw damaged("its header does not start with '{'", null);
            }
            return headerBytes;
        }

        private void parseHeader(JsonParser json) throws IOException {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(METADATA)) {
                    parseMetadata(json);
                } else if (tensors.size() == MAX_TENSORS) {
                    throw damaged("its header lists more than " + MAX_TENSORS + " tensors", null);
                } else if (tensors.putIfAbsent(name, parseTensor(name, json)) != null) {
                    throw damaged("its header names the tensor " + name + " twice", null);
                }
            }
            if (json.nextToken() != null) {
                throw damaged("its header has text behind its end", null);
            }
        }

        private void parseMetadata(JsonParser json) throws IOException {
            if (!metadata.isEmpty()) {
                throw damaged("its header has " + METADATA + " twice", null);
            }
            expect(json.currentToken() == JsonToken.START_OBJECT, METADATA + " is not an object of texts");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                expect(json.nextToken() == JsonToken.VALUE_STRING, METADATA + " has a value that is not a text");
                expect(metadata.putIfAbsent(key, json.getText()) == null, METADATA + " has the key " + key + " twice");
            }
        }

        private Placed parseTensor(String name, JsonParser json) throws IOException {
            expect(json.currentToken() == JsonToken.START_OBJECT, "the entry of " + name + " is not an object");
            StoredDtype dtype = null;
            long[] shape = null;
            long[] offsets = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "dtype" -> {
                        expect(dtype == null, name + " has two types");
                        dtype = parseDtype(name, json);
                    }
                    case "shape" -> {
                        expect(shape == null, name + " has two shapes");
                        shape = parseNumbers(name, json, MAX_RANK);
                    }
                    case "data_offsets" -> {
                        expect(offsets == null, name + " has two pairs of offsets");
                        offsets = parseNumbers(name, json, 2);
                    }
                    default -> json.skipChildren();
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
                throw damaged("the entry of " + name + " lacks its dtype, shape or two data_offsets", null);
            }
            return checked(name, dtype, shape, offsets[0], offsets[1]);
        }

        private StoredDtype parseDtype(String name, JsonParser json) throws IOException {
            expect(json.currentToken() == JsonToken.VALUE_STRING, "the dtype of " + name + " is not a text");
            String text = json.getText();
            for (StoredDtype dtype : StoredDtype.values()) {
                if (dtype.name().equals(text)) {
                    return dtype;
                }
            }
            throw damaged("the tensor " + name + " has the unknown dtype \"" + text + "\"", null);
        }

        private long[] parseNumbers(String name, JsonParser json, int most) throws IOException {
            expect(json.currentToken() == JsonToken.START_ARRAY, "shape or data_offsets of " + name + " is no list");
            long[] numbers = new long[most];
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(count < most, "shape or data_offsets of " + name + " has more than " + most + " numbers");
                expect(
                        json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getLongValue() >= 0,
                        "shape or data_offsets of " + name + " holds something other than whole numbers from 0 on");
                numbers[count++] = json.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private Placed checked(String name, StoredDtype dtype, long[] shape, long begin, long end) {
            long dataBytes = fileBytes - dataBegin;
            if (begin > end || end > dataBytes) {
                throw damaged(
                        "the tensor " + name + " claims the bytes " + begin + " to " + end + " of " + dataBytes, null);
            }
            long bits;
            try {
                bits = dtype.bits();
                for (long size : shape) {
                    bits = Math.multiplyExact(bits, size);
                }
            } catch (ArithmeticException e) {
                throw damaged("the tensor " + name + " claims the impossible shape " + TensorInfo.shapeText(shape), e);
            }
            if (bits % 8 != 0 || bits / 8 != end - begin) {
                throw damaged(
                        "the tensor " + name + " has " + (end - begin) + " bytes, but " + dtype + " of shape "
                                + TensorInfo.shapeText(shape) + " needs " + bits / 8,
                        null);
            }
            return new Placed(new TensorInfo(name, dtype, shape, file), dataBegin + begin);
        }

        /** Tensors by offset; holes, overlaps and trailing bytes are refused, as the reference reader does. */
        private Map<String, Placed> layOut() {
            List<Placed> ordered = new ArrayList<>(tensors.values());
            // empty tensors share their neighbour's offset: they come first there
            ordered.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
            Map<String, Placed> laidOut = new LinkedHashMap<>();
            long expected = dataBegin;
            for (Placed tensor : ordered) {
                if (tensor.begin() != expected) {
                    throw damaged(
                            "the tensor " + tensor.info().name()
                                    + (tensor.begin() < expected ? " overlaps another" : " leaves a hole before it"),
                            null);
                }
                expected = tensor.end();
                laidOut.put(tensor.info().name(), tensor);
            }
            if (expected != fileBytes) {
                throw damaged(
                        "it ends at byte " + fileBytes + " but its tensors end at byte " + expected
                                + ", so it was cut off or something was appended",
                        null);
            }
            return Collections.unmodifiableMap(laidOut);
        }

        private void expect(boolean condition, String otherwise) {
            if (!condition) {
                throw damaged(otherwise, null);
            }
        }

        private InvalidInputException damaged(String what, @Nullable Throwable cause) {
            return new InvalidInputException(
                    "The weight file " + file + " cannot be used: " + what + "; copy or download it again.",
                    file,
                    cause);
        }
    }

    /** The bytes of a channel from one position up to another, read by position. */
    private static final class ChannelRange extends InputStream {

        private final FileChannel channel;
        private final long end;
        private long position;

        ChannelRange(FileChannel channel, long begin, long end) {
            this.channel = channel;
            this.position = begin;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position >= end) {
                return -1;
            }
            int wanted = (int) Math.min(length, end - position);
            int count = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
            position += Math.max(count, 0);
            return count;
        }
    }
}
