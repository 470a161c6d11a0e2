package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;

class FingerprintTest {

    @TempDir
    Path folder;

    private String ofModel(String file, SafetensorsWriter.Entry... entries) {
        Path path = folder.resolve(file);
        SafetensorsWriter.write(path, Map.of("made", file), List.of(entries));
        try (Safetensors source = Safetensors.open(path)) {
            return Fingerprint.ofModel(source, Progress.NONE, new CancellationToken());
        }
    }

    @Test
    void tensorFingerprintIsTheDigestOfTypeShapeAndBytes() throws Exception {
        Path path = folder.resolve("a.safetensors");
        SafetensorsWriter.write(
                path, Map.of(), List.of(SafetensorsWriter.Entry.floats("w", new long[] {1, 2}, 1.5f, -2f)));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("F32 1 x 2\n".getBytes(StandardCharsets.US_ASCII));
        digest.update(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2f)
                .array());
        try (Safetensors source = Safetensors.open(path)) {
            assertThat(Fingerprint.ofTensor(source, "w"))
                    .isEqualTo(HexFormat.of().formatHex(digest.digest()))
                    .hasSize(64);
        }
    }

    @Test
    void everyByteOfALargeTensorCounts() {
        float[] values = new float[200_001];
        String before = ofModel("a", SafetensorsWriter.Entry.floats("w", new long[] {200_001}, values));
        values[200_000] = Float.MIN_VALUE;
        assertThat(ofModel("b", SafetensorsWriter.Entry.floats("w", new long[] {200_001}, values)))
                .isNotEqualTo(before);
    }

    @Test
    void nameShapeAndValuesCountButNotFileAndNotes() {
        String first = ofModel("a", SafetensorsWriter.Entry.floats("w", new long[] {2}, 1, 2));
        assertThat(ofModel("b", SafetensorsWriter.Entry.floats("w", new long[] {2}, 1, 2)))
                .isEqualTo(first);
        assertThat(ofModel("c", SafetensorsWriter.Entry.floats("v", new long[] {2}, 1, 2)))
                .isNotEqualTo(first);
        assertThat(ofModel("d", SafetensorsWriter.Entry.floats("w", new long[] {2, 1}, 1, 2)))
                .isNotEqualTo(first);
        assertThat(ofModel("e", SafetensorsWriter.Entry.floats("w", new long[] {2}, 1, 3)))
                .isNotEqualTo(first);
    }

    @Test
    void cancelIsHeardBeforeTheNextTensor() {
        Path path = folder.resolve("a.safetensors");
        SafetensorsWriter.write(path, Map.of(), List.of(SafetensorsWriter.Entry.floats("w", new long[] {1}, 1)));
        CancellationToken cancelled = new CancellationToken();
        cancelled.cancel();
        try (Safetensors source = Safetensors.open(path)) {
            assertThatThrownBy(() -> Fingerprint.ofModel(source, Progress.NONE, cancelled))
                    .isInstanceOf(CancelledException.class);
        }
    }
}
