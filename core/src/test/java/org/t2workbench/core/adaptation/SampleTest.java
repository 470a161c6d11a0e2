package org.t2workbench.core.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.WeightAdapter;

/** The sample as it is shipped, against an independent implementation in f64 (golden/sample/make_sample.py). */
class SampleTest {

    /** f32 against f64 over four layers. */
    private static final float LOGITS = 1e-4f;

    private static final long LARGEST_SAMPLE_BYTES = 12L << 20;
    private static final int LONGEST_ANSWER = 72;

    @TempDir
    Path store;

    private final InstallFolder install = InstallFolder.find().orElseThrow();
    private final CancellationToken token = new CancellationToken();
    private ComputeEngine engine;
    private AdaptedModel sample;

    @BeforeEach
    void open() {
        engine = ComputeEngine.start(1, "cpu");
        sample = AdaptedModel.open(
                engine,
                ModelLocator.ofThisInstallation().locate("sample"),
                Dtype.F32,
                new DecompositionStore(store),
                Progress.NONE,
                token);
    }

    @AfterEach
    void close() {
        sample.close();
        engine.close();
    }

    @Test
    void theBaseModelWritesWhatTheReferenceWrites() throws IOException {
        for (JsonNode expected : golden()) {
            int[] prompt = sample.encode(expected.get("prompt").textValue(), true);
            assertThat(prompt).containsExactly(ids(expected.get("prompt_tokens")));
            assertAnswers(expected.get("base"), prompt, Mixture.offset());
        }
    }

    @Test
    void everyExpertAddsWhatItsFileSaysFactoredAndFolded() throws IOException {
        for (JsonNode expected : golden()) {
            int[] prompt = ids(expected.get("prompt_tokens"));
            Mixture mixture = expert(expected.get("task").textValue());
            assertAnswers(expected.get("adapted"), prompt, mixture);
            try (WeightAdapter adapter = new WeightAdapter(sample.model(), sample.decomposition());
                    AdaptedWeights factored =
                            adapter.factor(mixture.adaptation(sample.model().matrices()), Progress.NONE, token);
                    AdaptedWeights folded =
                            adapter.fold(mixture.adaptation(sample.model().matrices()), Progress.NONE, token)) {
                for (WeightView view : List.of(factored.view(), folded.view())) {
                    float[][] logits = sample.model().logits(view, prompt);
                    assertLogits(expected.get("adapted"), logits[logits.length - 1]);
                }
            }
        }
    }

    @Test
    void everyExpertWasMadeForTheModelBesideIt() {
        for (String task : List.of("math", "code", "reasoning", "dispatch")) {
            expert(task)
                    .shares()
                    .forEach(share -> assertThat(share.adapter()
                                    .checkAgainst(new BaseModel.Target(
                                            sample.identity(), sample.model().matrices())))
                            .isEmpty());
        }
    }

    @Test
    void theWholeSampleIsSmallEnoughToShip() throws IOException {
        try (Stream<Path> files = Files.walk(install.samples())) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            assertThat(bytes).isLessThan(LARGEST_SAMPLE_BYTES);
        }
    }

    private Mixture expert(String task) {
        Path file = install.sampleExperts().resolve(task + ".safetensors");
        return Mixture.offset(new Mixture.Share(sample.readAdapter(file), Alpha.everywhere(1)));
    }

    private void assertAnswers(JsonNode expected, int[] prompt, Mixture mixture) {
        float[][] logits = sample.logits(mixture, prompt, token);
        assertLogits(expected, logits[logits.length - 1]);
        GenerationResult answer = sample.generate(
                mixture,
                GenerationRequest.of(sample.model(), prompt, LONGEST_ANSWER, Sampling.greedy()),
                TokenListener.NONE,
                token);
        assertThat(answer.ids()).containsExactly(ids(expected.get("tokens")));
        assertThat(answer.text()).isEqualTo(expected.get("text").textValue());
    }

    private static void assertLogits(JsonNode expected, float[] logits) {
        JsonNode reference = expected.get("last_logits");
        assertThat(logits).hasSize(reference.size());
        for (int i = 0; i < logits.length; i++) {
            assertThat(logits[i]).isCloseTo(reference.get(i).floatValue(), within(LOGITS));
        }
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = SampleTest.class.getResourceAsStream("/golden/sample/sample.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static int[] ids(JsonNode list) {
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = list.get(i).intValue();
        }
        return ids;
    }
}
