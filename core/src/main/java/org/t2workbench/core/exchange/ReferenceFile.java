package org.t2workbench.core.exchange;

import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.checkpoint.HalfPrecision;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.TorchFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/**
 * What the authors' code saves of an expert, as parameters z per matrix. Three kinds are known by the names inside:
 * numbered vectors ({@code policy_params.pt}), vectors under the names of their matrices ({@code learnable_params.pt}), and
 * the state of a few-shot mixture, which holds every expert's z and their strengths.
 *
 * @param kind which of the three
 * @param parameters z per matrix, in f64
 */
public record ReferenceFile(ExpertImport.Kind kind, Map<String, double[]> parameters) {

    /** Most values in one file: ten times the gains of a model of 70 billion parameters. */
    private static final long MAX_VALUES = 1 << 24;

    private static final Pattern NUMBERED = Pattern.compile("learnable_params_module_list\\.(\\d{1,9})");
    private static final Pattern MIXED = Pattern.compile("weights_(\\d{1,6})_k_(.+)");
    private static final String STRENGTHS = "adaptive_weights";

    public ReferenceFile {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Reads a file for a model.
     *
     * @param matrices the model's, layer by layer
     * @throws InvalidInputException when it is damaged, is no expert of the authors' code, or does not fit the model
     */
    public static ReferenceFile read(Path file, List<MatrixInfo> matrices) {
        try (TensorSource tensors = TorchFile.open(file)) {
            if (tensors.totalBytes() > MAX_VALUES * Double.BYTES) {
                throw new InvalidInputException(
                        "The file " + file + " holds more numbers than the experts of any model.", file);
            }
            return new Reader(file, tensors, matrices).read();
        }
    }

    private static final class Reader {

        private final Path file;
        private final TensorSource tensors;
        private final List<MatrixInfo> order;
        private final Map<String, MatrixInfo> known = new HashMap<>();

        Reader(Path file, TensorSource tensors, List<MatrixInfo> matrices) {
            this.file = file;
            this.tensors = tensors;
            this.order = ReferenceOrder.of(matrices);
            matrices.forEach(matrix -> known.put(matrix.name(), matrix));
        }

        ReferenceFile read() {
            if (tensors.names().isEmpty()) {
                throw new InvalidInputException("The file " + file + " holds no tensors.", file);
            }
            if (tensors.has(STRENGTHS)) {
                return new ReferenceFile(ExpertImport.Kind.MIXTURE, mixture());
            }
            boolean numbered = tensors.names().stream()
                    .anyMatch(name -> NUMBERED.matcher(name).matches());
            return numbered
                    ? new ReferenceFile(ExpertImport.Kind.POLICY, numbered())
                    : new ReferenceFile(ExpertImport.Kind.LEARNABLE, named());
        }

        private Map<String, double[]> numbered() {
            String[] byNumber = new String[order.size()];
            int found = 0;
            for (String name : tensors.names()) {
                Matcher matcher = NUMBERED.matcher(name);
                if (!matcher.matches()) {
                    throw new InvalidInputException(
                            "The file " + file + " holds numbered vectors and also a tensor " + name
                                    + ", which the authors' code does not write.",
                            file);
                }
                int number = Integer.parseInt(matcher.group(1));
                found++;
                if (number < byNumber.length) {
                    byNumber[number] = name;
                }
            }
            Map<String, double[]> parameters = new LinkedHashMap<>();
            for (int i = 0; i < byNumber.length; i++) {
                if (byNumber[i] == null || found != byNumber.length) {
                    throw new InvalidInputException(
                            "The file " + file + " holds " + found + " vectors, but the model has " + byNumber.length
                                    + " MLP matrices, numbered from 0, for each of which there is one; it was made for"
                                    + " another model.",
                            file);
                }
                parameters.put(order.get(i).name(), vector(byNumber[i], order.get(i)));
            }
            return parameters;
        }

        private Map<String, double[]> named() {
            Map<String, double[]> parameters = new LinkedHashMap<>();
            for (String name : tensors.names()) {
                MatrixInfo matrix = known.get(name);
                if (matrix == null) {
                    throw new InvalidInputException(
                            "The file " + file + " holds a tensor " + name
                                    + ", which is no matrix of the model; it is no expert of the authors' code, or was"
                                    + " made for another model.",
                            file);
                }
                parameters.put(name, vector(name, matrix));
            }
            return parameters;
        }

        /**
         * z = Σ α z over the experts, with an α of its own for each matrix where the file has them; a factor that all α of a
         * matrix have in common is lost in the renormalisation.
         */
        private Map<String, double[]> mixture() {
            Map<String, MatrixInfo> flat = new HashMap<>();
            known.forEach((name, matrix) -> flat.put(name.replace('.', '_'), matrix));
            Map<String, List<String>> byMatrix = new LinkedHashMap<>();
            for (String name : tensors.names()) {
                Matcher matcher = MIXED.matcher(name);
                if (matcher.matches() && flat.containsKey(matcher.group(2))) {
                    List<String> experts = byMatrix.computeIfAbsent(matcher.group(2), key -> new ArrayList<>());
                    if (Integer.parseInt(matcher.group(1)) == experts.size()) {
                        experts.add(name);
                        continue;
                    }
                } else if (name.equals(STRENGTHS)) {
                    continue;
                }
                throw new InvalidInputException(
                        "The file " + file + " holds the mixture of a few-shot search and in it a tensor " + name
                                + ", which belongs to no matrix of the model; it was made for another model.",
                        file);
            }
            return mixed(flat, byMatrix);
        }

        private Map<String, double[]> mixed(Map<String, MatrixInfo> flat, Map<String, List<String>> byMatrix) {
            long[] shape = tensors.info(STRENGTHS).shape();
            int columns = shape.length == 2 ? (int) Math.min(shape[1], Integer.MAX_VALUE) : 0;
            boolean fits = (columns == 1 || columns == byMatrix.size())
                    && byMatrix.values().stream().allMatch(experts -> experts.size() == shape[0]);
            if (!fits || columns == 0 || byMatrix.isEmpty()) {
                throw new InvalidInputException(
                        "In the file " + file + " the strengths " + STRENGTHS + " (" + TensorInfo.shapeText(shape)
                                + ") do not fit the vectors they belong to.",
                        file);
            }
            double[] strengths = numbers(STRENGTHS);
            Map<String, double[]> parameters = new LinkedHashMap<>();
            int column = 0;
            for (Map.Entry<String, List<String>> entry : byMatrix.entrySet()) {
                MatrixInfo matrix = Objects.requireNonNull(flat.get(entry.getKey()), entry.getKey());
                double[] own = new double[entry.getValue().size()];
                for (int e = 0; e < own.length; e++) {
                    own[e] = strengths[e * columns + (columns == 1 ? 0 : column)];
                }
                parameters.put(matrix.name(), sum(entry.getValue(), own, matrix));
                column++;
            }
            return parameters;
        }

        /** Vectors of bf16 are added up in bf16, as torch does it with strengths of f32 that are single numbers. */
        private double[] sum(List<String> vectors, double[] strengths, MatrixInfo matrix) {
            double[] sum = new double[matrix.rank()];
            for (int e = 0; e < strengths.length; e++) {
                double[] z = vector(vectors.get(e), matrix);
                boolean narrow = tensors.info(vectors.get(e)).dtype() == StoredDtype.BF16;
                for (int i = 0; i < sum.length; i++) {
                    sum[i] = narrow ? bf16(sum[i] + bf16((float) strengths[e] * z[i])) : sum[i] + strengths[e] * z[i];
                }
            }
            return sum;
        }

        private static double bf16(double value) {
            return HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16((float) value));
        }

        private double[] vector(String name, MatrixInfo matrix) {
            long[] shape = tensors.info(name).shape();
            if (shape.length != 1 || shape[0] != matrix.rank()) {
                throw new InvalidInputException(
                        "In the file " + file + " the tensor " + name + " is " + TensorInfo.shapeText(shape)
                                + ", but " + matrix.name() + " has " + matrix.rank()
                                + " singular values; the file was made for another model.",
                        file);
            }
            return numbers(name);
        }

        private double[] numbers(String name) {
            double[] values = new double[(int) tensors.info(name).elements()];
            tensors.readDoubles(name, 0, DoubleBuffer.wrap(values));
            for (double value : values) {
                // as wide as what is kept
                if (!Float.isFinite((float) value)) {
                    throw new InvalidInputException(
                            "In the file " + file + " the tensor " + name
                                    + " holds a value that is not finite; the file is damaged or its training diverged.",
                            file);
                }
            }
            return values;
        }
    }
}
