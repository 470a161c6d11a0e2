package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;

class MixtureFileTest {

    @TempDir
    private Path folder;

    private MixtureFile roundTrip(MixtureFile mixture) {
        Path file = folder.resolve("mix.json");
        mixture.write(file);
        return MixtureFile.read(file);
    }

    @Test
    void everyScopeIsReadBackAsWritten() {
        List<Alpha> scopes = List.of(
                Alpha.everywhere(-0.1),
                Alpha.perLayer(List.of(0.5, 0.0, 1.25)),
                Alpha.perMatrix(Map.of("model.layers.0.mlp.up_proj.weight", 0.3)));
        for (Alpha alpha : scopes) {
            for (Mixture.Form form : Mixture.Form.values()) {
                MixtureFile mixture = new MixtureFile(
                        form,
                        List.of(
                                new MixtureFile.Entry("math", folder.resolve("experts/math.safetensors"), alpha),
                                new MixtureFile.Entry("code", Path.of("/elsewhere/code.safetensors"), alpha)));
                assertThat(roundTrip(mixture)).isEqualTo(mixture);
            }
        }
    }

    @Test
    void whatASearchUsedIsReadBackToo() {
        MixtureFile mixture = new MixtureFile(
                Mixture.Form.SUM,
                List.of(new MixtureFile.Entry("math", folder.resolve("math.safetensors"), Alpha.everywhere(1))),
                Optional.of(new MixtureFile.Shots("math-hard", List.of("a/1", "b/2"))));
        assertThat(roundTrip(mixture)).isEqualTo(mixture);
    }

    @Test
    void expertsBesideTheMixtureMoveWithIt() throws IOException {
        Path moved = Files.createDirectories(folder.resolve("moved"));
        roundTrip(new MixtureFile(
                Mixture.Form.OFFSET,
                List.of(new MixtureFile.Entry("math", folder.resolve("math.safetensors"), Alpha.everywhere(1)))));
        Files.copy(folder.resolve("mix.json"), moved.resolve("mix.json"));
        assertThat(MixtureFile.read(moved.resolve("mix.json")).entries().get(0).file())
                .isEqualTo(moved.resolve("math.safetensors"));
    }

    @Test
    void theExpertsAreReadWhenTheMixtureIsResolved() {
        Expert expert = Fixtures.expert("math", Map.of("m", new float[] {2}));
        ExpertFile.write(folder.resolve("math.safetensors"), expert);
        Mixture mixture = roundTrip(new MixtureFile(
                        Mixture.Form.SUM,
                        List.of(new MixtureFile.Entry(
                                "math", folder.resolve("math.safetensors"), Alpha.everywhere(0.5)))))
                .resolve();
        assertThat(mixture.form()).isEqualTo(Mixture.Form.SUM);
        assertThat(mixture.shares().get(0).adapter().name()).isEqualTo("math");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"format\":\"t2-mixture/9\",\"experts\":[{\"file\":\"a\",\"alpha\":1}]}",
                "{\"format\":\"t2-mixture/1\"}",
                "{\"format\":\"t2-mixture/1\",\"form\":\"product\",\"experts\":[{\"file\":\"a\",\"alpha\":1}]}",
                "{\"format\":\"t2-mixture/1\",\"scope\":\"head\",\"experts\":[{\"file\":\"a\",\"alpha\":1}]}",
                "{\"format\":\"t2-mixture/1\",\"experts\":[{\"alpha\":1}]}",
                "{\"format\":\"t2-mixture/1\",\"experts\":[{\"file\":\"a\"}]}",
                "{\"format\":\"t2-mixture/1\",\"experts\":[{\"file\":\"a\",\"alpha\":NaN}]}",
                "{\"format\":\"t2-mixture/1\",\"experts\":[{\"file\":\"a\",\"alpha\":1e999}]}",
                "{\"format\":\"t2-mixture/1\",\"experts\":[{\"file\":\"a\",\"alpha\":\"1\"}]}",
                "{\"format\":\"t2-mixture/1\",\"experts\":[{\"file\":\"a\\u0000b\",\"alpha\":1}]}",
                "{\"format\":\"t2-mixture/1\",\"scope\":\"layer\",\"experts\":[{\"file\":\"a\",\"alpha\":1}]}",
                "{\"format\":\"t2-mixture/1\",\"scope\":\"layer\",\"experts\":[{\"file\":\"a\",\"alpha\":[1,null]}]}",
                "{\"format\":\"t2-mixture/1\",\"scope\":\"matrix\",\"experts\":[{\"file\":\"a\",\"alpha\":{\"m\":null}}]}"
            })
    void whatIsNoMixtureIsRefusedWithTheFileName(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), text);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> MixtureFile.read(file))
                .withMessageContaining("bad.json")
                .withMessageEndingWith(".");
    }
}
