package org.t2workbench.app.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.EffectCertificate;
import org.t2workbench.app.workbench.ExpertCombination;
import org.t2workbench.app.workbench.ExpertContrast;
import org.t2workbench.app.workbench.ExpertGains;
import org.t2workbench.app.workbench.ExpertSimilarity;
import org.t2workbench.app.workbench.ExpertTrajectory;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.InspectionSession;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.FinishReason;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.ComponentDifference;
import org.t2workbench.core.spectrum.ExpertCosines;
import org.t2workbench.core.spectrum.GainGram;
import org.t2workbench.core.spectrum.GainHistogram;
import org.t2workbench.core.spectrum.GainMetrics;
import org.t2workbench.core.spectrum.GainVector;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;

/** Looks into the experts of the open model. Compute thread only. */
final class InspectionDesk implements InspectionSession {

    /** Bars of a histogram. */
    private static final int BINS = 61;

    private final Supplier<OpenModel> open;

    /** @param open the open model; throws where there is none */
    InspectionDesk(Supplier<OpenModel> open) {
        this.open = open;
    }

    private AdaptedModel model() {
        return open.get().adapted();
    }

    private Expert expert(String id) {
        Adapter adapter = open.get().shelf().adapter(id);
        if (adapter instanceof Expert expert) {
            return expert;
        }
        throw new InvalidInputException("The adapter " + adapter.name()
                + " has no gains to look at: it adds vectors of its own. Project it onto the singular basis to make an"
                + " expert of it.");
    }

    @Override
    public ExpertGains gains(String id) {
        Expert expert = expert(id);
        List<ExpertGains.Row> rows = new ArrayList<>();
        double reach = 0;
        for (MatrixInfo matrix : model().model().matrices()) {
            float[] gains = expert.gains().get(matrix.name());
            if (gains != null) {
                GainVector vector = GainVector.of(gains);
                reach = Math.max(reach, vector.largestChange());
                rows.add(new ExpertGains.Row(OpenModel.summary(matrix), vector, metrics(matrix, gains)));
            }
        }
        List<GainVector> vectors = rows.stream().map(ExpertGains.Row::gains).toList();
        return new ExpertGains(id, rows, reach, GainHistogram.of(vectors, BINS));
    }

    private GainMetrics metrics(MatrixInfo matrix, float[] gains) {
        double[] sigma = sigma(matrix);
        if (sigma != null) {
            return GainMetrics.of(sigma, gains);
        }
        double[] ones = new double[gains.length];
        Arrays.fill(ones, 1);
        GainMetrics known = GainMetrics.of(ones, gains);
        return new GainMetrics(known.largestChange(), Double.NaN, known.changedShare());
    }

    /** Null where the matrix is not decomposed yet, or cannot be: nobody waits for it here. */
    private double @Nullable [] sigma(MatrixInfo matrix) {
        return model().decomposition().knownSingularValues(matrix.name()).orElse(null);
    }

    @Override
    public ExpertSimilarity similarity(List<String> ids) {
        Map<String, Expert> experts = new LinkedHashMap<>();
        for (String id : ids) {
            if (open.get().shelf().adapter(id) instanceof Expert expert) {
                experts.put(id, expert);
            }
        }
        List<Map<String, float[]>> gains =
                experts.values().stream().map(Expert::gains).toList();
        List<ExpertSimilarity.Table> tables = new ArrayList<>();
        for (boolean weighted : new boolean[] {false, true}) {
            for (ExpertCosines cosines : ExpertCosines.of(gains, model().model().matrices(), weighted, this::sigma)) {
                tables.add(new ExpertSimilarity.Table(
                        cosines.layer().orElse(ExpertSimilarity.WHOLE), weighted, cosines.cosines()));
            }
        }
        return new ExpertSimilarity(List.copyOf(experts.keySet()), tables);
    }

    @Override
    public ExpertContrast contrast(String first, String second, boolean weighted, int top) {
        Expert one = expert(first);
        Expert other = expert(second);
        GainGram whole = GainGram.none(2);
        List<ExpertContrast.Part> parts = new ArrayList<>();
        List<ComponentDifference.Pair> pairs = new ArrayList<>();
        for (MatrixInfo matrix : model().model().matrices()) {
            float[] a = one.gains().get(matrix.name());
            float[] b = other.gains().get(matrix.name());
            double[] sigma = weighted ? sigma(matrix) : null;
            if ((a == null && b == null) || (weighted && sigma == null)) {
                continue;
            }
            GainGram gram = GainGram.of(Arrays.asList(a, b), sigma);
            whole = whole.plus(gram);
            if (gram.distance(0, 1) > 0) {
                parts.add(new ExpertContrast.Part(
                        OpenModel.summary(matrix),
                        gram.distance(0, 1),
                        gram.norm(0),
                        gram.norm(1),
                        gram.orthogonalShare(0, 1).orElse(Double.NaN)));
            }
            pairs.add(new ComponentDifference.Pair(matrix, a, b, sigma));
        }
        parts.sort((left, right) -> Double.compare(right.distance(), left.distance()));
        return new ExpertContrast(
                first,
                second,
                weighted,
                whole.cosine(0, 1).orElse(Double.NaN),
                whole.orthogonalShare(0, 1).orElse(Double.NaN),
                parts,
                ComponentDifference.largest(pairs, top).stream()
                        .map(difference -> new ExpertContrast.Component(
                                OpenModel.summary(difference.matrix()),
                                difference.component(),
                                difference.gain(),
                                difference.other(),
                                difference.size()))
                        .toList());
    }

    @Override
    public ExpertTrajectory trajectory(Path run, PromptText prompt, Progress progress, CancellationToken token) {
        return new TrajectoryReader(model()).read(run, prompt, progress, token);
    }

    @Override
    public EffectCertificate certificate(
            String id, PromptText prompt, int tokens, Progress progress, CancellationToken token) {
        AdaptedModel used = model();
        Adapter adapter = open.get().shelf().adapter(id);
        Mixture alone = Mixture.offset(new Mixture.Share(adapter, Alpha.everywhere(1)));
        int[] ids = prompt.text().isBlank() ? new int[0] : used.encode(prompt.text(), prompt.chat());
        if (ids.length == 0) {
            Effect weights =
                    used.effects().ofWeights(alone.adaptation(used.model().matrices()));
            return new EffectCertificate(id, weights, List.of(), "");
        }
        int room = used.model().config().contextLength() - ids.length;
        GenerationResult answer = used.generate(
                new Mixture(Mixture.Form.OFFSET, List.of()),
                Answers.request(used, ids, new GenerationSettings(0, 0, 1, 0, Math.max(1, Math.min(tokens, room)))),
                generated -> {},
                token);
        if (answer.finishReason() == FinishReason.CANCELLED) {
            token.throwIfCancelled();
        }
        Effect effect = used.effects()
                .of(
                        alone.adaptation(used.model().matrices()),
                        used.weights(alone, ids.length + tokens, progress, token),
                        ids,
                        answer.ids());
        List<EffectCheck> checks = used.checkEffects(alone, ids, progress, token);
        return new EffectCertificate(id, effect, checks, prompt.text());
    }

    @Override
    public void saveCombined(ExpertCombination combination, Path file) {
        List<Expert> experts = combination.experts().stream().map(this::expert).toList();
        BaseModel.Target target =
                new BaseModel.Target(model().identity(), model().model().matrices());
        ExpertFile.write(
                file,
                combination
                        .operation()
                        .of(
                                combination.name().strip(),
                                experts,
                                target,
                                Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }
}
