package org.t2workbench.core.adaptation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.BatchGenerator;
import org.t2workbench.core.model.BatchRequest;
import org.t2workbench.core.model.Continuation;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.training.PromptEncoder;

/**
 * Asks a model which category a prompt belongs to, many prompts at a time. A prompt that leaves no room for an answer in
 * the model's context, and an answer that names no category, come to {@link DispatchPrompt#OTHER}. Compute thread only;
 * owns nothing.
 */
public final class FirstPass {

    /** Prompts answered together. */
    static final int ROWS = 128;

    /** Positions scored together, padding included. */
    private static final int POSITIONS = 1 << 14;

    private final LanguageModel model;
    private final PromptEncoder encoder;
    private final DispatchPrompt prompt;
    private final Reading reading;

    public FirstPass(LanguageModel model, PromptEncoder encoder, DispatchPrompt prompt, Reading reading) {
        this.model = model;
        this.encoder = encoder;
        this.prompt = prompt;
        this.reading = reading;
    }

    /**
     * One choice per prompt, in the same order.
     *
     * @param view the base model or the dispatch expert, and never whatever was in use before
     * @param questions the users' turns
     * @throws CancelledException when cancelled
     */
    public List<Choice> choose(WeightView view, List<String> questions, Progress progress, CancellationToken token) {
        List<int[]> prompts = questions.stream()
                .map(question -> encoder.prompt(prompt.messages(question)))
                .toList();
        return reading == Reading.SCORE
                ? scored(view, prompts, progress, token)
                : written(view, prompts, progress, token);
    }

    private List<Choice> written(WeightView view, List<int[]> prompts, Progress progress, CancellationToken token) {
        List<int[]> fitting = prompts.stream().filter(ids -> fits(ids, 1)).toList();
        List<Choice> answers = new ArrayList<>();
        BatchGenerator generator = new BatchGenerator(model);
        for (int from = 0; from < fitting.size(); from += ROWS) {
            progress.report("choosing experts", from, fitting.size());
            List<int[]> rows = fitting.subList(from, Math.min(from + ROWS, fitting.size()));
            for (Continuation answer : generator.generate(
                    view, BatchRequest.of(model, rows, prompt.maxTokens(), Sampling.greedy()), token)) {
                String text = encoder.text(answer.tokens());
                int tokens = answer.tokens().length;
                answers.add(prompt.parse(text)
                        .map(label -> new Choice(label, true, text, Map.of(), tokens))
                        .orElseGet(() -> Choice.unreadable(text, tokens)));
            }
        }
        return spread(prompts, 1, answers);
    }

    private List<Choice> scored(WeightView view, List<int[]> prompts, Progress progress, CancellationToken token) {
        List<int[]> labels = prompt.labels().stream()
                .map(label -> withoutEnd(encoder.answer(prompt.answer(label))))
                .toList();
        int longest = labels.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        List<int[]> fitting = prompts.stream().filter(ids -> fits(ids, longest)).toList();
        Scoring scoring = new Scoring(model);
        List<Choice> answers = new ArrayList<>();
        int from = 0;
        while (from < fitting.size()) {
            token.throwIfCancelled();
            progress.report("choosing experts", from, fitting.size());
            int to = from + 1;
            int width = fitting.get(from).length + longest;
            while (to < fitting.size()
                    && (long) (to + 1 - from) * labels.size() * Math.max(width, fitting.get(to).length + longest)
                            <= POSITIONS) {
                width = Math.max(width, fitting.get(to).length + longest);
                to++;
            }
            answers.addAll(score(scoring, view, fitting.subList(from, to), labels));
            from = to;
        }
        return spread(prompts, longest, answers);
    }

    /** Every prompt with every label, in one forward pass. */
    private List<Choice> score(Scoring scoring, WeightView view, List<int[]> prompts, List<int[]> labels) {
        List<int[]> asked = new ArrayList<>();
        List<int[]> said = new ArrayList<>();
        for (int[] ids : prompts) {
            for (int[] label : labels) {
                asked.add(ids);
                said.add(label);
            }
        }
        double[] likelihoods = scoring.likelihoods(view, asked, said);
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            choices.add(likeliest(Arrays.copyOfRange(likelihoods, i * labels.size(), (i + 1) * labels.size())));
        }
        return choices;
    }

    /** The category of the largest log-likelihood, the first of equal ones, and all of them as probabilities. */
    Choice likeliest(double[] logLikelihoods) {
        int best = 0;
        for (int i = 1; i < logLikelihoods.length; i++) {
            best = logLikelihoods[i] > logLikelihoods[best] ? i : best;
        }
        double sum = 0;
        for (double each : logLikelihoods) {
            sum += Math.exp(each - logLikelihoods[best]);
        }
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < logLikelihoods.length; i++) {
            probabilities.put(prompt.labels().get(i), Math.exp(logLikelihoods[i] - logLikelihoods[best]) / sum);
        }
        return new Choice(prompt.labels().get(best), true, "", probabilities, 0);
    }

    /** The answers where there was room for one, and the failed reading elsewhere. */
    private List<Choice> spread(List<int[]> prompts, int room, List<Choice> answers) {
        List<Choice> choices = new ArrayList<>();
        int next = 0;
        for (int[] ids : prompts) {
            choices.add(fits(ids, room) ? answers.get(next++) : Choice.unreadable("", 0));
        }
        return choices;
    }

    private boolean fits(int[] ids, int room) {
        return ids.length + room <= model.config().contextLength();
    }

    private static int[] withoutEnd(int[] answer) {
        return Arrays.copyOf(answer, answer.length - 1);
    }
}
