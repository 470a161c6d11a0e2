package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

class ExpertOperationTest {

    private static final BaseModel MODEL = new BaseModel("m", Optional.of("f00d"));
    private static final BaseModel.Target TARGET = new BaseModel.Target(
            MODEL,
            List.of(new MatrixInfo("q", 0, MatrixKind.Q, 2, 3), new MatrixInfo("down", 0, MatrixKind.DOWN, 2, 2)));
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final Expert math = Expert.untrained("math", MODEL, Map.of("q", new float[] {1.5f, 0.75f}));
    private final Expert code =
            Expert.untrained("code", MODEL, Map.of("q", new float[] {1.25f, 1}, "down", new float[] {0.5f, 1}));

    private Expert made(ExpertOperation operation, Expert... experts) {
        return operation.of("new", List.of(experts), TARGET, NOW);
    }

    @Test
    void whatTheExpertsChangeIsAddedTakenAwayTurnedRoundOrAveraged() {
        assertThat(made(ExpertOperation.SUM, math, code).gains())
                .usingRecursiveComparison()
                .isEqualTo(Map.of("q", new float[] {1.75f, 0.75f}, "down", new float[] {0.5f, 1}));
        assertThat(made(ExpertOperation.DIFFERENCE, math, code).gains())
                .usingRecursiveComparison()
                .isEqualTo(Map.of("q", new float[] {1.25f, 0.75f}, "down", new float[] {1.5f, 1}));
        assertThat(made(ExpertOperation.NEGATION, math).gains())
                .usingRecursiveComparison()
                .isEqualTo(Map.of("q", new float[] {0.5f, 1.25f}));
        assertThat(made(ExpertOperation.MEAN, math, code).gains())
                .usingRecursiveComparison()
                .isEqualTo(Map.of("q", new float[] {1.375f, 0.875f}, "down", new float[] {0.75f, 1}));
    }

    @Test
    void turningRoundTwiceAndTakingAwayWhatWasAddedGiveTheExpertBack() {
        Expert twice = made(ExpertOperation.NEGATION, made(ExpertOperation.NEGATION, math));
        assertThat(twice.gains()).usingRecursiveComparison().isEqualTo(math.gains());
        Expert back = made(ExpertOperation.DIFFERENCE, made(ExpertOperation.SUM, math, code), code);
        assertThat(back.gains().get("q")).isEqualTo(math.gains().get("q"));
        assertThat(back.gains().get("down")).containsExactly(1, 1);
    }

    @Test
    void itSaysWhereItComesFromAndIsReadLikeAnyOther(@TempDir Path folder) throws JsonProcessingException {
        Path file = folder.resolve("difference.safetensors");
        ExpertFile.write(file, made(ExpertOperation.DIFFERENCE, math, code));
        Expert read = ExpertFile.read(file);
        assertThat(read.name()).isEqualTo("new");
        assertThat(read.base()).isEqualTo(MODEL);
        assertThat(read.created()).contains(NOW);
        JsonNode told = new JsonMapper().readTree(read.training());
        assertThat(told.path("operation").asText()).isEqualTo("difference");
        assertThat(told.path("experts").get(0).path("name").asText()).isEqualTo("math");
        assertThat(told.path("experts").get(0).path("alpha").asDouble()).isEqualTo(1);
        assertThat(told.path("experts").get(1).path("alpha").asDouble()).isEqualTo(-1);
        assertThat(told.path("experts").get(1).path("vectors").asText()).isEqualTo(code.fingerprint());
    }

    @Test
    void aDifferenceOfEqualExpertsIsRefusedAndSoIsTheWrongNumberOfThem() {
        assertThatThrownBy(() -> made(ExpertOperation.DIFFERENCE, math, math))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("changes nothing");
        assertThatThrownBy(() -> made(ExpertOperation.NEGATION, math, code))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("The negation takes 1 expert, not 2.");
        assertThatThrownBy(() -> made(ExpertOperation.MEAN, math))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("The mean takes at least 2 experts, not 1.");
    }
}
