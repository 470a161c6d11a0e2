package org.t2workbench.app.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.workbench.EvaluatedStrategy;
import org.t2workbench.app.workbench.EvaluationRequest;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunRegistry;

/** Commands and states of the Evaluate screen, and what it makes of an evaluation's folder. */
class EvaluationViewModelTest {

    @TempDir
    Path data;

    private final Strings strings = new Strings(Locale.ENGLISH);
    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final FakeSession session = new FakeSession();
    private final FakeDialogs dialogs = new FakeDialogs();
    private final Workspace workspace = new Workspace(session, runner, strings);

    private EvaluationViewModel open() {
        workspace.open(ModelSource.SAMPLE);
        runner.runAll();
        EvaluationViewModel viewModel = viewModel();
        viewModel.activate();
        runner.runAll();
        viewModel.form().limitProperty().set("20");
        return viewModel;
    }

    private EvaluationViewModel viewModel() {
        return new EvaluationViewModel(workspace, dialogs, new RunRegistry(data), strings);
    }

    private static void choose(EvaluationViewModel viewModel, String... tasks) {
        viewModel
                .form()
                .tasks()
                .forEach(task -> task.chosen().set(List.of(tasks).contains(task.name())));
    }

    private static EvaluationState state(EvaluationViewModel viewModel) {
        return viewModel.stateProperty().get();
    }

    private EvaluationRequest asked() {
        return Objects.requireNonNull(session.evaluations.asked);
    }

