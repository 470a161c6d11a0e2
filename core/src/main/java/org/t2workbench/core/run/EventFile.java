package org.t2workbench.core.run;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes a TensorBoard event file of scalars. A record is
 *
 * <pre>
 *   u64 length · u32 masked CRC32C of the length · data · u32 masked CRC32C of the data      little endian
 *   mask(c) = rotate c right by 15, plus 0xa282ead8
 *   data: Event { wall_time = 1 double, step = 2 int64, file_version = 3 string, summary = 5 Summary }
 *         Summary { value = 1 repeated { tag = 1 string, simple_value = 2 float } }
 * </pre>
 *
 * Each call is one write, so that a reader never sees half a record for long.
 */
final class EventFile implements Closeable {

    static final String VERSION = "brain.Event:2";

    private static final int MASK = 0xa282ead8;
    // protobuf's field keys: number << 3 | wire type (0 varint, 1 eight bytes, 2 length, 5 four bytes)
    private static final int WALL_TIME = 1 << 3 | 1;
    private static final int STEP = 2 << 3;
    private static final int FILE_VERSION = 3 << 3 | 2;
    private static final int SUMMARY = 5 << 3 | 2;
    private static final int VALUE = 1 << 3 | 2;
    private static final int TAG = 1 << 3 | 2;
    private static final int SIMPLE_VALUE = 2 << 3 | 5;

    private final FileChannel channel;

    /**
     * Creates the file.
     *
     * @param wallTime seconds since 1970
     */
    EventFile(Path file, double wallTime) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean begun = false;
        try {
            Message event = new Message();
            event.eightBytes(WALL_TIME, Double.doubleToRawLongBits(wallTime));
            event.bytes(FILE_VERSION, VERSION.getBytes(StandardCharsets.UTF_8));
            write(event);
            begun = true;
        } finally {
            if (!begun) {
                channel.close();
            }
        }
    }

    /** Appends one event with all scalars of a step. */
    void scalars(double wallTime, long step, Map<String, Double> scalars) throws IOException {
        Message summary = new Message();
        scalars.forEach((tag, number) -> {
            Message value = new Message();
            value.bytes(TAG, tag.getBytes(StandardCharsets.UTF_8));
            value.fourBytes(SIMPLE_VALUE, Float.floatToRawIntBits(number.floatValue()));
            summary.bytes(VALUE, value.toByteArray());
        });
        Message event = new Message();
        event.eightBytes(WALL_TIME, Double.doubleToRawLongBits(wallTime));
        event.varint(STEP, step);
        event.bytes(SUMMARY, summary.toByteArray());
        write(event);
    }

    private void write(Message event) throws IOException {
        byte[] data = event.toByteArray();
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record.array(), 0, Long.BYTES));
        record.put(data);
        record.putInt(maskedChecksum(data, 0, data.length));
        record.flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    static int maskedChecksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A protobuf message as it grows. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void varint(int key, long value) {
            out.write(key);
            varint(value);
        }

        void eightBytes(int key, long value) {
            out.write(key);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }

        void fourBytes(int key, int value) {
            out.write(key);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        void bytes(int key, byte[] value) {
            out.write(key);
            varint(value.length);
            out.writeBytes(value);
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
