package org.t2workbench.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.statistics.Spread;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.task.TaskCatalogue;

class AblationTest {

    private static final Path TOP = Path.of("..");

    private static final String RECIPE = """
            { "format_version": 1, "name": "small", "task": "code", "relatives": ["math"], "seeds": [1, 2], "test_items": 12,
              "settings": { "iterations": 1, "prompts": 3, "samples": 2, "validation_items": 6 },
              "quick": { "seeds": [3], "test_items": 4, "tries": 1, "settings": { "prompts": 2 } },
              "rows": [
                { "number": "2", "name": "SVF", "settings": { "matrices": "attention-qv" },
                  "tries": [ { "kl_coefficient": 0 }, { "kl_coefficient": 0.1, "learning_rate": 0.03 } ] },
                { "name": "SVF", "preset": "sft", "tries": [ { "learning_rate": 0.01 }, { "learning_rate": 9e29 } ] } ] }
            """;

    @TempDir
    Path temp;

    @Test
    void everyRowHasItsTriesItsSeedsAndItsTestsAndAnotherStartAddsNothing() throws IOException {
        Path folder = temp.resolve("out");
        AblationResult result = run(RECIPE, folder);
        assertThat(result.rows()).hasSize(3);
        AblationResult.Row base = result.rows().get(0);
        AblationResult.Row gains = result.rows().get(1);
        assertThat(base.tests()).extracting(AblationResult.Test::task).containsExactly("code", "math");
        assertThat(gains.number()).isEqualTo("2");
        assertThat(gains.tries()).isEqualTo(2);
        // q and v of four layers: 128 and 64 singular values each, as the sample has 4 heads and 2 for keys and values
        assertThat(gains.parameters()).isEqualTo(4 * (128 + 64));
        for (AblationResult.Test test : gains.tests()) {
            assertThat(test.n()).isEqualTo(12);
            assertThat(test.accuracy()).hasSize(2);
            assertThat(test.pValues()).hasSize(2).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
            double[] accuracy =
                    test.accuracy().stream().mapToDouble(Double::doubleValue).toArray();
            assertThat(test.mean()).isCloseTo(Spread.of(accuracy).mean(), within(1e-12));
        }
        assertThat(result.rows().get(2).chosen()).containsEntry("learning_rate", "0.01");
        assertThat(folder.resolve("row-01/try-02/run.json")).exists();
        assertThat(folder.resolve("row-01/seed-2/test-math.json")).exists();
        String table = Files.readString(folder.resolve("ablation.md"));
        assertThat(table)
                .contains("| 2 | SVF | policy gradient | attention-qv | 768 |")
                .contains("next token");
        String json = Files.readString(folder.resolve("ablation.json"));
        assertThat(run(RECIPE, folder)).isEqualTo(result);
        assertThat(folder.resolve("ablation.json")).hasContent(json);
        assertThatThrownBy(() -> run(RECIPE.replace("\"test_items\": 12", "\"test_items\": 13"), folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("other test items");
    }

    @Test
    void rowsWithFewerTriesThanOthersAreRefused() {
        assertThatThrownBy(() -> recipe(RECIPE.replace("{ \"kl_coefficient\": 0 },", ""), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gives every row as many");
    }

    @Test
    void aSlipInATryIsToldBeforeAnythingIsTrained() {
        assertThatThrownBy(() -> recipe(RECIPE.replace("9e29", "-1"), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Learning rate");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theShippedRecipeHoldsTheRowsOfThePapersTable(boolean quick) {
        AblationRecipe recipe = AblationRecipe.read(TOP.resolve("resources/ablation/table4.json"), quick);
        assertThat(recipe.rows()).extracting(TrainingPlan::number).contains("1", "2", "3", "4", "5", "6", "7");
        assertThat(recipe.seeds()).hasSize(quick ? 2 : 3);
        assertThat(recipe.testItems()).isGreaterThanOrEqualTo(quick ? 1 : 500);
        assertThat(recipe.relatives()).containsExactly(recipe.task() + "-hard");
    }

    private AblationRecipe recipe(String text, boolean quick) throws IOException {
        return AblationRecipe.read(Files.writeString(temp.resolve("recipe.json"), text), quick);
    }

    private AblationResult run(String text, Path folder) throws IOException {
        CancellationToken token = new CancellationToken();
        TaskCatalogue tasks = new TaskCatalogue(List.of(TOP.resolve("samples/tasks")));
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                AdaptedModel model = AdaptedModel.open(
                        engine,
                        ModelFolder.open(TOP.resolve("samples/model")),
                        Dtype.F32,
                        new DecompositionStore(temp.resolve("store")),
                        Progress.NONE,
                        token)) {
            return new Ablation(
                            model, recipe(text, false), tasks::find, settings -> List.of("train"), Progress.NONE, token)
                    .run(folder);
        }
    }
}
