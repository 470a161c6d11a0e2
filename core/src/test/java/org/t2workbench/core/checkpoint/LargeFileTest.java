package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.t2workbench.core.checkpoint.RawSafetensors.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and single tensors beyond 2 GiB, as sparse files: the holes cost neither disk nor time. */
class LargeFileTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void valuesAroundTheTwoAndFourGibibyteMarksAreRead() throws IOException {
        // one tensor of 4.5 GiB, then a small one behind it
        long elements = 9 * GIB / 8;
        long bytes = elements * Float.BYTES;
        Path path = folder.resolve("large.safetensors");
        String header = "{" + entry("big", "F32", "9," + elements / 9, "0," + bytes) + ","
                + entry("last", "BF16", "1", bytes + "," + (bytes + 2)) + "}";
        long data = 8 + header.length();
        long[] marks = {0, 2 * GIB - 4, 2 * GIB, 2 * GIB + 4, 4 * GIB - 4, 4 * GIB, 4 * GIB + 4, bytes - 4};
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            ByteBuffer prefix = ByteBuffer.allocate((int) data).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(
                    prefix.putLong(header.length())
                            .put(header.getBytes(StandardCharsets.UTF_8))
                            .flip(),
                    0);
            for (int i = 0; i < marks.length; i++) {
                ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
                channel.write(value.putFloat(i + 0.25f).flip(), data + marks[i]);
            }
            channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x3F}), data + bytes); // 1.0 in bf16
        }
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.totalBytes()).isEqualTo(bytes + 2);
            for (int i = 0; i < marks.length; i++) {
                FloatBuffer single = FloatBuffer.allocate(1);
                file.readFloats("big", marks[i] / Float.BYTES, single);
                assertThat(single.get(0)).as("at byte %d", marks[i]).isEqualTo(i + 0.25f);
            }
            FloatBuffer acrossTheMark = FloatBuffer.allocate(100_003);
            file.readFloats("big", 4 * GIB / Float.BYTES - 50_000, acrossTheMark);
            assertThat(acrossTheMark.get(49_999)).isEqualTo(4.25f);
            assertThat(acrossTheMark.get(50_000)).isEqualTo(5.25f);
            assertThat(acrossTheMark.get(50_001)).isEqualTo(6.25f);
            assertThat(acrossTheMark.get(0)).isZero();
            DoubleBuffer wide = DoubleBuffer.allocate(3);
            file.readDoubles("big", 2 * GIB / Float.BYTES - 1, wide);
            assertThat(wide.array()).containsExactly(1.25, 2.25, 3.25);
            FloatBuffer last = FloatBuffer.allocate(1);
            file.readFloats("last", 0, last);
            assertThat(last.get(0)).isEqualTo(1f);
        }
    }
}
