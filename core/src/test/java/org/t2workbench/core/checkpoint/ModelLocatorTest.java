package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

class ModelLocatorTest {

    @TempDir
    Path top;

    private Path installed() throws IOException {
        Path folder = TinyModel.write(top.resolve("samples/model"), true);
        assertThat(folder).isDirectory();
        return top;
    }

    @Test
    void theProgramsOwnFolderIsFoundFromClassesAndFromJars() throws IOException {
        installed();
        for (String code : new String[] {
            "core/target/classes",
            "app/target/lib/t2-workbench-core-0.1.0.jar",
            "app/target/t2-workbench.jar",
            "app.jar"
        }) {
            assertThat(InstallFolder.find(null, top.resolve(code))).contains(new InstallFolder(top));
        }
        assertThat(InstallFolder.find(null, top.resolve("a/b/c/d/e/f/g.jar"))).isEmpty();
        assertThat(InstallFolder.find("/elsewhere", top)).contains(new InstallFolder(Path.of("/elsewhere")));
        assertThat(InstallFolder.find(null, null)).isEmpty();
    }

    @Test
    void theseClassesFindTheirOwnRepository() {
        assertThat(InstallFolder.find().orElseThrow().resources().resolve("kernels"))
                .isDirectory();
    }

    @Test
    void sampleAndFoldersAreLocated() throws IOException {
        var locator = new ModelLocator(Optional.of(new InstallFolder(installed())));
        assertThat(locator.locate("sample").path()).isEqualTo(top.resolve("samples/model"));
        assertThat(locator.locate("sample").name()).isEqualTo("sample");
        assertThat(locator.locate(top.resolve("samples/model").toString()).name())
                .isEqualTo("model");
    }

    @Test
    void whatIsNoModelIsOneSentence() throws IOException {
        var locator = new ModelLocator(Optional.of(new InstallFolder(top)));
        assertThatThrownBy(() -> locator.locate("sample"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The sample model is missing");
        assertThatThrownBy(() -> new ModelLocator(Optional.empty()).locate("sample"))
                .hasMessageContaining("-Dt2.home");
        assertThatThrownBy(() -> locator.locate("nothing"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no model \"nothing\"");
        Path file = Files.writeString(top.resolve("weights.gguf"), "no weights");
        assertThatThrownBy(() -> locator.locate(file.toString())).hasMessageContaining("is no GGUF file");
        assertThatThrownBy(() -> locator.locate("a\0b")).hasMessageContaining("is not the name of a folder");
        assertThatThrownBy(() -> locator.locate(top.toString())).hasMessageContaining("has no config.json");
    }

    @Test
    void weightsThatAreCutOffAreSeenAtALookAndWhereThereAreNoneNothingIsWrong() throws IOException {
        var locator = new ModelLocator(Optional.empty());
        Path model = TinyModel.write(top.resolve("model"), true);
        assertThat(look(locator, model).name()).isEqualTo("model");
        Path weights = model.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        for (int bytes : new int[] {whole.length - 1, whole.length / 2, 20, 0}) {
            Files.write(weights, Arrays.copyOf(whole, bytes));
            assertThatThrownBy(() -> look(locator, model))
                    .as("%d bytes", bytes)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("model.safetensors")
                    .hasMessageEndingWith(".");
        }
        Files.writeString(
                model.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"model.norm.weight\": \"a.st\"}}");
        Files.delete(weights);
        assertThatThrownBy(() -> look(locator, model)).hasMessageContaining("a.st does not exist");
        Files.delete(model.resolve("model.safetensors.index.json"));
        assertThat(look(locator, model).name()).isEqualTo("model");
    }

    private static ModelFiles look(ModelLocator locator, Path model) {
        return locator.look(model.toString(), false, Progress.NONE, new CancellationToken())
                .files();
    }

    @Test
    void aHubIsAskedForItsOwnNamesAloneAndOnlyWhereNoFolderHasThem() throws IOException {
        TinyModel.write(top.resolve("org/name"), true);
        var locator = new ModelLocator(Optional.empty(), () -> {
            throw new InvalidInputException("the hub was asked");
        });
        assertThat(locator.locate(top.resolve("org/name").toString()).name()).isEqualTo("name");
        for (String name : new String[] {"nothing", "./org/name", "/org/name", "org/name/more"}) {
            assertThatThrownBy(() -> locator.locate(name)).as(name).hasMessageContaining("There is no model");
        }
        for (String name : new String[] {"org/name", "org/name@v1", "https://huggingface.co/org/name"}) {
            assertThatThrownBy(() -> locator.locate(name)).as(name).hasMessage("the hub was asked");
        }
    }
}
