package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelTensor;
import org.t2workbench.core.checkpoint.RopeScaling;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;

/**
 * Writes a model as one GGUF file that llama.cpp opens: the weights under its names and in its order of rows, with the
 * configuration, the tokenizer and the chat template as metadata. What was written is opened again before it gets its
 * name, and must mean the same model.
 */
public final class GgufModelWriter {

    /** ggml's number for how its quantised types are laid out now. */
    private static final int QUANTISATION_VERSION = 2;

    private final ModelFiles model;
    private final GgufFamily family;
    private final GgufEncoding encoding;
    private final GgufMetadata metadata = new GgufMetadata();

    /**
     * Puts the metadata together; nothing is written yet.
     *
     * @param template the chat template, where the model has one
     * @throws InvalidInputException when the model's architecture, its positions or its tokenizer cannot be expressed
     */
    public GgufModelWriter(ModelFiles model, Optional<String> template, GgufEncoding encoding) {
        this.model = model;
        this.encoding = encoding;
        String type = model.config().modelType();
        this.family =
                GgufFamilies.ofModelType(type).orElseThrow(() -> inexpressible("is of the type \"" + type + "\""));
        settings(model.config());
        GgufTokenizerWriter.write(model, template, metadata);
    }

    /** Bytes that the weights will take. */
    public long bytes() {
        return model.config().layout().present().stream()
                .mapToLong(tensor -> GgufWriter.padded(encoding.typeOf(tensor.shape()).bytes(tensor.elements())))
                .sum();
    }

