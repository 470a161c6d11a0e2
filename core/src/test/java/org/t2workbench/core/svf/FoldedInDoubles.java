package org.t2workbench.core.svf;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/** A second way to adapted logits: matrices are changed in plain doubles, from the model's own file, and run in f64. */
final class FoldedInDoubles {

    private FoldedInDoubles() {}

    /** The logits of the model whose matrices were changed in doubles, from its own file, computed in f64. */
    static float[][] logits(
            ComputeEngine engine, ModelFolder original, Adaptation adaptation, Path target, int[] tokens) {
        Map<String, float[]> changed = new HashMap<>();
        try (TensorSource source = original.openTensors()) {
            for (MatrixInfo matrix : MatrixInfo.of(original.config())) {
                float[] w = new float[matrix.rows() * matrix.columns()];
                source.readFloats(matrix.name(), 0, FloatBuffer.wrap(w));
                float[] folded = changed(turned(w, matrix.rows(), matrix.columns(), matrix), matrix, adaptation);
                changed.put(matrix.name(), turned(folded, matrix.columns(), matrix.rows(), matrix));
            }
        }
        ModelFolder folded = Fixtures.copyWith(original, target, changed);
        try (LanguageModel model = Fixtures.open(engine, folded, Dtype.F64)) {
            return model.logits(model.baseWeights(), tokens);
        }
    }

    /** Between W and how the checkpoint has it: (rows, columns) of the result. */
    private static float[] turned(float[] values, int rows, int columns, MatrixInfo matrix) {
        if (!matrix.transposed()) {
            return values;
        }
        float[] result = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[i * columns + j] = values[j * rows + i];
            }
        }
        return result;
    }

    private static float[] changed(float[] w, MatrixInfo matrix, Adaptation adaptation) {
        double[][] wide = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < w.length; i++) {
            wide[i / matrix.columns()][i % matrix.columns()] = w[i];
        }
        float[] gains = adaptation.gains().get(matrix.name());
        double[][] product = gains == null ? wide : JacobiSvd.rescaled(wide, gains);
        for (Adaptation.Added share : adaptation.added()) {
            LoraAdapter.Pair pair = ((LoraAdapter) share.adapter()).pairs().get(matrix.name());
            for (int i = 0; pair != null && i < matrix.rows(); i++) {
                for (int j = 0; j < matrix.columns(); j++) {
                    for (int k = 0; k < pair.rank(); k++) {
                        product[i][j] += share.alpha().at(matrix)
                                * pair.scale()
                                * pair.b()[i * pair.rank() + k]
                                * pair.a()[k * matrix.columns() + j];
                    }
                }
            }
        }
        float[] narrow = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            narrow[i] = (float) product[i / matrix.columns()][i % matrix.columns()];
        }
        return narrow;
    }

    /** Random pairs for these matrices. */
    static LoraAdapter lora(List<MatrixInfo> matrices, int rank, long seed) {
        Random random = new Random(seed);
        Map<String, LoraAdapter.Pair> pairs = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            float[] b = new float[matrix.rows() * rank];
            float[] a = new float[rank * matrix.columns()];
            for (int i = 0; i < b.length; i++) {
                b[i] = 0.1f * (float) random.nextGaussian();
            }
            for (int i = 0; i < a.length; i++) {
                a[i] = 0.1f * (float) random.nextGaussian();
            }
            pairs.put(matrix.name(), new LoraAdapter.Pair(matrix.rows(), matrix.columns(), rank, 1.5, b, a));
        }
        return new LoraAdapter("style", "tiny", pairs);
    }
}
