package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of one iteration and what they are worth.
 *
 * @param answers those to one prompt side by side
 * @param rewards what each earned
 * @param advantages what weighs each answer in the objective
 * @param samples answers per prompt
 */
@SuppressWarnings("ArrayRecordComponent") // made once per iteration and never compared
record Rollouts(List<TaskAnswer> answers, double[] rewards, double[] advantages, int samples) {

    /** @param most tokens that an answer might have had */
    static Rollouts of(List<TaskAnswer> answers, TrainingSettings settings, int most) {
        RewardShape shape = settings.reward();
        double[] rewards = answers.stream()
                .mapToDouble(answer -> shape.of(answer.grade(), answer.tokens().length, most))
                .toArray();
        double[] advantages = settings.baseline().advantages(rewards, settings.samples());
        double clip = settings.rewardClip();
        if (clip > 0) {
            Arrays.setAll(advantages, i -> Math.max(-clip, Math.min(clip, advantages[i])));
        }
        return new Rollouts(answers, rewards, advantages, settings.samples());
    }

    double meanReward() {
        double sum = 0;
        for (double reward : rewards) {
            sum += reward;
        }
        return sum / rewards.length;
    }

    /** Standard deviation of the rewards, that of the whole batch. */
    double rewardDeviation() {
        double mean = meanReward();
        return Math.sqrt(Arrays.stream(rewards)
                .map(reward -> (reward - mean) * (reward - mean))
                .average()
                .orElse(0));
    }

    /** Of all answers, their ends included. */
    long tokens() {
        return answers.stream().mapToLong(answer -> answer.tokens().length).sum();
    }

    /** Share of answers that did not end by themselves. */
    double truncated() {
        return answers.stream().filter(answer -> !answer.finished()).count() / (double) answers.size();
    }

    /**
     * Share of groups whose answers all got the same reward, which cannot tell good from bad. A group is the answers to
     * one prompt; with one answer each, the whole batch.
     */
    double equalGroups() {
        int group = samples > 1 ? samples : rewards.length;
        int equal = 0;
        for (int from = 0; from < rewards.length; from += group) {
            boolean differs = false;
            for (int i = from + 1; i < from + group; i++) {
                differs |= rewards[i] != rewards[from];
            }
            equal += differs ? 0 : 1;
        }
        return equal * group / (double) rewards.length;
    }

    /** For rollouts.jsonl. */
    List<Map<String, Object>> lines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            TaskAnswer answer = answers.get(i);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("item", answer.item().id());
            line.put("question", answer.item().question());
            line.put("expected", answer.item().answer());
            line.put("text", answer.text());
            line.put("tokens", answer.tokens().length);
            line.put("finished", answer.finished());
            line.put("in_form", answer.grade().inForm());
            answer.grade().note().ifPresent(note -> line.put("note", note));
            line.put("reward", rewards[i]);
            line.put("advantage", advantages[i]);
            lines.add(line);
        }
        return lines;
    }
}