    /**
     * Writes the file.
     *
     * @param weights the numbers to write, under the names of the Hugging Face layout
     * @param target appears when it is complete
     * @throws InvalidInputException when the file would not mean the same model to llama.cpp
     * @throws OutOfResourcesException when the disk is full or read-only; the old file, if any, stays
     * @throws CancelledException when cancelled; nothing is left then
     */
    public void write(TensorSource weights, Path target, Progress progress, CancellationToken token) {
        Path whole = target.toAbsolutePath().normalize();
        Path written = whole.resolveSibling("." + whole.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            GgufWriter.write(written, metadata, entries(weights, progress, token));
            compare(GgufModel.open(written).config());
            Files.move(written, whole, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFile.failure(whole, e);
        } finally {
            delete(written);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    private void settings(ModelConfig config) {
        metadata.put("general.architecture", family.architecture());
        metadata.put("general.type", "model");
        metadata.put("general.name", model.name());
        metadata.put("general.file_type", encoding.fileType());
        metadata.put("general.quantization_version", QUANTISATION_VERSION);
        metadata.put(family.key("vocab_size"), config.vocabularySize());
        metadata.put(family.key("embedding_length"), config.hiddenSize());
        metadata.put(family.key("feed_forward_length"), config.intermediateSize());
        metadata.put(family.key("block_count"), config.layers());
        metadata.put(family.key("context_length"), config.contextLength());
        metadata.put(family.key("attention.head_count"), config.heads());
        metadata.put(family.key("attention.head_count_kv"), config.keyValueHeads());
        boolean rotates = !config.rotary().tables().isEmpty();
        metadata.put(
                family.key(rotates ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"),
                config.normEpsilon());
        if (rotates) {
            metadata.put(family.key("attention.key_length"), config.headSize());
            metadata.put(family.key("attention.value_length"), config.headSize());
            rotary(config.rotary());
        }
        family.quirks().write(config, JsonFile.read(model.configJson()), family, metadata);
    }

    private void rotary(Rotary rotary) {
        metadata.put(family.key("rope.dimension_count"), rotary.size());
        metadata.put(family.key("rope.freq_base"), rotary.tables().get(0).theta());
        RopeScaling scaling = rotary.tables().get(0).scaling();
        if (scaling instanceof RopeScaling.Linear linear) {
            metadata.put(family.key("rope.scaling.type"), "linear");
            metadata.put(family.key("rope.scaling.factor"), linear.factor());
        } else if (scaling instanceof RopeScaling.Yarn) {
            throw inexpressible("stretches its positions by YaRN");
        }
    }

    /** Those that follow from the configuration, then those of the model in the order of its layers. */
    private List<GgufWriter.Entry> entries(TensorSource weights, Progress progress, CancellationToken token) {
        ModelConfig config = model.config();
        List<GgufWriter.Entry> entries = new ArrayList<>(positions(config.rotary()));
        long total = config.layout().parameters();
        long done = 0;
        for (ModelTensor tensor : config.layout().present()) {
            StoredOrder order = new StoredOrder(weights, tensor, family, config);
            long before = done;
            entries.add(new GgufWriter.Entry(
                    ggufName(tensor), encoding.typeOf(tensor.shape()), tensor.shape(), (from, piece) -> {
                        token.throwIfCancelled();
                        progress.report("writing " + tensor.name(), before + from, total);
                        order.fill(from, piece);
                    }));
            done += tensor.elements();
        }
        return entries;
    }

    private String ggufName(ModelTensor tensor) {
        return family.ggufName(tensor.name()).orElseThrow(() -> inexpressible("has the tensor " + tensor.name()));
    }

    /** What frequencies are divided by, where each has a divisor of its own. */
    private static List<GgufWriter.Entry> positions(Rotary rotary) {
        List<GgufWriter.Entry> entries = new ArrayList<>();
        List<String> names = List.of(GgufFamilies.SHORT_FACTORS, GgufFamilies.LONG_FACTORS);
        for (int i = 0; i < rotary.tables().size(); i++) {
            Rotary.Table table = rotary.tables().get(i);
            if (table.scaling() instanceof RopeScaling.Llama3 llama) {
                entries.add(vector(RopeDivisors.TENSOR, RopeDivisors.of(llama, table.theta(), rotary.size())));
            } else if (table.scaling() instanceof RopeScaling.Each each) {
                entries.add(vector(names.get(i), floats(each.factors())));
            }
        }
        return entries;
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private static GgufWriter.Entry vector(String name, float[] values) {
        return new GgufWriter.Entry(
                name,
                GgmlType.F32,
                new long[] {values.length},
                (from, target) -> target.put(values, (int) from, target.remaining()));
    }

    /** Refuses what would be computed in another way. */
    private void compare(ModelConfig read) {
        ModelConfig meant = model.config();
        boolean same = read.hiddenSize() == meant.hiddenSize()
                && read.intermediateSize() == meant.intermediateSize()
                && read.layers() == meant.layers()
                && read.heads() == meant.heads()
                && read.keyValueHeads() == meant.keyValueHeads()
                && read.headSize() == meant.headSize()
                && read.vocabularySize() == meant.vocabularySize()
                && read.contextLength() == meant.contextLength()
                && read.tieEmbeddings() == meant.tieEmbeddings()
                && near(read.normEpsilon(), meant.normEpsilon());
        if (!same) {
            throw inexpressible("has sizes of its own");
        }
        boolean sameAttention = near(read.attention().scale(), meant.attention().scale())
                && read.attention().window() == meant.attention().window()
                && read.attention().layers().equals(meant.attention().layers());
        if (!sameAttention || !near(read.numbers(), meant.numbers())) {
            throw inexpressible("limits or scales its attention in a way of its own");
        }
        if (!sameRotary(read.rotary(), meant.rotary())) {
            throw inexpressible("turns its positions in a way of its own");
        }
    }

    private static boolean sameRotary(Rotary read, Rotary meant) {
        boolean same = read.size() == meant.size()
                && read.longAfter() == meant.longAfter()
                && near(read.magnitude(), meant.magnitude())
                && read.tables().size() == meant.tables().size();
        for (int i = 0; same && i < meant.tables().size(); i++) {
            Rotary.Table left = read.tables().get(i);
            Rotary.Table right = meant.tables().get(i);
            same = near(left.theta(), right.theta()) && sameScaling(left, right, meant.size());
        }
        return same;
    }

    private static boolean sameScaling(Rotary.Table read, Rotary.Table meant, int size) {
        if (read.scaling() instanceof RopeScaling.Llama3 left && meant.scaling() instanceof RopeScaling.Llama3 right) {
            // other numbers may give the same divisors
            float[] expected = RopeDivisors.of(right, meant.theta(), size);
            float[] actual = RopeDivisors.of(left, read.theta(), size);
            for (int i = 0; i < size / 2; i++) {
                if (Math.abs(actual[i] - expected[i]) > RopeDivisors.TOLERANCE * expected[i]) {
                    return false;
                }
            }
            return true;
        }
        if (read.scaling() instanceof RopeScaling.Each left && meant.scaling() instanceof RopeScaling.Each right) {
            return near(left.factors(), right.factors());
        }
        return read.scaling().equals(meant.scaling());
    }

    private static boolean near(List<Double> left, List<Double> right) {
        boolean near = left.size() == right.size();
        for (int i = 0; near && i < left.size(); i++) {
            near = near(left.get(i), right.get(i));
        }
        return near;
    }

    /** The same number of f32. */
    private static boolean near(double left, double right) {
        return Math.abs(left - right) <= Math.ulp((float) right);
    }

    private InvalidInputException inexpressible(String what) {
        return new InvalidInputException(
                "The model " + model.name() + " " + what
                        + ", which a GGUF file cannot express; export it as a folder.",
                model.path());
    }
}
