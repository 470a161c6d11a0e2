package org.t2workbench.app.engine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.ComponentGains;
import org.t2workbench.app.workbench.LearnSession;
import org.t2workbench.app.workbench.MatrixPictures;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.Pixels;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.spectrum.ComponentSums;
import org.t2workbench.core.spectrum.GreyPicture;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;

/** Pictures of matrices, and answers under gains by hand. Compute thread only. */
final class LearnDesk implements LearnSession {

    private static final GreyPicture PICTURE = GreyPicture.landscape(LearnSession.PICTURE_SIDE);

    private final OpenModel open;
    private final AdaptedModel adapted;
    private final ComponentSums sums;

    LearnDesk(OpenModel open) {
        this.open = open;
        this.adapted = open.adapted();
        this.sums = new ComponentSums(adapted.model().engine());
    }

    @Override
    public MatrixPictures picture(int components) {
        return pictures(sums.of(PICTURE, components));
    }

    @Override
    public MatrixPictures matrix(String name, ComponentGains gains) {
        MatrixInfo matrix = info(name);
        return pictures(sums.of(adapted.decomposition(), matrix, gains.gains(matrix.rank())));
    }

    private static MatrixPictures pictures(ComponentSums.Sums sums) {
        return new MatrixPictures(
                new Pixels(sums.rows(), sums.columns(), sums.before()),
                new Pixels(sums.rows(), sums.columns(), sums.after()),
                new Pixels(sums.rows(), sums.columns(), sums.change()),
                sums.relativeChange());
    }

    @Override
    public NextTokens nextTokens(PromptText prompt, ComponentGains gains, int top, CancellationToken token) {
        return open.nextTokens(prompt, mixture(gains), top, token);
    }

    @Override
    public Comparison compare(CompareRequest request, ComponentGains gains, CancellationToken token) {
        return open.compare(request, mixture(gains), written -> {}, token);
    }

    @Override
    public SpectrumCurves trained(Path run, String matrix) {
        Map<String, float[]> gains = RunFolder.isRun(run)
                ? RunFolder.open(run)
                        .expert()
                        .map(file -> ExpertFile.read(file).gains())
                        .orElse(Map.of())
                : Map.of();
        return open.spectra().curves(matrix, gains);
    }

    /** The gains as an expert of their own, alone and whole in a mixture: there they are what they are to the bit. */
    private Mixture mixture(ComponentGains gains) {
        List<MatrixInfo> changed = gains.isOfEveryMatrix() ? open.matrices() : List.of(info(gains.matrix()));
        Map<String, float[]> all = new LinkedHashMap<>();
        changed.forEach(matrix -> all.put(matrix.name(), gains.gains(matrix.rank())));
        Expert byHand = Expert.untrained("by hand", adapted.identity(), all);
        return Mixture.offset(new Mixture.Share(byHand, Alpha.everywhere(1)));
    }

    private MatrixInfo info(String name) {
        return open.matrices().stream()
                .filter(matrix -> matrix.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The open model has no matrix " + name + "."));
    }
}
