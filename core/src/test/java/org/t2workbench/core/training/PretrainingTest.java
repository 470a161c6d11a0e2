package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;

class PretrainingTest {

    @TempDir
    Path temp;

    @Test
    void aRunThatWasStoppedTwiceEndsAsOneThatWasNot() throws IOException {
        PretrainingRecipe recipe = PretrainingRecipe.read(SmallChatModel.recipe(temp));
        Path stopped = temp.resolve("stopped");
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            RunFolder whole = run(engine, recipe, temp.resolve("whole"), Long.MAX_VALUE);
            assertThatThrownBy(() -> run(engine, recipe, stopped, 3)).isInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> run(engine, recipe, stopped, 7)).isInstanceOf(CancelledException.class);
            // what a kill in the middle of a write leaves behind
            Files.writeString(
                    stopped.resolve("metrics.jsonl"),
                    Files.readString(stopped.resolve("metrics.jsonl")) + "{\"iteration\":8,\"lo");
            RunFolder resumed = run(engine, recipe, stopped, Long.MAX_VALUE);

            assertThat(values(resumed)).isEqualTo(values(whole)).hasSize(6);
            assertThat(weights(resumed)).isEqualTo(weights(whole));
            assertThat(resumed.state()).isEqualTo(RunState.FINISHED);
            run(engine, recipe, stopped, Long.MAX_VALUE);
            assertThat(resumed.metrics()).hasSize(6);
        }
    }

    @Test
    void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
        PretrainingRecipe recipe = PretrainingRecipe.read(SmallChatModel.recipe(temp));
        Path damaged = temp.resolve("damaged");
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            RunFolder whole = run(engine, recipe, temp.resolve("whole"), Long.MAX_VALUE);
            assertThatThrownBy(() -> run(engine, recipe, damaged, 9)).isInstanceOf(CancelledException.class);
            Path newest = damaged.resolve("checkpoints/iteration-0000000008/state.safetensors");
            byte[] bytes = Files.readAllBytes(newest);
            Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
            RunFolder resumed = run(engine, recipe, damaged, Long.MAX_VALUE);
            assertThat(values(resumed)).isEqualTo(values(whole));
            assertThat(weights(resumed)).isEqualTo(weights(whole));
        }
    }

    @Test
    void theModelIsAnOrdinaryFolderThatOpensAndTheLossFalls() {
        PretrainingRecipe recipe = PretrainingRecipe.read(SmallChatModel.recipe(temp));
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            RunFolder run = run(engine, recipe, temp.resolve("run"), Long.MAX_VALUE);
            ModelFolder folder = ModelFolder.open(Pretraining.modelOf(run));
            assertThat(folder.stopTokens()).containsExactly(3);
            try (LanguageModel model =
                    LanguageModel.open(engine, folder, Dtype.F32, Progress.NONE, new CancellationToken())) {
                assertThat(model.logits(model.baseWeights(), new int[] {0, 2}))
                        .hasDimensions(2, folder.config().vocabularySize());
            }
            List<RunLine> lines = run.metrics();
            assertThat(loss(lines.get(5))).isLessThan(loss(lines.get(0)));
        }
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndNamesTheStep() throws IOException {
        Path file = SmallChatModel.recipe(temp);
        Files.writeString(file, Files.readString(file).replace("\"learning_rate\": 0.002", "\"learning_rate\": 9e29"));
        PretrainingRecipe recipe = PretrainingRecipe.read(file);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            assertThatThrownBy(() -> run(engine, recipe, temp.resolve("run"), Long.MAX_VALUE))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("no number any more at step 2");
        }
    }

    @Test
    void aRunOfAnotherRecipeIsNotContinued() throws IOException {
        Path file = SmallChatModel.recipe(temp);
        PretrainingRecipe recipe = PretrainingRecipe.read(file);
        Files.writeString(file, Files.readString(file).replace("\"steps\": 12", "\"steps\": 14"));
        PretrainingRecipe other = PretrainingRecipe.read(file);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            assertThatThrownBy(() -> run(engine, recipe, temp.resolve("run"), 5))
                    .isInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> run(engine, other, temp.resolve("run"), 5))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("other settings");
        }
    }

    @Test
    void anotherSeedIsAnotherRunAndGivesAnotherModel() throws IOException {
        PretrainingRecipe recipe = PretrainingRecipe.read(SmallChatModel.recipe(temp));
        PretrainingRecipe other = recipe.withSeed(recipe.seed() + 1);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            RunFolder first = run(engine, recipe, temp.resolve("first"), Long.MAX_VALUE);
            assertThatThrownBy(() -> run(engine, other, temp.resolve("first"), Long.MAX_VALUE))
                    .isInstanceOf(InvalidInputException.class);
            RunFolder second = run(engine, other, temp.resolve("second"), Long.MAX_VALUE);
            assertThat(weights(second)).isNotEqualTo(weights(first));
        }
    }

    @Test
    void goingOnStartsFromTheWeightsAndTheTokenizerOfTheModel() throws IOException {
        PretrainingRecipe recipe = PretrainingRecipe.read(SmallChatModel.recipe(temp));
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            RunFolder first = run(engine, recipe, temp.resolve("first"), Long.MAX_VALUE);
            Path model = Pretraining.modelOf(first);
            PretrainingRecipe further = recipe.withSeed(recipe.seed() + 1).goingOnFrom(model, 4, 1e-20);
            RunFolder second = run(engine, further, temp.resolve("second"), Long.MAX_VALUE);
            // a step of 1e-20 is below the rounding of every weight
            assertThat(weights(second)).isEqualTo(weights(first));
            assertThat(Files.readString(Pretraining.modelOf(second).resolve("tokenizer.json")))
                    .isEqualTo(Files.readString(model.resolve("tokenizer.json")));

            Path other = Files.createDirectories(temp.resolve("other"));
            Path file = SmallChatModel.recipe(other);
            Files.writeString(
                    file,
                    Files.readString(file).replaceFirst("\"intermediate_size\": \\d+", "\"intermediate_size\": 12"));
            assertThatThrownBy(() -> run(
                            engine,
                            PretrainingRecipe.read(file).goingOnFrom(model, 4, 1e-3),
                            temp.resolve("third"),
                            Long.MAX_VALUE))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("another shape");
        }
    }

    @Test
    void aRecipeThatMakesNoSenseIsRefusedWithItsKey() throws IOException {
        Path file = SmallChatModel.recipe(temp);
        Files.writeString(file, Files.readString(file).replace("\"checkpoint_every\": 4", "\"checkpoint_every\": 5"));
        assertThatThrownBy(() -> PretrainingRecipe.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("checkpoint_every")
                .hasMessageContaining("multiple of metrics_every");
    }

    /** Runs until so many steps are done. */
    private static RunFolder run(ComputeEngine engine, PretrainingRecipe recipe, Path folder, long steps) {
        CancellationToken token = new CancellationToken();
        Progress progress = (stage, done, total) -> {
            if (stage.startsWith("pretraining") && done >= steps) {
                token.cancel();
            }
        };
        return new Pretraining(engine, recipe, progress, token).run(folder, List.of("pretrain"));
    }

    private static double loss(RunLine line) {
        return line.values().get("loss") instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static List<Map<String, Object>> values(RunFolder run) {
        return run.metrics().stream().map(RunLine::values).toList();
    }

    private static byte[] weights(RunFolder run) throws IOException {
        return Files.readAllBytes(Pretraining.modelOf(run).resolve("model.safetensors"));
    }
}
