package org.t2workbench.app.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.KeepReport;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.KeepTexts;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.SpectraSession;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumDensity;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.app.workbench.TaskSample;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Demo;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.FinishReason;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.Scoring.Place;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;

/** Spectra of the open model and edits of them. Compute thread only. */
final class SpectraDesk implements SpectraSession {

    /** The task whose first item the perplexity is of on the sample. */
    private static final String TASK = "math";

    private final Supplier<OpenModel> open;
    private final TrainingDesk tasks;
    private final Optional<InstallFolder> install;
    private @Nullable BaseScore baseScore;

    private record BaseScore(AdaptedModel model, String text, double perplexity) {}

    /** @param open the open model; throws where there is none */
    SpectraDesk(Supplier<OpenModel> open, TrainingDesk tasks, Optional<InstallFolder> install) {
        this.open = open;
        this.tasks = tasks;
        this.install = install;
    }

    @Override
    public List<MatrixMetrics> metrics(MixtureSetting mixture, Progress progress, CancellationToken token) {
        return open.get().spectra().metrics(open.get().gains(mixture), progress, token);
    }

    @Override
    public Map<SpectrumMetric, Double> shuffledMetrics(String matrix, CancellationToken token) {
        return open.get().spectra().shuffledMetrics(matrix, token);
    }

    @Override
    public SpectrumCurves spectrum(String matrix, MixtureSetting mixture) {
        return open.get().spectra().curves(matrix, open.get().gains(mixture));
    }

    @Override
    public SpectrumDensity density(String matrix) {
        return open.get().spectra().density(matrix);
    }

    @Override
    public Optional<KeepTexts> keepTexts() {
        if (!open.get().source().isSample() || install.isEmpty()) {
            return Optional.empty();
        }
        try {
            TaskSample sample = tasks.sample(TASK, 1);
            TaskSample.Item item = sample.items().get(0);
            return Optional.of(new KeepTexts(Demo.ofSample(install.get()).prompt(), item.prompt() + item.solution()));
        } catch (InvalidInputException e) {
            // a sample without its demo or tasks is a model like any other
            return Optional.empty();
        }
    }

    @Override
    public KeepReport keep(KeepRequest request, Consumer<KeepReport> onReport, CancellationToken token) {
        AdaptedModel model = open.get().adapted();
        int[] prompt = model.encode(request.texts().prompt(), request.chat());
        int[] text = model.encode(request.texts().text(), false);
        if (prompt.length == 0) {
            throw new InvalidInputException("The prompt gives no token; write at least one character.");
        }
        double base = basePerplexity(model, request.texts().text(), text);
        Mixture mixture = Mixture.offset(new Mixture.Share(
                Expert.untrained("kept", new BaseModel(model.files().name(), Optional.empty()), gains(model, request)),
                Alpha.everywhere(1)));
        WeightView view = model.weights(mixture, prompt.length + request.maxTokens(), Progress.NONE, token);
        double perplexity = perplexity(model, view, text);
        token.throwIfCancelled();
        StringBuilder answer = new StringBuilder();
        onReport.accept(new KeepReport("", perplexity, base));
        GenerationResult result = model.generate(
                mixture,
                Answers.request(model, prompt, new GenerationSettings(0, 0, 1, 0, request.maxTokens())),
                generated -> onReport.accept(
                        new KeepReport(answer.append(generated.text()).toString(), perplexity, base)),
                token);
        if (result.finishReason() == FinishReason.CANCELLED) {
            token.throwIfCancelled();
        }
        return new KeepReport(result.text(), perplexity, base);
    }

    private double basePerplexity(AdaptedModel model, String words, int[] text) {
        BaseScore known = baseScore;
        if (known == null || known.model() != model || !known.text().equals(words)) {
            known = new BaseScore(model, words, perplexity(model, model.model().baseWeights(), text));
            baseScore = known;
        }
        return known.perplexity();
    }

    private static double perplexity(AdaptedModel model, WeightView view, int[] text) {
        if (text.length < 2) {
            return Double.NaN;
        }
        List<Place> places = new Scoring(model.model()).score(view, text, 0);
        double sum = places.stream()
                .limit(text.length - 1L)
                .mapToDouble(Place::logProbability)
                .sum();
        if (Double.isNaN(sum)) {
            throw new InvalidInputException(
                    "With these weights the model's probabilities are no numbers, so there is no answer"
                            + " to show. A matrix with NaN in it is named in the table of matrices.");
        }
        return Math.exp(-sum / (text.length - 1));
    }

    /** The edit's gains, and 0 for what is not kept. */
    static Map<String, float[]> gains(AdaptedModel model, KeepRequest request) {
        Map<String, float[]> all = gains(model, request.edit());
        double first = (double) request.first() / request.matrix().rank();
        double end = (request.last() + 1.0) / request.matrix().rank();
        for (MatrixInfo matrix : model.model().matrices()) {
            if (!isIn(matrix, request)) {
                continue;
            }
            float[] gains = all.computeIfAbsent(matrix.name(), name -> ones(matrix.rank()));
            long from = Math.round(first * matrix.rank());
            long to = Math.round(end * matrix.rank());
            for (int i = 0; i < gains.length; i++) {
                if (i < from || i >= to) {
                    gains[i] = 0;
                }
            }
        }
        return all;
    }

    private static boolean isIn(MatrixInfo matrix, KeepRequest request) {
        MatrixSummary summary = OpenModel.summary(matrix);
        return switch (request.scope()) {
            case ALL -> true;
            case KIND -> summary.kind().equals(request.matrix().kind());
            case MATRIX -> summary.name().equals(request.matrix().name());
        };
    }

    private static Map<String, float[]> gains(AdaptedModel model, SpectrumEdit edit) {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (MatrixInfo matrix : model.model().matrices()) {
            List<Double> edited = edit.gains().get(matrix.name());
            if (edited != null) {
                float[] gains = ones(matrix.rank());
                for (int i = 0; i < gains.length; i++) {
                    gains[i] = edited.get(i).floatValue();
                }
                all.put(matrix.name(), gains);
            }
        }
        return all;
    }

    private static float[] ones(int rank) {
        float[] gains = new float[rank];
        Arrays.fill(gains, 1);
        return gains;
    }

    @Override
    public void saveEdit(SpectrumEdit edit, String name, Path file) {
        AdaptedModel model = open.get().adapted();
        ExpertFile.write(file, Expert.untrained(name, model.identity(), gains(model, edit)));
    }
}
