package org.t2workbench.core.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.task.TaskCatalogue;

class StudyTest {

    private static final Path TOP = Path.of("..");

    private static final String RECIPE = """
            { "format_version": 1, "name": "small",
              "families": [ { "task": "math", "relative": "math-hard" }, { "task": "code", "relative": "code-hard" } ],
              "seeds": [1, 2], "test_items": 4, "shots": [2], "search": "light", "generations": 1,
              "settings": { "iterations": 1, "prompts": 2, "samples": 2, "validation_items": 2 },
              "expert": { "name": "SVF", "tries": [ { "learning_rate": 0.01 }, { "learning_rate": 0.1 } ] },
              "beside": { "name": "LoRA", "preset": "sft", "settings": { "adapter": "lora", "matrices": "attention-qv" },
                          "tries": [ { "learning_rate": 0.005 }, { "learning_rate": 0.01 } ] },
              "dispatcher": { "name": "dispatcher", "tries": [ { "learning_rate": 0.01 } ] },
              "models": [ { "name": "further", "recipe": "pretraining.json", "seed": 4, "steps": 2, "learning_rate": 0.01 } ],
              "quick": { "seeds": [3], "test_items": 3, "shots": [3], "tries": 1, "models": 1 } }
            """;

    @TempDir
    Path temp;

    @Test
    void everyTableHasItsRowsOnTheSameItemsAndAnotherStartAddsNothing() throws IOException {
        Path folder = temp.resolve("out");
        StudyResult result = run(folder);

        assertThat(labels(result, StudyResult.OWN))
                .containsExactly("base", "SVF math", "SVF code", "LoRA math", "LoRA code");
        assertThat(labels(result, StudyResult.RELATIVES))
                .contains("uniform α", "prompt, generate", "classifier, score", "few-shot, 2 shots");
        assertThat(labels(result, StudyResult.carriedTo("further")))
                .containsExactly("base", "as trained", "shuffled", "few-shot, 3 shots");
        assertThat(result.figures()).allSatisfy(figure -> {
            assertThat(figure.bySeed()).hasSize(2);
            assertThat(figure.bySeed()).allSatisfy(row -> {
                assertThat(row.task()).isEqualTo(figure.task());
                assertThat(row.n()).isEqualTo(4);
                assertThat(row.pValue() == null).isEqualTo(figure.label().equals("base"));
            });
        });
        assertThat(result.confusions())
                .extracting(StudyResult.Confusion::label)
                .containsExactly("prompt, generate", "prompt, score", "classifier, generate", "classifier, score");
        assertThat(result.mixtures())
                .hasSize(4)
                .allSatisfy(found -> assertThat(found.alpha())
                        .containsOnlyKeys("math", "code")
                        .allSatisfy((expert, alpha) -> assertThat(alpha).hasSize(2)));
        // the second seed trains with what the first one's tries led to
        assertThat(folder.resolve("training/expert-math/try-02/run.json")).exists();
        assertThat(folder.resolve("training/expert-math/seed-2/run.json")).exists();
        assertThat(folder.resolve("models/further/model/model.safetensors")).exists();
        assertThat(Files.readString(folder.resolve("study.md")))
                .contains("## Experts of model on the model further", "LoRA, the best of all on these very items");

        String json = Files.readString(folder.resolve("study.json"));
        assertThat(run(folder)).isEqualTo(result);
        assertThat(folder.resolve("study.json")).hasContent(json);
    }

    @Test
    void fewerTriesForOneOfTwoThatAreComparedAreRefused() {
        assertThatThrownBy(() -> recipe(RECIPE.replace("{ \"learning_rate\": 0.005 },", ""), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gives both as many");
    }

    @Test
    void theQuickFormHasItsOwnSizes() throws IOException {
        StudyRecipe quick = recipe(RECIPE, true);
        assertThat(quick.seeds()).containsExactly(3L);
        assertThat(quick.shots()).containsExactly(3);
        assertThat(quick.expert().grid().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theShippedRecipeAsksForWhatTheReportPromises(boolean quick) {
        StudyRecipe recipe = StudyRecipe.read(TOP.resolve("resources/self-adaptation/tables.json"), quick);
        assertThat(recipe.families())
                .allSatisfy(family -> assertThat(family.relative()).isEqualTo(family.task() + "-hard"));
        assertThat(recipe.seeds()).hasSize(quick ? 1 : 3);
        assertThat(recipe.testItems()).isGreaterThanOrEqualTo(500);
        assertThat(recipe.shots()).isEqualTo(quick ? List.of(10) : List.of(3, 5, 10, 20));
        assertThat(recipe.models())
                .allSatisfy(model -> assertThat(model.recipe()).isRegularFile());
    }

    private static List<String> labels(StudyResult result, String table) {
        return result.figures().stream()
                .filter(figure -> figure.table().equals(table))
                .map(StudyResult.Figure::label)
                .distinct()
                .toList();
    }

    private StudyRecipe recipe(String text, boolean quick) throws IOException {
        String samples =
                TOP.resolve("samples").toAbsolutePath().normalize().toString().replace('\\', '/');
        Files.writeString(
                temp.resolve("pretraining.json"),
                Files.readString(TOP.resolve("samples/recipe.json"))
                        .replace("\"batch\": 32", "\"batch\": 2")
                        .replace("\"items\": 100", "\"items\": 1")
                        .replace("\"tasks\": \"tasks\"", "\"tasks\": \"" + samples + "/tasks\"")
                        .replace("tasks/words/", samples + "/tasks/words/"));
        return StudyRecipe.read(Files.writeString(temp.resolve("recipe.json"), text), quick);
    }

    private StudyResult run(Path folder) throws IOException {
        CancellationToken token = new CancellationToken();
        TaskCatalogue tasks = new TaskCatalogue(List.of(TOP.resolve("samples/tasks")));
        DecompositionStore store = new DecompositionStore(temp.resolve("store"));
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                AdaptedModel model = AdaptedModel.open(
                        engine,
                        ModelFolder.open(TOP.resolve("samples/model")),
                        Dtype.F32,
                        store,
                        Progress.NONE,
                        token)) {
            return new Study(
                            model,
                            recipe(RECIPE, false),
                            DispatchPrompt.read(TOP.resolve("resources/tasks/dispatch.json")),
                            tasks::find,
                            (task, settings) -> List.of("train"),
                            new OtherModels(engine, Dtype.F32, store, Progress.NONE, token),
                            Progress.NONE,
                            token)
                    .run(folder);
        }
    }
}
