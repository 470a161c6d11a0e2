package org.t2workbench.app.workbench;

import java.util.List;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;

/**
 * What an expert does, and whether that can be believed.
 *
 * @param expert its id
 * @param effect the figures; without a divergence where there was no prompt
 * @param checks the self-test of the meter; empty where there was no prompt
 * @param prompt the text that was measured on
 */
public record EffectCertificate(String expert, Effect effect, List<EffectCheck> checks, String prompt) {

    public EffectCertificate {
        checks = List.copyOf(checks);
    }

    public long passed() {
        return checks.stream().filter(EffectCheck::passed).count();
    }

    /** A row for each figure and each check. */
    public String csv() {
        StringBuilder text = new StringBuilder("figure,value\n");
        text.append("max_gain_change,").append(effect.maxGainChange()).append('\n');
        text.append("relative_weight_change,")
                .append(effect.relativeWeightChange())
                .append('\n');
        for (int layer = 0; layer < effect.relativeWeightChangePerLayer().size(); layer++) {
            text.append("relative_weight_change_layer_").append(layer).append(',');
            text.append(effect.relativeWeightChangePerLayer().get(layer)).append('\n');
        }
        effect.meanKl().ifPresent(kl -> text.append("mean_kl,").append(kl).append('\n'));
        text.append("flipped_tokens,").append(effect.flippedTokens()).append('\n');
        text.append("compared_tokens,").append(effect.comparedTokens()).append('\n');
        for (EffectCheck check : checks) {
            text.append("self_test_").append(check.kind().label()).append(',');
            text.append(check.measured()).append('\n');
        }
        return text.toString();
    }
}
