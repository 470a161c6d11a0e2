package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.ComponentGains;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MatrixPictures;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.DecompositionStore;

/** What the Learn screen asks of the engine, over the sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LearnDeskTest {

    private static final GenerationSettings GREEDY = new GenerationSettings(0, 0, 1, 7, 72);
    private static final CancellationToken TOKEN = new CancellationToken();

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private CoreSession session;

    @SuppressWarnings("NullAway.Init")
    private ModelSummary model;

    private PromptText prompt = new PromptText("", true);

    @BeforeAll
    void openTheSample() {
        session = new CoreSession(
                EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
        model = session.open(ModelSource.SAMPLE, Progress.NONE, TOKEN);
        session.decompose(Progress.NONE, TOKEN);
        prompt = new PromptText(Optional.ofNullable(model.demo()).orElseThrow().prompt(), true);
    }

    @AfterAll
    void close() {
        session.close();
    }

    private Comparison compare(ComponentGains gains) {
        return session.learn().compare(new CompareRequest(prompt, MixtureSetting.NEUTRAL, GREEDY), gains, TOKEN);
    }

    @Test
    void whatIsLostIsWhatTheSingularValuesSay() {
        MatrixSummary matrix = model.matrices().get(4);
        List<Double> sigma = session.spectra()
                .spectrum(matrix.name(), MixtureSetting.NEUTRAL)
                .base();
        for (int k : new int[] {0, 1, 20, matrix.rank()}) {
            MatrixPictures pictures = session.learn().matrix(matrix.name(), ComponentGains.keepFirst(matrix.name(), k));
            double kept = sigma.stream().limit(k).mapToDouble(s -> s * s).sum();
            double all = sigma.stream().mapToDouble(s -> s * s).sum();
            assertThat(pictures.energyKept()).isCloseTo(kept / all, within(1e-6));
            assertThat(pictures.before().rows()).isEqualTo(matrix.rows());
            assertThat(pictures.after().columns()).isEqualTo(matrix.columns());
        }
    }

    @Test
    void withoutChangeBothSidesAreTheBaseModel() {
        Comparison same = compare(ComponentGains.NONE);
        assertThat(same.adapted().text()).isEqualTo(same.base().text()).isNotBlank();
        assertThat(same.effect().sameWeights()).isTrue();
        NextTokens next = session.learn().nextTokens(prompt, ComponentGains.NONE, 4, TOKEN);
        assertThat(next.adapted()).isEqualTo(next.base());
    }

    @Test
    void fewerComponentsGiveAnotherAnswer() {
        Comparison few = compare(ComponentGains.keepFirst("", 8));
        assertThat(few.adapted().text()).isNotEqualTo(few.base().text());
        Comparison all = compare(ComponentGains.keepFirst("", 128));
        assertThat(all.adapted().text()).isEqualTo(all.base().text());
    }

    @Test
    void oneMatrixAloneIsChanged() {
        String name = model.matrices().get(0).name();
        NextTokens one = session.learn().nextTokens(prompt, ComponentGains.dropFirst(name, 64), 4, TOKEN);
        NextTokens every = session.learn().nextTokens(prompt, ComponentGains.dropFirst("", 64), 4, TOKEN);
        assertThat(one.adapted()).isNotEqualTo(one.base()).isNotEqualTo(every.adapted());
    }

    @Test
    void aSupersededAnswerIsCancelled() {
        CancellationToken cancelled = new CancellationToken();
        cancelled.cancel();
        assertThatThrownBy(() -> session.learn()
                        .compare(
                                new CompareRequest(prompt, MixtureSetting.NEUTRAL, GREEDY),
                                ComponentGains.NONE,
                                cancelled))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void aMatrixThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> session.learn().matrix("no.such.weight", ComponentGains.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no.such.weight");
    }

    @Test
    void aRunWithoutAnExpertHasChangedNothing() {
        assertThat(session.learn()
                        .trained(folder, model.matrices().get(6).name())
                        .isAdapted())
                .isFalse();
    }

    @Test
    void thePictureComesBackWithAllItsComponents() {
        assertThat(session.learn().picture(128).relativeChange()).isZero();
        assertThat(session.learn().picture(12).energyKept()).isBetween(0.95, 0.9999);
    }
}
