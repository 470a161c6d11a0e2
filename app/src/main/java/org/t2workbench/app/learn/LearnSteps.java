package org.t2workbench.app.learn;

import java.util.List;
import javafx.scene.Node;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.Strategy;

/** All steps with their words, their panes, and the screens they speak of, in the order of the view model's. */
final class LearnSteps {

    private final LearnViewModel viewModel;
    private final Theme theme;
    private final Strings strings;
    private final OtherScreens screens;

    LearnSteps(LearnViewModel viewModel, Theme theme, Strings strings, OtherScreens screens) {
        this.viewModel = viewModel;
        this.theme = theme;
        this.strings = strings;
        this.screens = screens;
    }

    List<ShownStep> all() {
        LearnContext context = viewModel.context();
        Runnable spectrum = () -> screens.showSpectrum(context.matrixProperty().get(), null);
        return List.of(
                step("learn.svd.title", "learn.svd.text", "learn.svd.formula", new SvdPane(viewModel.svd(), strings))
                        .opens("learn.open.spectra", spectrum),
                step(
                                "learn.spectrum.title",
                                "learn.spectrum.text",
                                "learn.spectrum.formula",
                                new SpectrumPane(viewModel.spectrum(), theme, strings))
                        .opens("learn.open.spectra", spectrum),
                step(
                                "learn.keep.title",
                                "learn.keep.text",
                                "learn.keep.formula",
                                new KeepPane(viewModel.keep(), theme, strings))
                        .opens("learn.open.spectra", spectrum),
                step(
                                "learn.gain.title",
                                "learn.gain.text",
                                "learn.gain.formula",
                                new GainPane(viewModel.gain(), strings))
                        .opens("learn.open.spectra", spectrum),
                step(
                                "learn.expert.title",
                                "learn.expert.text",
                                "learn.expert.formula",
                                new ExpertPane(viewModel.expert(), theme, strings))
                        .opens(
                                "learn.open.spectra",
                                () -> screens.showSpectrum(
                                        context.matrixProperty().get(),
                                        context.expertProperty().get())),
                step(
                                "learn.reward.title",
                                "learn.reward.text",
                                "learn.reward.formula",
                                new RewardPane(viewModel.reward(), theme, strings))
                        .opens(
                                "learn.open.train",
                                () -> screens.showTraining(
                                        RewardStep.TASK,
                                        viewModel.reward().folderProperty().get())),
                step(
                                "learn.mixing.title",
                                "learn.mixing.text",
                                "learn.mixing.formula",
                                new MixingPane(viewModel.mixing(), theme, strings))
                        .opens(
                                "learn.open.compare",
                                () -> screens.showMixture(
                                        context.question(), viewModel.mixing().mixture())),
                step(
                                "learn.passes.title",
                                "learn.passes.text",
                                "learn.passes.formula",
                                new PassesPane(viewModel.passes(), theme, strings))
                        .opens(
                                "learn.open.compare",
                                () -> screens.showPasses(
                                        viewModel.passes().promptProperty().get(),
                                        viewModel.passes().classifiedProperty().get()
                                                ? Strategy.CLASSIFIER
                                                : Strategy.PROMPT)),
                step(
                                "learn.counts.title",
                                "learn.counts.text",
                                "learn.counts.formula",
                                new CountsPane(viewModel.counts(), theme, strings))
                        .opens(
                                "learn.open.experts",
                                () -> screens.showExpert(
                                        context.expertProperty().get())),
                step("learn.findings.name", "learn.findings.text", "", new FindingsPane(strings))
                        .opens("learn.open.evaluate", screens::showEvaluation));
    }

    private Draft step(String title, String text, String formula, Node live) {
        return new Draft(title, text, formula, live);
    }

    private final class Draft {

        private final String title;
        private final String text;
        private final String formula;
        private final Node live;

        Draft(String title, String text, String formula, Node live) {
            this.title = title;
            this.text = text;
            this.formula = formula;
            this.live = live;
        }

        ShownStep opens(String words, Runnable open) {
            return new ShownStep(
                    strings.get(title),
                    strings.get(text),
                    formula.isEmpty() ? "" : strings.get(formula),
                    live,
                    strings.get(words),
                    strings.get("learn.open.tooltip"),
                    open);
        }
    }
}
