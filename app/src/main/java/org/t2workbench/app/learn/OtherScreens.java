package org.t2workbench.app.learn;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.Strategy;

/** The screens that the steps speak of, brought to the front with what a step had in hand. FX thread only. */
public interface OtherScreens {

    /** @param expert whose σ' is laid over; null for none */
    void showSpectrum(@Nullable MatrixSummary matrix, @Nullable ExpertSummary expert);

    void showExpert(@Nullable ExpertSummary expert);

    /** Under the sliders. */
    void showMixture(String prompt, MixtureSetting mixture);

    /** Under a strategy with a first pass. */
    void showPasses(String prompt, Strategy strategy);

    /** @param run to look at, or null: the task is ready to be trained then */
    void showTraining(String task, @Nullable Path run);

    void showEvaluation();
}
