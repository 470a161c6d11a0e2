package org.t2workbench.app.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.InstallFolder;

/** A copy of the sample whose matrices are written over. */
public final class SpoiledSample {

    /** What stands at an entry of a matrix. */
    public enum Entry {
        ZERO,
        ONE,
        NAN
    }

    /** Which entry stands where. */
    public interface Pattern {
        Entry at(long row, long column);
    }

    private final Path weights;

    /** @param folder the copy is made here; it need not exist */
    public SpoiledSample(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path sample = InstallFolder.find().orElseThrow().sampleModel();
        try (Stream<Path> files = Files.list(sample)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
        weights = folder.resolve("model.safetensors");
    }

    /** Writes a matrix over, in the type it is stored in. */
    public void write(String name, Pattern pattern) throws IOException {
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer size = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(size, 0);
            int header = Math.toIntExact(size.flip().getLong());
            ByteBuffer json = ByteBuffer.allocate(header);
            channel.read(json, 8);
            JsonNode tensor = new ObjectMapper()
                    .readTree(new String(json.array(), StandardCharsets.UTF_8))
                    .get(name);
            long rows = tensor.get("shape").get(0).asLong();
            long columns = tensor.get("shape").get(1).asLong();
            String type = tensor.get("dtype").asText();
            int bytes = type.equals("F32") ? 4 : 2;
            ByteBuffer values =
                    ByteBuffer.allocate(Math.toIntExact(rows * columns * bytes)).order(ByteOrder.LITTLE_ENDIAN);
            for (long row = 0; row < rows; row++) {
                for (long column = 0; column < columns; column++) {
                    put(values, type, pattern.at(row, column));
                }
            }
            channel.write(
                    values.flip(),
                    8L + header + tensor.get("data_offsets").get(0).asLong());
        }
    }

    private static void put(ByteBuffer values, String type, Entry entry) {
        switch (type) {
            case "F32" -> values.putFloat(entry == Entry.ZERO ? 0f : entry == Entry.ONE ? 1f : Float.NaN);
            case "BF16" -> values.putShort((short) (entry == Entry.ZERO ? 0 : entry == Entry.ONE ? 0x3f80 : 0x7fc0));
            case "F16" -> values.putShort((short) (entry == Entry.ZERO ? 0 : entry == Entry.ONE ? 0x3c00 : 0x7e00));
            default -> throw new IllegalArgumentException("the sample is stored in " + type);
        }
    }
}
