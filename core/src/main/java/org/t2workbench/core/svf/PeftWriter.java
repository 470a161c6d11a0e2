package org.t2workbench.core.svf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.model.MatrixInfo;

/**
 * Writes adapter folders that PEFT reads. Modules are named in full, so that an adapter of some layers is read as one of
 * these layers. Each of the two files is replaced as a whole, the settings first: they are the same at every step of a
 * training. Any thread.
 */
public final class PeftWriter {

    private static final String WEIGHT = ".weight";

    private PeftWriter() {}

    /**
     * @throws IllegalArgumentException for a LoRA adapter whose matrices differ in rank or scale
     * @throws OutOfResourcesException when the files cannot be written
     */
    public static void write(Path folder, AddedAdapter adapter) {
        ObjectNode config = adapter instanceof LoraAdapter lora ? config(lora) : config((Ia3Adapter) adapter);
        List<SafetensorsWriter.Entry> entries =
                adapter instanceof LoraAdapter lora ? entries(lora) : entries((Ia3Adapter) adapter);
        write(folder, config, entries);
    }

    /**
     * The low-rank change of one matrix, asked for as it is written: all of A, then all of B, each from its first number on.
     *
     * @param a (rank, columns)
     * @param b (rows, rank)
     */
    public record LowRank(MatrixInfo matrix, SafetensorsWriter.Floats a, SafetensorsWriter.Floats b) {}

    /**
     * Writes a LoRA adapter with s = 1 whose matrices need not be in memory together: they are asked for one after the other,
     * in the order of their names.
     *
     * @param base the name of the model it is for
     * @param rank of every matrix
     * @throws OutOfResourcesException when the files cannot be written
     */
    public static void write(Path folder, String base, int rank, List<LowRank> changes) {
        List<String> matrices =
                changes.stream().map(change -> change.matrix().name()).toList();
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (LowRank change : changes) {
            MatrixInfo matrix = change.matrix();
            String module = PeftFolder.PREFIX + module(matrix.name());
            long[] shapeA = {rank, matrix.columns()};
            long[] shapeB = {matrix.rows(), rank};
            entries.add(SafetensorsWriter.Entry.streamed(module + LoraFolder.A, StoredDtype.F32, shapeA, change.a()));
            entries.add(SafetensorsWriter.Entry.streamed(module + LoraFolder.B, StoredDtype.F32, shapeB, change.b()));
        }
        write(folder, lora(config(matrices, "LORA", base), rank, rank), entries);
    }

    private static void write(Path folder, ObjectNode config, List<SafetensorsWriter.Entry> entries) {
        AtomicFile.writeText(folder.resolve(PeftFolder.CONFIG), config.toPrettyString());
        SafetensorsWriter.write(folder.resolve(PeftFolder.WEIGHTS), Map.of("format", "pt"), entries);
    }

    private static ObjectNode lora(ObjectNode config, int rank, double alpha) {
        config.put("r", rank);
        // PEFT knows it as a whole number
        if (alpha == Math.rint(alpha) && Math.abs(alpha) < Integer.MAX_VALUE) {
            config.put("lora_alpha", (int) alpha);
        } else {
            config.put("lora_alpha", alpha);
        }
        return config.put("lora_dropout", 0.0).put("bias", "none");
    }

    private static ObjectNode config(List<String> matrices, String kind, String base) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("peft_type", kind);
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base);
        json.put("inference_mode", true);
        json.put("fan_in_fan_out", false);
        ArrayNode modules = json.putArray("target_modules");
        matrices.forEach(matrix -> modules.add(module(matrix)));
        return json;
    }

    private static ObjectNode config(LoraAdapter adapter) {
        LoraAdapter.Pair first = adapter.pairs().values().iterator().next();
        adapter.pairs().forEach((matrix, pair) -> {
            if (pair.rank() != first.rank() || pair.scale() != first.scale()) {
                throw new IllegalArgumentException("the rank or the scale of " + matrix + " is not that of the others");
            }
        });
        return lora(config(adapter.matrices(), "LORA", adapter.base()), first.rank(), first.scale() * first.rank());
    }

    private static ObjectNode config(Ia3Adapter adapter) {
        ObjectNode json = config(adapter.matrices(), PeftFolder.IA3, adapter.base());
        ArrayNode modules = json.putArray("feedforward_modules");
        adapter.scales().forEach((matrix, scale) -> {
            if (scale.input()) {
                modules.add(module(matrix));
            }
        });
        return json;
    }

    private static List<SafetensorsWriter.Entry> entries(LoraAdapter adapter) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        adapter.pairs().forEach((matrix, pair) -> {
            String module = PeftFolder.PREFIX + module(matrix);
            long[] a = {pair.rank(), pair.columns()};
            long[] b = {pair.rows(), pair.rank()};
            entries.add(SafetensorsWriter.Entry.floats(module + LoraFolder.A, a, pair.a()));
            entries.add(SafetensorsWriter.Entry.floats(module + LoraFolder.B, b, pair.b()));
        });
        return entries;
    }

    private static List<SafetensorsWriter.Entry> entries(Ia3Adapter adapter) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        adapter.scales().forEach((matrix, scale) -> {
            int length = scale.vector().length;
            long[] shape = scale.input() ? new long[] {1, length} : new long[] {length, 1};
            String name = PeftFolder.PREFIX + module(matrix) + Ia3Folder.SUFFIX;
            entries.add(SafetensorsWriter.Entry.floats(name, shape, scale.vector()));
        });
        return entries;
    }

    private static String module(String matrix) {
        return matrix.substring(0, matrix.length() - WEIGHT.length());
    }
}
