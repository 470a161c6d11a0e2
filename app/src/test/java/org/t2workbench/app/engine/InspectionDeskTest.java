package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.workbench.EffectCertificate;
import org.t2workbench.app.workbench.ExpertCombination;
import org.t2workbench.app.workbench.ExpertContrast;
import org.t2workbench.app.workbench.ExpertGains;
import org.t2workbench.app.workbench.ExpertSimilarity;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ExpertTrajectory;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.ExpertOperation;

/** Looking into the sample's experts over the engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectionDeskTest {

    private static final PromptText PROMPT = new PromptText("Tom has 37 cards and loses 19. How many are left?", true);

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private CoreSession session;

    @BeforeAll
    void open() {
        session = new CoreSession(
                EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
        session.open(ModelSource.SAMPLE, Progress.NONE, new CancellationToken());
        session.decompose(Progress.NONE, new CancellationToken());
        session.experts();
    }

    @AfterAll
    void close() {
        session.close();
    }

    private static Expert sample(String name) {
        return ExpertFile.read(
                InstallFolder.find().orElseThrow().sampleExperts().resolve(name + ".safetensors"));
    }

    private static float[] gains(Expert expert, String matrix) {
        return Objects.requireNonNull(expert.gains().get(matrix));
    }

    @Test
    void gainsAreThoseOfTheFileAndTheMetricsThoseOfSpectra() {
        Expert expert = sample("math");
        ExpertGains gains = session.inspection().gains("math");
        assertThat(gains.matrices()).hasSize(expert.gains().size());
        long components = 0;
        for (ExpertGains.Row row : gains.matrices()) {
            float[] written = gains(expert, row.matrix().name());
            assertThat(row.gains().size()).isEqualTo(written.length);
            assertThat(row.gains().at(7)).isEqualTo(written[7]);
            components += written.length;
        }
        assertThat(gains.histogram().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(components);
        List<MatrixMetrics> spectra = session.spectra()
                .metrics(MixtureSetting.NEUTRAL.with("math", 1), Progress.NONE, new CancellationToken());
        for (ExpertGains.Row row : gains.matrices()) {
            MatrixMetrics same = spectra.stream()
                    .filter(metrics -> metrics.matrix().equals(row.matrix()))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.metrics().largestChange()).isEqualTo(same.value(SpectrumMetric.LARGEST_GAIN_CHANGE));
            assertThat(row.metrics().relativeChange()).isEqualTo(same.value(SpectrumMetric.RELATIVE_CHANGE));
            assertThat(row.metrics().changedShare()).isEqualTo(same.value(SpectrumMetric.CHANGED_SHARE));
        }
        assertThat(gains.csv().lines().count()).isEqualTo(components + 1);
        assertThat(gains.metricsCsv().lines().count())
                .isEqualTo(gains.matrices().size() + 1);
        assertThat(gains.histogram().counts()).hasSize(61);
    }

    @Test
    void anExpertIsLikeItselfUnlikeItsOppositeAndTheTableIsSymmetric() {
        Path file = folder.resolve("opposite.safetensors");
        session.inspection()
                .saveCombined(new ExpertCombination(ExpertOperation.NEGATION, List.of("math"), "opposite"), file);
        session.loadExpert(file);
        ExpertSimilarity similarity = session.inspection().similarity(List.of("math", "code", "opposite"));
        assertThat(similarity.layers()).containsExactly(0, 1, 2, 3);
        for (ExpertSimilarity.Table table : similarity.tables()) {
            assertThat(table.cosines().get(0).get(0)).isCloseTo(1, within(1e-9));
            assertThat(table.cosines().get(0).get(2)).isCloseTo(-1, within(1e-6));
            assertThat(table.cosines().get(0).get(1))
                    .isEqualTo(table.cosines().get(1).get(0));
        }
        double whole = similarity.cosines(ExpertSimilarity.WHOLE, false).get(0).get(1);
        ExpertContrast contrast = session.inspection().contrast("math", "code", false, 25);
        assertThat(contrast.cosine()).isEqualTo(whole);
        assertThat(contrast.orthogonalShare()).isCloseTo(1 - whole * whole, within(1e-12));
        assertThat(contrast.components()).hasSize(25);
        ExpertContrast.Component most = contrast.components().get(0);
        Expert math = sample("math");
        Expert code = sample("code");
        double largest = 0;
        for (Map.Entry<String, float[]> entry : math.gains().entrySet()) {
            float[] other = gains(code, entry.getKey());
            for (int i = 0; i < other.length; i++) {
                largest = Math.max(largest, Math.abs((double) entry.getValue()[i] - other[i]));
            }
        }
        assertThat(most.size()).isEqualTo(largest);
        assertThat(session.inspection().contrast("math", "math", true, 25).matrices())
                .isEmpty();
        assertThat(similarity.csv().lines()).hasSize(1 + 9 * 2 * 5);
    }

    @Test
    void theCertificateOfAnExpertPassesItsSelfTestAndOneOfNoEffectSaysSo() {
        EffectCertificate certificate =
                session.inspection().certificate("math", PROMPT, 24, Progress.NONE, new CancellationToken());
        assertThat(certificate.checks()).extracting(EffectCheck::kind).containsExactly(EffectCheck.Kind.values());
        assertThat(certificate.checks()).allMatch(EffectCheck::passed);
        assertThat(certificate.effect().verdict()).isEqualTo(Effect.Verdict.CHANGED);
        assertThat(certificate.effect().meanKl().orElseThrow()).isPositive();
        assertThat(certificate.effect().relativeWeightChangePerLayer()).hasSize(4);
        assertThat(certificate.csv()).contains("self_test_known,").contains("mean_kl,");
        Expert math = sample("math");
        Map<String, float[]> ones = new LinkedHashMap<>();
        math.gains().forEach((matrix, gains) -> {
            float[] neutral = new float[gains.length];
            Arrays.fill(neutral, 1);
            ones.put(matrix, neutral);
        });
        Path file = folder.resolve("nothing.safetensors");
        ExpertFile.write(file, Expert.untrained("nothing", math.base(), ones));
        session.loadExpert(file);
        EffectCertificate nothing =
                session.inspection().certificate("nothing", PROMPT, 24, Progress.NONE, new CancellationToken());
        assertThat(nothing.effect().verdict()).isEqualTo(Effect.Verdict.SAME_WEIGHTS);
        assertThat(nothing.effect().meanKl()).hasValue(0);
        assertThat(nothing.effect().flippedTokens()).isZero();
        assertThat(nothing.checks()).allMatch(EffectCheck::passed);
        EffectCertificate unasked = session.inspection()
                .certificate("math", new PromptText("  ", false), 24, Progress.NONE, new CancellationToken());
        assertThat(unasked.effect().meanKl()).isEmpty();
        assertThat(unasked.checks()).isEmpty();
    }

    @Test
    void aSumIsAnExpertLikeAnyOtherWithItsProvenance() {
        Path file = folder.resolve("both.safetensors");
        session.inspection()
                .saveCombined(new ExpertCombination(ExpertOperation.SUM, List.of("math", "code"), " both "), file);
        ExpertSummary summary = session.loadExpert(file);
        assertThat(summary.name()).isEqualTo("both");
        assertThat(summary.warning()).isEmpty();
        Expert made = ExpertFile.read(file);
        assertThat(made.training()).contains("\"operation\":\"sum\"").contains("\"name\":\"code\"");
        String matrix = made.matrices().get(0);
        float math = gains(sample("math"), matrix)[3];
        float code = gains(sample("code"), matrix)[3];
        assertThat(gains(made, matrix)[3]).isCloseTo(math + code - 1, within(1e-6f));
    }

    @Test
    void aPathIsMeasuredFromItsStartToItsEnd() {
        Expert math = sample("math");
        Path run = folder.resolve("run");
        try (RunWriter writer = RunWriter.create(
                run, RunConfig.of("train", List.of(), Map.of("task", "math"), 1, Map.of(), Map.of()))) {
            for (int step = 0; step <= 4; step++) {
                writer.keepOnTheWay(step * 10L, 10, ExpertFile.body(part(math, step / 4f)));
                writer.appendMetrics(step * 10L, Map.of("change_norm", step * 1.5, "best_iteration", 30), Map.of());
            }
        }
        ExpertTrajectory way = session.inspection().trajectory(run, PROMPT, Progress.NONE, new CancellationToken());
        assertThat(way.points()).extracting(ExpertTrajectory.Point::iteration).containsExactly(0L, 10L, 20L, 30L, 40L);
        assertThat(way.best()).isEqualTo(30);
        assertThat(way.norms()).hasSize(5);
        ExpertTrajectory.Point start = way.points().get(0);
        assertThat(start.norm()).isZero();
        assertThat(start.cosine()).isNaN();
        assertThat(start.divergence()).isZero();
        ExpertTrajectory.Point half = way.points().get(2);
        ExpertTrajectory.Point end = way.points().get(4);
        // every part lies on the same line
        assertThat(half.norm()).isCloseTo(end.norm() / 2, within(1e-5));
        assertThat(half.cosine()).isCloseTo(1, within(1e-6));
        assertThat(end.divergence()).isGreaterThan(half.divergence());
        assertThat(half.divergence()).isPositive();
        EffectCertificate whole =
                session.inspection().certificate("math", PROMPT, 8, Progress.NONE, new CancellationToken());
        assertThat(end.relativeChange()).isEqualTo(whole.effect().relativeWeightChange());
        assertThat(way.csv().lines()).hasSize(6);
    }

    private static Expert part(Expert whole, float share) {
        Map<String, float[]> gains = new LinkedHashMap<>();
        whole.gains().forEach((matrix, values) -> {
            float[] own = new float[values.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = 1 + share * (values[i] - 1);
            }
            gains.put(matrix, own);
        });
        return Expert.untrained("part", whole.base(), gains);
    }

    @Test
    void aPathThatIsNotThereOrOfAnotherModelGivesASentence() {
        Path empty = folder.resolve("empty");
        RunWriter.create(empty, RunConfig.of("train", List.of(), Map.of(), 1, Map.of(), Map.of()))
                .close();
        assertThatThrownBy(() -> session.inspection().trajectory(empty, PROMPT, Progress.NONE, new CancellationToken()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("trained no gains");
        Path other = folder.resolve("other");
        try (RunWriter writer =
                RunWriter.create(other, RunConfig.of("train", List.of(), Map.of(), 1, Map.of(), Map.of()))) {
            Expert foreign = Expert.untrained(
                    "foreign", new BaseModel("giant", Optional.empty()), Map.of("q", new float[] {1, 2}));
            writer.keepOnTheWay(0, 1, ExpertFile.body(foreign));
            writer.keepOnTheWay(1, 1, ExpertFile.body(foreign));
        }
        assertThatThrownBy(() -> session.inspection().trajectory(other, PROMPT, Progress.NONE, new CancellationToken()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("made for giant");
        assertThatThrownBy(() -> session.inspection().gains("nobody"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not open any more");
    }
}
