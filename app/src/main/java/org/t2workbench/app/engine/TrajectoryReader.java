package org.t2workbench.app.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.t2workbench.app.workbench.ExpertTrajectory;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.Snapshot;
import org.t2workbench.core.spectrum.GainGram;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;

/** Reads the way of a run's expert and measures the effect along it. Compute thread only. */
final class TrajectoryReader {

    /** More than a run of this program keeps; a folder with more is no work of it. */
    private static final int MOST = 100;

    private static final String NORM = "change_norm";
    private static final String BEST = "best_iteration";

    private final AdaptedModel model;

    TrajectoryReader(AdaptedModel model) {
        this.model = model;
    }

    /** @throws InvalidInputException when there is no run, it keeps no gains, or it is of another model */
    ExpertTrajectory read(Path folder, PromptText prompt, Progress progress, CancellationToken token) {
        RunFolder run = RunFolder.open(folder);
        List<Snapshot> snapshots = run.trajectory();
        if (snapshots.size() < 2 || snapshots.size() > MOST) {
            throw new InvalidInputException(reason(run, snapshots.size()), folder);
        }
        BaseModel.Target target =
                new BaseModel.Target(model.identity(), model.model().matrices());
        int[] ids = prompt.text().isBlank() ? new int[0] : model.encode(prompt.text(), prompt.chat());
        List<Expert> experts = new ArrayList<>();
        for (Snapshot snapshot : snapshots) {
            token.throwIfCancelled();
            Expert expert = ExpertFile.read(snapshot.file());
            expert.checkAgainst(target);
            experts.add(expert);
        }
        List<ExpertTrajectory.Point> points = new ArrayList<>();
        Expert last = experts.get(experts.size() - 1);
        for (int i = 0; i < experts.size(); i++) {
            token.throwIfCancelled();
            progress.report("iteration " + snapshots.get(i).iteration(), i, experts.size());
            points.add(point(snapshots.get(i).iteration(), experts.get(i), last, ids, token));
        }
        List<RunLine> metrics = run.metrics();
        return new ExpertTrajectory(folder, points, norms(metrics), best(metrics));
    }

    private static String reason(RunFolder run, int snapshots) {
        if (snapshots > MOST) {
            return "The folder " + run.path() + " holds " + snapshots
                    + " states of one expert, more than a run keeps; it was not written by this program.";
        }
        return run.expert().isPresent()
                ? "The run " + run.path().getFileName() + " keeps no states of its expert on the way: it was made by an"
                        + " earlier version, or has only begun. Train it again to see its way."
                : "The run " + run.path().getFileName()
                        + " trained no gains, so there is no way of them to be drawn; choose a run that trained an expert.";
    }

    private ExpertTrajectory.Point point(
            long iteration, Expert expert, Expert last, int[] ids, CancellationToken token) {
        GainGram gram = GainGram.none(2);
        for (MatrixInfo matrix : model.model().matrices()) {
            float[] own = expert.gains().get(matrix.name());
            float[] other = last.gains().get(matrix.name());
            if (own != null || other != null) {
                gram = gram.plus(GainGram.of(Arrays.asList(own, other), null));
            }
        }
        Mixture alone = Mixture.offset(new Mixture.Share(expert, Alpha.everywhere(1)));
        Effect effect = ids.length == 0
                ? model.effects().ofWeights(alone.adaptation(model.model().matrices()))
                : model.effects()
                        .of(
                                alone.adaptation(model.model().matrices()),
                                model.weights(alone, ids.length, Progress.NONE, token),
                                ids,
                                new int[0]);
        return new ExpertTrajectory.Point(
                iteration,
                gram.norm(0),
                gram.cosine(0, 1).orElse(Double.NaN),
                effect.relativeWeightChange(),
                effect.maxGainChange(),
                effect.meanKl().orElse(Double.NaN));
    }

    private static List<ExpertTrajectory.Norm> norms(List<RunLine> metrics) {
        List<ExpertTrajectory.Norm> norms = new ArrayList<>();
        for (RunLine line : metrics) {
            if (line.values().get(NORM) instanceof Number norm && Double.isFinite(norm.doubleValue())) {
                norms.add(new ExpertTrajectory.Norm(line.iteration(), norm.doubleValue()));
            }
        }
        return norms;
    }

    private static long best(List<RunLine> metrics) {
        return metrics.isEmpty() || !(metrics.get(metrics.size() - 1).values().get(BEST) instanceof Number best)
                ? -1
                : best.longValue();
    }
}