    @Test
    void withoutAModelNothingStarts() {
        EvaluationViewModel viewModel = viewModel();
        viewModel.activate();
        viewModel.start();
        viewModel.stop();
        viewModel.resume();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.NONE);
        assertThat(data.resolve("evaluations")).doesNotExist();
    }

    @Test
    void theFirstChoiceIsTheThreeFamiliesUnderBaseAndClassifier() {
        EvaluationViewModel viewModel = open();
        viewModel.start();
        runner.runAll();
        assertThat(asked().tasks()).containsExactly("code", "math", "reasoning");
        assertThat(asked().strategies()).containsExactly(EvaluatedStrategy.BASE, EvaluatedStrategy.CLASSIFIER);
        assertThat(asked().split()).isEqualTo("test");
        assertThat(asked().experts())
                .extracting(EvaluationRequest.Given::name)
                .containsExactly("math", "code", "reasoning");
        assertThat(asked().dispatcher()).endsWith("dispatch.safetensors");
    }

    @Test
    void rowsComeWithTheirFiguresTaskByTask() {
        EvaluationViewModel viewModel = open();
        choose(viewModel, "math", "code-hard");
        viewModel.start();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.FINISHED);
        assertThat(viewModel.rows())
                .extracting(ResultRow::task, ResultRow::label, ResultRow::place)
                .containsExactly(
                        tuple("code-hard", "base", 1),
                        tuple("code-hard", "classifier", 2),
                        tuple("math", "base", 1),
                        tuple("math", "classifier", 2));
        ResultRow base = viewModel.rows().get(2);
        assertThat(base.isBase()).isTrue();
        assertThat(base.correct()).isEqualTo(13);
        assertThat(base.pValue()).isNaN();
        ResultRow row = viewModel.rows().get(3);
        // base is wrong at 0, 3, 6, 9, 12, 15, 18, the classifier at 0, 7, 14
        assertThat(row.correct()).isEqualTo(17);
        assertThat(row.onlyBase()).isEqualTo(2);
        assertThat(row.onlyThis()).isEqualTo(6);
        assertThat(row.isBetter()).isTrue();
        assertThat(row.low()).isLessThan(row.accuracy()).isGreaterThan(0.6);
        assertThat(viewModel.matricesProperty().get()).hasSize(1);
        DispatchMatrix matrix = viewModel.matricesProperty().get().get(0);
        assertThat(matrix.rows()).extracting(DispatchMatrix.Row::category).containsExactly("code", "math");
        assertThat(matrix.rows().get(1).counts()).containsExactly(18, 0, 0, 2);
        assertThat(matrix.right()).isEqualTo(0.9);
    }

    @Test
    void whatAStrategyLacksIsOneSentenceAndItIsNotMeasured() {
        session.evaluations.dispatcher = "";
        EvaluationViewModel viewModel = open();
        EvaluationForm form = viewModel.form();
        assertThat(form.strategy(EvaluatedStrategy.CLASSIFIER).lack().get())
                .isEqualTo("Choose the file of a dispatch expert below.");
        workspace.mixtureProperty().set(MixtureSetting.NEUTRAL);
        assertThat(form.strategy(EvaluatedStrategy.MANUAL).lack().get()).contains("at 0, which is base");
        assertThat(form.strategy(EvaluatedStrategy.PROMPT).lack().get()).isEmpty();
        viewModel.start();
        runner.runAll();
        assertThat(asked().strategies()).containsExactly(EvaluatedStrategy.BASE);
        dialogs.answer = Path.of("mine.safetensors");
        viewModel.chooseDispatcher();
        assertThat(form.strategy(EvaluatedStrategy.CLASSIFIER).lack().get()).isEmpty();
        workspace.mixtureProperty().set(MixtureSetting.NEUTRAL.with("code", 0.5));
        form.strategy(EvaluatedStrategy.MANUAL).chosen().set(true);
        viewModel.start();
        runner.runAll();
        assertThat(asked().strategies())
                .containsExactly(EvaluatedStrategy.BASE, EvaluatedStrategy.MANUAL, EvaluatedStrategy.CLASSIFIER);
        assertThat(asked().experts()).extracting(EvaluationRequest.Given::alpha).containsExactly(0.0, 0.5, 0.0);
    }

    @Test
    void aFieldThatMakesNoSenseIsNamed() {
        EvaluationViewModel viewModel = open();
        viewModel.form().limitProperty().set("many");
        assertThat(viewModel.form().problemProperty().get())
                .contains("Items at most")
                .contains("many");
        assertThat(viewModel.canStart()).isFalse();
        viewModel.form().limitProperty().set("20");
        viewModel.form().shotsProperty().set("0");
        assertThat(viewModel.form().problemProperty().get()).startsWith("Shots");
        viewModel.form().shotsProperty().set("");
        choose(viewModel);
        assertThat(viewModel.form().problemProperty().get()).isEqualTo("Choose at least one task.");
        choose(viewModel, "math");
        assertThat(viewModel.canStart()).isTrue();
    }

    @Test
    void oneThatFailedKeepsItsRowsAndGoesOn() {
        EvaluationViewModel viewModel = open();
        choose(viewModel, "math", "code");
        session.evaluations.brokenRow = 3;
        viewModel.start();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.FAILED);
        assertThat(viewModel.failureProperty().get()).isEqualTo("The memory did not suffice for row 3.");
        assertThat(viewModel.rows()).hasSize(2);
        assertThat(viewModel.canResume()).isTrue();
        viewModel.resume();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.FINISHED);
        assertThat(viewModel.failureProperty().get()).isEmpty();
        assertThat(viewModel.rows()).hasSize(4);
    }

    @Test
    void oneThatWasStoppedBeforeItBeganKeepsNothingButItsRequest() {
        EvaluationViewModel viewModel = open();
        viewModel.start();
        runner.step();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.WAITING);
        viewModel.stop();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.STOPPING);
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.STOPPED);
        assertThat(viewModel.kept()).hasSize(1).noneMatch(KeptEvaluation::complete);
        viewModel.resume();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(EvaluationState.FINISHED);
        assertThat(viewModel.kept()).hasSize(1).allMatch(KeptEvaluation::complete);
    }

    @Test
    void anEvaluationIsOpenedAgainLaterWithItsFormAndAnswers() {
        EvaluationViewModel first = open();
        choose(first, "math");
        first.form().seedProperty().set("7");
        first.start();
        runner.runAll();
        EvaluationViewModel later = viewModel();
        later.activate();
        runner.runAll();
        assertThat(later.kept()).hasSize(1);
        later.open(later.kept().get(0).folder());
        runner.runAll();
        assertThat(state(later)).isEqualTo(EvaluationState.FINISHED);
        assertThat(later.rows()).isEqualTo(first.rows());
        assertThat(later.form().seedProperty().get()).isEqualTo("7");
        later.answers().rowProperty().set(later.rows().get(1));
        runner.runAll();
        assertThat(later.answers().pairs()).hasSize(20);
        assertThat(failures).isEmpty();
    }

    @Test
    void anEvaluationOfAnotherModelIsNotGoneOnWith() {
        EvaluationViewModel viewModel = open();
        session.evaluations.brokenRow = 1;
        viewModel.start();
        runner.runAll();
        workspace.open(new ModelSource("other"));
        runner.runAll();
        viewModel.resume();
        runner.runAll();
        assertThat(viewModel.failureProperty().get()).contains("of the model sample");
        assertThat(state(viewModel)).isEqualTo(EvaluationState.FAILED);
    }

    @Test
    void answersAreFilteredByWhoWasRight() {
        EvaluationViewModel viewModel = open();
        choose(viewModel, "math");
        viewModel.start();
        runner.runAll();
        AnswersViewModel answers = viewModel.answers();
        answers.rowProperty().set(viewModel.rows().get(1));
        runner.runAll();
        answers.filterProperty().set(AnswerPair.Filter.ONLY_BASE);
        assertThat(answers.pairs()).extracting(AnswerPair::number).containsExactly(8, 15);
        answers.filterProperty().set(AnswerPair.Filter.ONLY_STRATEGY);
        assertThat(answers.pairs()).hasSize(6);
        answers.filterProperty().set(AnswerPair.Filter.BOTH_WRONG);
        assertThat(answers.pairs()).extracting(AnswerPair::number).containsExactly(1);
        AnswerPair pair = answers.pairs().get(0);
        assertThat(pair.prompt()).contains("Tom has 30 cards");
        assertThat(pair.expected()).isEqualTo("27");
        assertThat(pair.base().text()).contains("#### 26");
        assertThat(Objects.requireNonNull(pair.dispatch()).text()).isEqualTo("\\boxed{math}");
    }

    @Test
    void theFiguresAreWrittenInEveryFormat() throws IOException {
        EvaluationViewModel viewModel = open();
        choose(viewModel, "math");
        viewModel.start();
        runner.runAll();
        for (EvaluationExports.Format format : EvaluationExports.Format.values()) {
            dialogs.answer = data.resolve("out." + format.ending());
            viewModel.exports().export(format);
            runner.runAll();
            assertThat(data.resolve("out." + format.ending())).isNotEmptyFile();
        }
        assertThat(Files.readString(data.resolve("out.csv"))).contains("math,classifier,math code,20,17,0.85");
        assertThat(Files.readString(data.resolve("out.md"))).contains("| math | classifier |");
        assertThat(Files.readString(data.resolve("out.tex"))).contains("\\toprule");
        assertThat(Files.readString(data.resolve("out.svg"))).contains("<svg").contains("classifier");
        assertThat(Files.readAllBytes(data.resolve("out.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(failures).isEmpty();
    }
}
