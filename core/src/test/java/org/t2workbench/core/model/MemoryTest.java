package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.ProcessMemory;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.NativeHeap;
import org.t2workbench.core.text.Tokenizer;

class MemoryTest {

    /**
     * The caches of one of these generations take 0.3 MB and more: a thousand that were kept would be hundreds of MB. The
     * allocator, the Java heap and its compiled code may move by this much.
     */
    private static final long ALLOWED_GROWTH = 96L << 20;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the resident size is read from /proc")
    void aThousandGenerationsLeaveTheResidentSizeWhereItWas() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = Golden.open(engine, "tied", Dtype.F32);
                Tokenizer tokenizer = Tokenizer.open(
                        Golden.path("tokenizer.json"), Golden.path("tied").resolve("none.json"))) {
            generate(model, tokenizer, 400);
            long before = residentBytes();
            generate(model, tokenizer, 1000);
            assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH);
        }
    }

    private static void generate(LanguageModel model, Tokenizer tokenizer, int times) {
        Generator generator = new Generator(model, tokenizer);
        BatchGenerator batches = new BatchGenerator(model);
        Scoring scoring = new Scoring(model);
        CancellationToken token = new CancellationToken();
        Random random = new Random(3);
        for (int i = 0; i < times; i++) {
            int[] prompt = random.ints(1 + random.nextInt(110), 0, 61).toArray();
            Sampling sampling = new Sampling(1, 0, 0.9, i);
            if (i % 4 == 0) {
                int[] other = random.ints(1 + random.nextInt(110), 0, 61).toArray();
                batches.generate(
                        model.baseWeights(),
                        new BatchRequest(List.of(prompt, other, prompt), 8, sampling, Set.of(3)),
                        token);
                scoring.score(model.baseWeights(), prompt, 3);
            } else {
                generator.generate(
                        model.baseWeights(),
                        new GenerationRequest(prompt, 8, sampling, Set.of(), List.of("x"), 2),
                        TokenListener.NONE,
                        token);
            }
        }
    }

    /** Without what only waits to be collected or lies in holes of the heap. */
    private static long residentBytes() {
        System.gc();
        NativeHeap.giveBack();
        return ProcessMemory.resident().orElseThrow();
    }
}
