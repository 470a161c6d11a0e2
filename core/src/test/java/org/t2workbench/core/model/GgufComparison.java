package org.t2workbench.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.gguf.GgufModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.text.Tokenizer;

/**
 * Compares a GGUF file, opened directly, with the folder that {@code golden/gguf/compare_smollm2.py} made of it and with what
 * transformers computed: {@code GgufComparison MODEL.gguf OUT}. A program for people, too large for the tests.
 */
public final class GgufComparison {

    private GgufComparison() {}

    /** Logits of some prompts by one opening, and the perplexity of the last of them. */
    @SuppressWarnings("ArrayRecordComponent") // written once, read here
    private record Scores(float[][][] logits, double perplexity) {}

    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[1]);
        GgufModel gguf = GgufModel.open(Path.of(arguments[0]));
        ModelFolder folder = ModelFolder.open(out.resolve("folder"));
        strings(gguf, out);
        try (ComputeEngine engine = ComputeEngine.start(2, "cpu");
                Safetensors reference = Safetensors.open(out.resolve("reference.safetensors"))) {
            weights(gguf, folder);
            int count = reference.names().size() / 2;
            int[][] ids = new int[count][];
            float[][][] expected = new float[count][][];
            for (int i = 0; i < count; i++) {
                ids[i] = ids(reference, i);
                expected[i] = rows(reference, i, ids[i].length);
            }
            Scores direct = scores(engine, gguf, ids);
            Scores opened = scores(engine, folder, ids);
            double perplexity = perplexity(expected[count - 1], ids[count - 1]);
            System.out.printf(
                    "largest logit difference, file and folder: %.3g%n", distance(direct.logits(), opened.logits()));
            System.out.printf(
                    "largest logit difference, file and transformers: %.3g%n", distance(direct.logits(), expected));
            System.out.printf("same likeliest token: %s%n", sameArgmax(direct.logits(), expected));
            System.out.printf(
                    "perplexity of %d tokens: file %.6f, folder %.6f, transformers %.6f%n",
                    ids[count - 1].length, direct.perplexity(), opened.perplexity(), perplexity);
        }
    }

    private static void strings(GgufModel gguf, Path out) throws Exception {
        JsonNode strings =
                new ObjectMapper().readTree(out.resolve("strings.json").toFile());
        int same = 0;
        try (Tokenizer tokenizer = Tokenizer.open(gguf)) {
            for (JsonNode string : strings) {
                int[] expected = StreamSupport.stream(string.path("ids").spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                String text = string.path("text").asText();
                if (Arrays.equals(expected, tokenizer.encode(text, true))) {
                    same++;
                } else {
                    System.out.println("other ids: " + text);
                }
            }
        }
        System.out.printf("same ids: %d of %d strings%n", same, strings.size());
    }

    private static void weights(GgufModel gguf, ModelFolder folder) {
        long different = 0;
        long all = 0;
        try (TensorSource direct = gguf.openTensors();
                TensorSource opened = folder.openTensors()) {
            for (String name : opened.names()) {
                float[] ours = values(direct, name);
                float[] theirs = values(opened, name);
                for (int i = 0; i < ours.length; i++) {
                    different += Float.floatToRawIntBits(ours[i]) == Float.floatToRawIntBits(theirs[i]) ? 0 : 1;
                }
                all += ours.length;
            }
        }
        System.out.printf("weights that differ in any bit: %d of %d%n", different, all);
    }

    private static float[] values(TensorSource source, String name) {
        float[] values = new float[Math.toIntExact(source.info(name).elements())];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    private static int[] ids(TensorSource reference, int i) {
        float[] values = values(reference, "ids." + i);
        int[] ids = new int[values.length];
        for (int t = 0; t < ids.length; t++) {
            ids[t] = (int) values[t];
        }
        return ids;
    }

    private static float[][] rows(TensorSource reference, int i, int length) {
        float[] flat = values(reference, "logits." + i);
        float[][] rows = new float[length][flat.length / length];
        for (int t = 0; t < length; t++) {
            System.arraycopy(flat, t * rows[t].length, rows[t], 0, rows[t].length);
        }
        return rows;
    }

    private static Scores scores(ComputeEngine engine, ModelFiles files, int[][] ids) {
        try (LanguageModel model =
                LanguageModel.open(engine, files, Dtype.F32, Progress.NONE, new CancellationToken())) {
            float[][][] logits = new float[ids.length][][];
            for (int i = 0; i < ids.length; i++) {
                logits[i] = model.logits(model.baseWeights(), ids[i]);
            }
            return new Scores(logits, perplexity(logits[ids.length - 1], ids[ids.length - 1]));
        }
    }

    private static double perplexity(float[][] logits, int[] ids) {
        double loss = 0;
        for (int t = 0; t + 1 < ids.length; t++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : logits[t]) {
                largest = Math.max(largest, logit);
            }
            double sum = 0;
            for (float logit : logits[t]) {
                sum += Math.exp(logit - largest);
            }
            loss += Math.log(sum) + largest - logits[t][ids[t + 1]];
        }
        return Math.exp(loss / (ids.length - 1));
    }

    private static double distance(float[][][] left, float[][][] right) {
        double largest = 0;
        for (int i = 0; i < left.length; i++) {
            for (int t = 0; t < left[i].length; t++) {
                for (int v = 0; v < left[i][t].length; v++) {
                    largest = Math.max(largest, Math.abs((double) left[i][t][v] - right[i][t][v]));
                }
            }
        }
        return largest;
    }

    private static String sameArgmax(float[][][] left, float[][][] right) {
        int same = 0;
        int all = 0;
        for (int i = 0; i < left.length; i++) {
            for (int t = 0; t < left[i].length; t++) {
                same += argmax(left[i][t]) == argmax(right[i][t]) ? 1 : 0;
                all++;
            }
        }
        return same + " of " + all + " places";
    }

    private static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
