package org.t2workbench.app.experts.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.chart.StripChart.Kind;
import org.t2workbench.app.chart.StripChart.Mark;
import org.t2workbench.app.chart.StripChart.Strips;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.experts.adapt.AdaptField.Key;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.adaptation.search.Score;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.svf.Mixture;

/** Form, commands and states of the Adapt view, over run folders that are really written. */
class AdaptViewModelTest {

    private static final double SAME = 1e-12;

    @TempDir
    Path data;

    private final Strings strings = new Strings(Locale.ENGLISH);
    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final FakeSession session = new FakeSession();
    private final FakeDialogs dialogs = new FakeDialogs();
    private final Workspace workspace = new Workspace(session, runner, strings);

    private AdaptViewModel open(int generations) {
        workspace.open(ModelSource.SAMPLE);
        runner.runAll();
        AdaptViewModel viewModel = new AdaptViewModel(workspace, dialogs, new RunRegistry(data), strings);
        viewModel.activate();
        runner.runAll();
        write(viewModel, Key.GENERATIONS, Integer.toString(generations));
        return viewModel;
    }

    private static void write(AdaptViewModel viewModel, Key key, String text) {
        viewModel.form().field(key).textProperty().set(text);
    }

    private static String problem(AdaptViewModel viewModel, Key key) {
        return viewModel.form().field(key).problemProperty().get();
    }

    private static SearchState state(AdaptViewModel viewModel) {
        return viewModel.stateProperty().get();
    }

