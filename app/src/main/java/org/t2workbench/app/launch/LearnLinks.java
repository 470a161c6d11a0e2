package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.compare.CompareViewModel;
import org.t2workbench.app.learn.OtherScreens;
import org.t2workbench.app.spectra.SpectraViewModel;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.Navigator;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.Strategy;

/** From a step of the Learn screen to the screen it speaks of. FX thread only. */
final class LearnLinks implements OtherScreens {

    private final AppContext context;
    private final Navigator navigator;
    private final Consumer<String> show;

    /** @param show brings the screen of an id to the front */
    LearnLinks(AppContext context, Navigator navigator, Consumer<String> show) {
        this.context = context;
        this.navigator = navigator;
        this.show = show;
    }

    @Override
    public void showSpectrum(@Nullable MatrixSummary matrix, @Nullable ExpertSummary expert) {
        SpectraViewModel spectra = context.spectra();
        if (matrix != null) {
            spectra.selectedProperty().set(matrix);
        }
        MixtureSetting wanted = expert == null ? MixtureSetting.NEUTRAL : MixtureSetting.NEUTRAL.with(expert.id(), 1);
        spectra.overlays().stream()
                .filter(overlay -> !overlay.follows() && overlay.mixture().equals(wanted))
                .findFirst()
                .ifPresent(spectra.overlayProperty()::set);
        show.accept("spectra");
    }

    @Override
    public void showExpert(@Nullable ExpertSummary expert) {
        if (expert != null) {
            context.experts().selectedProperty().set(expert);
        }
        navigator.showExperts();
    }

    @Override
    public void showMixture(String prompt, MixtureSetting mixture) {
        CompareViewModel compare = context.compare();
        compare.dispatch().strategyProperty().set(Strategy.MANUAL);
        compare.promptProperty().set(prompt);
        show.accept("compare");
        compare.mix(mixture);
    }

    @Override
    public void showPasses(String prompt, Strategy strategy) {
        CompareViewModel compare = context.compare();
        compare.promptProperty().set(prompt);
        compare.dispatch().strategyProperty().set(strategy);
        compare.dispatch().readingProperty().set(Reading.SCORE);
        show.accept("compare");
    }

    @Override
    public void showTraining(String task, @Nullable Path run) {
        if (run != null) {
            navigator.showRun(run);
            return;
        }
        context.train().choice().taskProperty().set(task);
        show.accept("train");
    }

    @Override
    public void showEvaluation() {
        show.accept("evaluate");
    }
}
