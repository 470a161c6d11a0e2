package org.t2workbench.core.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The tensors that a checkpoint consists of, names and shapes, in the order in which the family's kernel takes them. Each
 * matrix is followed by its bias. The output matrix comes last; a tied model leaves it out, and takes its embedding. Immutable.
 */
public final class ModelLayout {

    private final String prefix;
    private final String embedding;
    private final String output;
    private final List<ModelTensor> tensors;

    private ModelLayout(String prefix, String embedding, String output, List<ModelTensor> tensors) {
        this.prefix = prefix;
        this.embedding = embedding;
        this.output = output;
        this.tensors = List.copyOf(tensors);
    }

    /** In the kernel's order, with those that are absent. */
    public List<ModelTensor> tensors() {
        return tensors;
    }

    /** Those that the checkpoint has. */
    public List<ModelTensor> present() {
        return tensors.stream().filter(ModelTensor::isPresent).toList();
    }

    /** Numbers in the model; a tied matrix counts once. */
    public long parameters() {
        return tensors.stream().mapToLong(ModelTensor::elements).reduce(0, Math::addExact);
    }

    /** Name of the token embedding, (vocabulary, width). */
    public String embedding() {
        return embedding;
    }

    /** Name of the output matrix, (vocabulary, width); the embedding's second name in a tied model. */
    public String output() {
        return output;
    }

    /**
     * Second names of stored tensors: a tied model has one matrix under two, and a checkpoint of a model without its head
     * leaves the prefix out.
     */
    Map<String, String> secondNames(boolean tied, TensorSource stored) {
        Map<String, String> names = new HashMap<>();
        for (ModelTensor tensor : tensors) {
            if (tensor.name().startsWith(prefix)) {
                String alone = tensor.name().substring(prefix.length());
                if (!stored.has(tensor.name()) && stored.has(alone)) {
                    names.put(tensor.name(), alone);
                }
            }
        }
        if (tied) {
            names.put(output, names.getOrDefault(embedding, embedding));
            names.putIfAbsent(embedding, output);
        }
        return names;
    }

    /**
     * Checks that every tensor is there in its shape and in a type that widens to f32.
     *
     * @throws InvalidInputException naming file, tensor, expected and actual shape
     */
    void check(ModelFiles model, TensorSource source) {
        for (ModelTensor tensor : present()) {
            if (!source.has(tensor.name())) {
                throw new InvalidInputException(
                        "The model in " + model.path() + " lacks the tensor " + tensor.name()
                                + ", which its configuration calls for.",
                        model.path());
            }
            TensorInfo info = source.info(tensor.name());
            if (!Arrays.equals(info.shape(), tensor.storedShape())) {
                throw new InvalidInputException(
                        "In " + info.file() + " the tensor " + tensor.name() + " has the shape "
                                + TensorInfo.shapeText(info.shape()) + ", but the model's configuration calls for "
                                + TensorInfo.shapeText(tensor.storedShape()) + ".",
                        info.file());
            }
            if (!info.dtype().widensToF32()) {
                throw new InvalidInputException(
                        "In " + info.file() + " the tensor " + tensor.name() + " is stored as " + info.dtype()
                                + "; models can be loaded from F32, F16 and BF16.",
                        info.file());
            }
        }
    }

    /** Puts a family's tensors one after the other, in its kernel's order. */
    public static final class Builder {

        private final ModelConfig config;
        private final String prefix;
        private final String embedding;
        private final List<ModelTensor> tensors = new ArrayList<>();
        private int layer = -1;
        private String module = "";

        /**
         * Begins with the token embedding.
         *
         * @param prefix of all names but the output matrix, with its dot
         * @param embedding name after the prefix
         */
        public Builder(ModelConfig config, String prefix, String embedding) {
            this.config = config;
            this.prefix = prefix;
            this.embedding = prefix + embedding;
            table(embedding, config.vocabularySize());
        }

        /** A row of the model's width for each of so many things. */
        public Builder table(String name, long rows) {
            return add(name, new long[] {rows, config.hiddenSize()}, false, null);
        }

        /**
         * What follows belongs to a layer.
         *
         * @param layerModule its name after the prefix, with its dot
         */
        public Builder layer(int index, String layerModule) {
            layer = index;
            module = layerModule;
            return this;
        }

        /** What follows belongs to no layer any more. */
        public Builder afterLayers() {
            layer = -1;
            module = "";
            return this;
        }

        /** A norm's weight or its bias. */
        public Builder vector(String name, long size) {
            return add(name, new long[] {size}, false, null);
        }

        /** A matrix that can be adapted, then its bias, which may be absent. */
        public Builder matrix(MatrixKind kind, String name, long rows, long columns, boolean bias) {
            return matrix(kind, name, new long[] {rows, columns}, bias, false);
        }

        /** As {@link #matrix}, with a bias, and stored as (columns, rows). */
        public Builder transposed(MatrixKind kind, String name, long rows, long columns) {
            return matrix(kind, name, new long[] {rows, columns}, true, true);
        }

        private Builder matrix(MatrixKind kind, String name, long[] shape, boolean bias, boolean transposed) {
            add(name + ".weight", shape, transposed, kind);
            if (bias) {
                return vector(name + ".bias", shape[0]);
            }
            tensors.add(ModelTensor.ABSENT);
            return this;
        }

        private Builder add(String name, long[] shape, boolean transposed, @Nullable MatrixKind kind) {
            tensors.add(new ModelTensor(prefix + module + name, shape, transposed, layer, kind));
            return this;
        }

        /** Ends with the output matrix, unless it is tied. */
        public ModelLayout output(String name) {
            if (!config.tieEmbeddings()) {
                long[] shape = {config.vocabularySize(), config.hiddenSize()};
                tensors.add(new ModelTensor(name, shape, false, -1, null));
            }
            return new ModelLayout(prefix, embedding, name, tensors);
        }
    }
}