    @Test
    void withoutAModelNothingStarts() {
        AdaptViewModel viewModel = new AdaptViewModel(workspace, dialogs, new RunRegistry(data), strings);
        viewModel.activate();
        viewModel.start();
        viewModel.stop();
        viewModel.resume();
        viewModel.open(data);
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.NO_MODEL);
        assertThat(new RunRegistry(data).runs(problem -> {})).isEmpty();
    }

    @Test
    void aSearchGoesToItsEndAndEachCommandIsAllowedInItsStatesOnly() {
        AdaptViewModel viewModel = open(5);
        assertThat(state(viewModel)).isEqualTo(SearchState.READY);
        assertThat(viewModel.canStart()).isTrue();
        assertThat(viewModel.found().canSave()).isFalse();
        assertThat(viewModel.found().canApply()).isFalse();
        viewModel.start();
        assertThat(state(viewModel)).isEqualTo(SearchState.WAITING);
        assertThat(viewModel.canStart()).isFalse();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.FINISHED);
        assertThat(viewModel.canStop()).isFalse();
        assertThat(viewModel.canResume()).isFalse();
        assertThat(viewModel.scrub().count()).isEqualTo(5);
        assertThat(viewModel.scrub().shownProperty().get()).isEqualTo(5);
        assertThat(viewModel.found().names()).containsExactly("math", "code", "reasoning");
        assertThat(viewModel.progressWords()).isEqualTo("5 of 5 generations · task math · cem");
        assertThat(viewModel.bestWords()).contains("of 10 right").contains("generation 5");
        assertThat(new RunRegistry(data).runs(problem -> {}))
                .singleElement()
                .satisfies(run -> assertThat(run.path().getFileName()).hasToString("adapt-math"));
        assertThat(failures).isEmpty();
    }

    @Test
    void aSearchThatBreaksKeepsItsGenerationsAndGoesOnWithTheRest() {
        AdaptViewModel viewModel = open(6);
        session.searches.brokenGeneration = 4;
        viewModel.start();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.FAILED);
        assertThat(viewModel.failureProperty().get()).isEqualTo("Generation 4 cannot be made.");
        assertThat(viewModel.scrub().count()).isEqualTo(3);
        viewModel.resume();
        assertThat(viewModel.failureProperty().get()).isEmpty();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.FINISHED);
        assertThat(viewModel.scrub().generationsProperty().get())
                .extracting(Generation::number)
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(failures).isEmpty();
    }

    @Test
    void aSearchStoppedBeforeItsTurnCanGoOn() {
        AdaptViewModel viewModel = open(2);
        viewModel.start();
        // the folder is made, the search waits
        runner.step();
        viewModel.stop();
        assertThat(state(viewModel)).isEqualTo(SearchState.STOPPING);
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.STOPPED);
        viewModel.resume();
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.FINISHED);
    }

    @Test
    void aFinishedSearchIsReplayedFromItsFolderWithItsOwnSettings() {
        AdaptViewModel first = open(4);
        write(first, Key.SEED, "9");
        first.start();
        runner.runAll();
        Path folder = Objects.requireNonNull(first.requestProperty().get()).folder();
        AdaptViewModel second = open(99);
        second.earlier().look();
        runner.runAll();
        assertThat(second.earlier().foundProperty().get())
                .extracting(EarlierSearches.Earlier::name, EarlierSearches.Earlier::task)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("adapt-math", "math"));
        second.open(folder);
        runner.runAll();
        assertThat(state(second)).isEqualTo(SearchState.FINISHED);
        assertThat(second.scrub().generationsProperty().get())
                .isEqualTo(first.scrub().generationsProperty().get());
        assertThat(second.form().field(Key.SEED).textProperty().get()).isEqualTo("9");
        assertThat(second.form().field(Key.GENERATIONS).textProperty().get()).isEqualTo("4");
    }

    @Test
    void aRunOfAnotherKindIsRefusedInASentence() {
        AdaptViewModel viewModel = open(2);
        viewModel.open(data.resolve("nothing"));
        runner.runAll();
        assertThat(failures).hasSize(1);
        assertThat(state(viewModel)).isEqualTo(SearchState.READY);
    }

    @Test
    void whoWentBackStaysThereWhileGenerationsCome() {
        Scrub scrub = new Scrub();
        List<Generation> all = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            all.add(generation(number, 0.1, 0.9));
            scrub.show(List.copyOf(all));
        }
        assertThat(scrub.shownProperty().get()).isEqualTo(4);
        scrub.go(2);
        all.add(generation(5, 0.2, 0.8));
        scrub.show(List.copyOf(all));
        assertThat(scrub.shownProperty().get()).isEqualTo(2);
        assertThat(scrub.generation().orElseThrow().number()).isEqualTo(2);
        scrub.go(99);
        assertThat(scrub.shownProperty().get()).isEqualTo(5);
        scrub.togglePlay();
        assertThat(scrub.shownProperty().get()).isEqualTo(1);
        for (int tick = 0; tick < 9; tick++) {
            scrub.tick();
        }
        assertThat(scrub.shownProperty().get()).isEqualTo(5);
        assertThat(scrub.playingProperty().get()).isFalse();
        scrub.show(List.of());
        assertThat(scrub.shownProperty().get()).isZero();
        assertThat(scrub.generation()).isEmpty();
    }

    @Test
    void theMixtureOfTheShownGenerationGoesToTheSlidersAndToAFile() {
        AdaptViewModel viewModel = open(5);
        viewModel.start();
        runner.runAll();
        viewModel.scrub().go(2);
        Member best = viewModel.scrub().generation().orElseThrow().best();
        List<MixtureSetting> applied = new ArrayList<>();
        viewModel.found().apply(applied::add);
        runner.runAll();
        assertThat(applied).containsExactly(workspace.mixture());
        assertThat(workspace.mixture().alpha("math")).isEqualTo(best.alpha().get(0));
        assertThat(workspace.mixture().alpha("reasoning"))
                .isEqualTo(best.alpha().get(2));
        dialogs.answer = data.resolve("kept.json");
        viewModel.found().save();
        runner.runAll();
        assertThat(session.searches.saved.get(data.resolve("kept.json"))).isEqualTo(best);
    }

    @Test
    void whatTheSlidersCannotShowIsToldAndNotApplied() {
        AdaptViewModel viewModel = open(2);
        write(viewModel, Key.FORM, "sum");
        viewModel.start();
        runner.runAll();
        assertThat(viewModel.found().applyProblem()).contains("mix by offset");
        assertThat(viewModel.found().canApply()).isFalse();
        assertThat(viewModel.found().canSave()).isTrue();
        write(viewModel, Key.FORM, "offset");
        write(viewModel, Key.SCOPE, "layer");
        viewModel.start();
        runner.runAll();
        assertThat(viewModel.found().places()).containsExactly("0", "1");
        assertThat(viewModel.found().applyProblem()).contains("layer to layer");
        assertThat(viewModel.alphaWords()).contains("math").contains("±");
        SearchWords words = new SearchWords(strings);
        SearchSettings sum = SearchSettings.paper();
        assertThat(words.sliderProblem(sum, member(3, 0.25, 0.75))).isEmpty();
        assertThat(words.sliderProblem(sum, member(3, 0.25, 0.5))).contains("0.75 in all");
    }

    @Test
    void thePicturesShowEveryMemberByRankAndTheChosenPlaceAlone() {
        AdaptViewModel viewModel = open(3);
        write(viewModel, Key.SCOPE, "layer");
        viewModel.start();
        runner.runAll();
        Pictures pictures = new Pictures(viewModel, strings);
        Generation shown = viewModel.scrub().generation().orElseThrow();
        Strips strips = pictures.strips();
        assertThat(strips.marks()).hasSize(32);
        assertThat(strips.marks().get(0).kind()).isEqualTo(Kind.BEST);
        assertThat(strips.marks())
                .extracting(Mark::kind)
                .filteredOn(Kind.ELITE::equals)
                .hasSize(5);
        List<Double> best = shown.members().get(shown.elites().get(0)).alpha();
        assertThat(strips.marks().get(0).values().get(1)).isCloseTo((best.get(1) + best.get(4)) / 2, within(SAME));
        viewModel.found().placeProperty().set(1);
        assertThat(pictures.strips().marks().get(0).values()).containsExactly(best.get(3), best.get(4), best.get(5));
        double mean = shown.members().stream()
                .mapToDouble(member -> member.alpha().get(3))
                .average()
                .orElseThrow();
        assertThat(pictures.strips().means().get(0)).isCloseTo(mean, within(SAME));
        assertThat(pictures.alphas())
                .hasSize(3)
                .allSatisfy(curve -> assertThat(curve.points()).hasSize(3));
        assertThat(pictures.scores()).hasSize(2);
    }

    @Test
    void everythingWrongWithAGenerationIsSaidInWords() {
        SearchWords words = new SearchWords(strings);
        assertThat(words.warning(generation(1, 0.1, 0.9))).isEmpty();
        assertThat(words.warning(of(member(3, 0.5, 0.5), member(2, 0.501, 0.5))))
                .startsWith("Collapsed");
        assertThat(words.warning(of(member(3, 0.1, 0.2), member(3, 0.9, 0.2))))
                .contains("All 2 members score the same (3 of 10 right)");
        Member likelier = new Member(List.of(0.9, 0.2), List.of(0.9, 0.2), Score.of(3, -0.1));
        assertThat(words.warning(of(member(3, 0.1, 0.2), likelier))).contains("only the likelihood");
        Member refused = new Member(List.of(0.0, 0.0), List.of(0.0, 0.0), Score.REFUSED);
        assertThat(words.warning(of(refused, refused))).contains("nothing but α = 0");
    }

    @Test
    void everyCombinationThatCannotBeIsToldAtItsField() {
        AdaptViewModel viewModel = open(5);
        write(viewModel, Key.SHOTS, "0");
        assertThat(problem(viewModel, Key.SHOTS)).contains("at least 1 item");
        assertThat(viewModel.canStart()).isFalse();
        write(viewModel, Key.SHOTS, "many");
        assertThat(problem(viewModel, Key.SHOTS)).contains("many");
        write(viewModel, Key.SHOTS, "3");
        write(viewModel, Key.POPULATION, "6");
        assertThat(problem(viewModel, Key.POPULATION)).isEmpty();
        assertThat(problem(viewModel, Key.ELITE_SHARE)).contains("a spread needs 2");
        write(viewModel, Key.POPULATION, "1");
        assertThat(problem(viewModel, Key.POPULATION)).contains("from 2");
        viewModel.form().choose(SearchSettings.LIGHT);
        assertThat(problem(viewModel, Key.POPULATION)).isEmpty();
        assertThat(viewModel.form().changedProperty().get()).isFalse();
        assertThat(viewModel.canStart()).isTrue();
        write(viewModel, Key.ALPHA, "normalised");
        assertThat(viewModel.canStart()).isTrue();
        viewModel.form().experts().get(1).chosenProperty().set(false);
        viewModel.form().experts().get(2).chosenProperty().set(false);
        assertThat(problem(viewModel, Key.ALPHA)).contains("always 1");
        viewModel.form().experts().get(0).chosenProperty().set(false);
        assertThat(viewModel.form().expertsProblemProperty().get()).contains("at least one");
        viewModel.form().taskProperty().set("");
        assertThat(viewModel.form().taskProblemProperty().get()).isNotEmpty();
        assertThat(viewModel.canStart()).isFalse();
    }

    @Test
    void theFormStartsAsThePapersButForWhatTheSlidersCannotShow() {
        AdaptForm form = open(50).form();
        assertThat(form.settingsProperty().get())
                .isEqualTo(SearchSettings.paper().withForm(Mixture.Form.OFFSET));
        assertThat(form.changedProperty().get()).isTrue();
        form.choose(SearchSettings.PAPER);
        assertThat(form.settingsProperty().get()).isEqualTo(SearchSettings.paper());
        form.field(Key.SEED).textProperty().set("5");
        assertThat(form.changedProperty().get()).isFalse();
    }

    @Test
    void anotherModelPutsTheSearchAway() {
        AdaptViewModel viewModel = open(3);
        viewModel.start();
        runner.runAll();
        workspace.open(ModelSource.folder(Path.of("elsewhere")));
        runner.runAll();
        assertThat(state(viewModel)).isEqualTo(SearchState.READY);
        assertThat(viewModel.scrub().count()).isZero();
        assertThat(viewModel.found().canSave()).isFalse();
        assertThat(viewModel.canStart()).isTrue();
    }

    @Test
    void aRequestIsReadBackFromTheCommandThatItsRunKeeps() {
        AdaptViewModel viewModel = open(2);
        viewModel.start();
        runner.runAll();
        SearchRequest request =
                Objects.requireNonNull(viewModel.requestProperty().get());
        assertThat(SearchRequest.of(RunFolder.open(request.folder()))).isEqualTo(request);
    }

    private static Member member(int correct, Double... alpha) {
        return new Member(List.of(alpha), List.of(alpha), Score.of(correct, -0.5));
    }

    private static Generation generation(int number, double low, double high) {
        Member first = member(5, low, high);
        return new Generation(number, List.of(first, member(2, high, low)), List.of(0), first, number, 10, 2, 0.01);
    }

    private static Generation of(Member... members) {
        return new Generation(1, List.of(members), List.of(0, 1), members[0], 1, 10, members.length, 0.01);
    }
}
