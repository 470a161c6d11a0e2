package org.t2workbench.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.TrainingRequest;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;

/** Commands and states of the Train screen, and what it makes of a run folder. */
class TrainViewModelTest {

    @TempDir
    Path data;

    private final Strings strings = new Strings(Locale.ENGLISH);
    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final FakeSession session = new FakeSession();
    private final Workspace workspace = new Workspace(session, runner, strings);

    private TrainViewModel open(int iterations) {
        workspace.open(ModelSource.SAMPLE);
        runner.runAll();
        TrainViewModel viewModel = new TrainViewModel(workspace, new FakeDialogs(), new RunRegistry(data), strings);
        viewModel.activate();
        runner.runAll();
        viewModel.form().field("iterations").textProperty().set(Integer.toString(iterations));
        runner.runAll();
        return viewModel;
    }

    private static TrainState state(TrainViewModel viewModel) {
        return viewModel.stateProperty().get();
    }

    @Test
    void withoutAModelNothingStarts() {
        TrainViewModel viewModel = new TrainViewModel(workspace, new FakeDialogs(), new RunRegistry(data), strings);
        viewModel.activate();
        viewModel.start();
        viewModel.stop();
        viewModel.resume();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.NO_MODEL);
        assertThat(new RunRegistry(data).runs(problem -> {})).isEmpty();
    }

    @Test
    void aRunGoesFromWaitingToFinishedAndEachCommandIsAllowedInItsStatesOnly() {
        TrainViewModel viewModel = open(5);
        assertThat(state(viewModel)).isEqualTo(TrainState.READY);
        assertThat(viewModel.canStart()).isTrue();
        assertThat(viewModel.canStop()).isFalse();
        assertThat(viewModel.canResume()).isFalse();
        viewModel.start();
        assertThat(state(viewModel)).isEqualTo(TrainState.WAITING);
        assertThat(viewModel.canStart()).isFalse();
        assertThat(viewModel.canUse()).isFalse();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.FINISHED);
        assertThat(viewModel.canStart()).isTrue();
        assertThat(viewModel.canStop()).isFalse();
        assertThat(viewModel.canResume()).isFalse();
        assertThat(viewModel.canUse()).isTrue();
        assertThat(viewModel.pointsProperty().get()).hasSize(6);
        assertThat(viewModel.resultWords()).isEqualTo("validation 71.5 → 80.0 % of 200 · best at iteration 10");
        assertThat(failures).isEmpty();
    }

    @Test
    void aRunThatIsStoppedBeforeItsTurnWroteNothingAndCanGoOn() {
        TrainViewModel viewModel = open(5);
        viewModel.start();
        // the folder is made, the training waits
        runner.step();
        assertThat(viewModel.canStop()).isTrue();
        viewModel.stop();
        assertThat(state(viewModel)).isEqualTo(TrainState.STOPPING);
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.STOPPED);
        assertThat(viewModel.canUse()).isFalse();
        viewModel.resume();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.FINISHED);
        assertThat(viewModel.pointsProperty().get()).hasSize(6);
    }

    @Test
    void aRunThatDivergesKeepsItsSentenceUntilItGoesOn() {
        TrainViewModel viewModel = open(5);
        session.training.brokenIteration = 2;
        viewModel.start();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.FAILED);
        assertThat(viewModel.failureProperty().get()).contains("iteration 2");
        assertThat(failures).isEmpty();
        viewModel.resume();
        assertThat(viewModel.failureProperty().get()).isEmpty();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.FINISHED);
    }

    @Test
    void aRunThatSomebodyElseBeganIsTakenOverWithItsOwnSettings() {
        TrainViewModel first = open(7);
        session.training.brokenIteration = 3;
        first.start();
        runner.runAll();
        TrainingRequest request = first.requestProperty().get();
        assertThat(request).isNotNull();
        TrainViewModel second = open(99);
        second.resume(request.folder());
        runner.runAll();
        assertThat(state(second)).isEqualTo(TrainState.FINISHED);
        assertThat(second.iterations()).isEqualTo(7);
        assertThat(second.form().field("iterations").textProperty().get()).isEqualTo("7");
        assertThat(RunFolder.open(request.folder()).metrics()).hasSize(8);
    }

    @Test
    void anotherModelPutsTheRunAway() {
        TrainViewModel viewModel = open(3);
        viewModel.start();
        runner.runAll();
        workspace.open(ModelSource.folder(Path.of("elsewhere")));
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(TrainState.READY);
        assertThat(viewModel.pointsProperty().get()).isEmpty();
        assertThat(viewModel.rollouts()).isEmpty();
        assertThat(viewModel.canUse()).isFalse();
        assertThat(viewModel.canStart()).isTrue();
    }

    @Test
    void theFormHidesWhatHasNoEffectAndNamesWhatIsWrong() {
        TrainingForm form = new TrainingForm();
        assertThat(form.problemProperty().get()).isEmpty();
        assertThat(form.field("kl_coefficient").appliesProperty().get()).isTrue();
        assertThat(form.field("rank").appliesProperty().get()).isFalse();
        form.field("method").textProperty().set("sft");
        form.field("adapter").textProperty().set("lora");
        assertThat(form.field("kl_coefficient").appliesProperty().get()).isFalse();
        assertThat(form.field("rank").appliesProperty().get()).isTrue();
        assertThat(form.changedProperty().get()).isTrue();
        form.field("rank").textProperty().set("many");
        assertThat(form.settingsProperty().get()).isNull();
        assertThat(form.problemProperty().get()).contains("Rank").contains("many");
        form.choose("paper");
        assertThat(form.problemProperty().get()).isEmpty();
        assertThat(form.changedProperty().get()).isFalse();
        assertThat(form.field("learning_rate").textProperty().get()).isEqualTo("0.002");
    }

    @Test
    void everyOptionStandsInTheFormOnce() {
        TrainingForm form = new TrainingForm();
        List<String> keys =
                new ArrayList<>(form.basic().stream().map(FormField::key).toList());
        form.groups().values().forEach(fields -> fields.forEach(field -> keys.add(field.key())));
        assertThat(keys).doesNotHaveDuplicates().hasSameSizeAs(org.t2workbench.core.training.TrainingOptions.all());
    }
}
