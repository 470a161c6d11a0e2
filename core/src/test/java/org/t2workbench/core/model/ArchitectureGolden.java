package org.t2workbench.core.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

/**
 * The small models of {@code golden/architectures}, one or two of each family, and what Hugging Face transformers computes with
 * them.
 *
 * @param logits at every place of the first prompt
 * @param batchLogits at the last place of each prompt, the first three padded together
 * @param greedy answers to each prompt
 * @param margins by how much the best logit was above the second, at each step of these answers
 */
@SuppressWarnings("ArrayRecordComponent") // compared number by number
public record ArchitectureGolden(
        List<int[]> prompts, float[][] logits, float[][] batchLogits, List<int[]> greedy, double[][] margins) {

    /** Agreement that is asked of logits of a few units. */
    public static final float TOLERANCE = 1e-4f;

    /** Two logits that are nearer than this may change places by rounding. */
    public static final double TIE = 10 * TOLERANCE;

    /** All of them, for parameterised tests. */
    public static Stream<String> names() {
        return Stream.of(
                "llama3",
                "llama-biases",
                "mistral",
                "qwen2",
                "qwen3",
                "smollm3",
                "gemma2",
                "gemma3",
                "phi3",
                "phi3-window",
                "olmo2",
                "granite",
                "gpt2");
    }

    public static Path path(String name) {
        try {
            URI uri = Objects.requireNonNull(
                            ArchitectureGolden.class.getResource("/golden/architectures/" + name), name)
                    .toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ModelFolder folder(String name) {
        return ModelFolder.open(path(name));
    }

    public static LanguageModel open(ComputeEngine engine, String name, Dtype dtype) {
        return LanguageModel.open(engine, folder(name), dtype, Progress.NONE, new CancellationToken());
    }

    public static ArchitectureGolden read(String name) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            var json = mapper.readTree(path(name).resolve("golden.json").toFile());
            return new ArchitectureGolden(
                    List.of(mapper.treeToValue(json.get("prompts"), int[][].class)),
                    mapper.treeToValue(json.get("logits"), float[][].class),
                    mapper.treeToValue(json.get("batch_logits"), float[][].class),
                    List.of(mapper.treeToValue(json.get("greedy"), int[][].class)),
                    mapper.treeToValue(json.get("margins"), double[][].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Steps of an answer before the first tie. */
    int certainSteps(int prompt) {
        double[] margin = margins[prompt];
        for (int step = 0; step < margin.length; step++) {
            if (margin[step] < TIE) {
                return step;
            }
        }
        return margin.length;
    }
}
