package org.t2workbench.app.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;
import org.t2workbench.core.text.Tokenizer;

/** Base and adapted answers for a terminal: both texts, the first places where they part, and the effect. */
final class ComparisonText {

    private static final int PLACES = 8;

    private ComparisonText() {}

    static void print(PrintStream out, Tokenizer tokenizer, Comparison comparison) {
        print(out, "base", comparison.base());
        print(out, "adapted", comparison.adapted());
        printDifferences(out, tokenizer, comparison);
        printEffect(out, comparison.effect());
    }

    private static void print(PrintStream out, String name, GenerationResult result) {
        out.printf(
                Locale.ROOT,
                "%-8s %s%n         (%d tokens, %s, %.0f tokens/s)%n",
                name,
                result.text().replace("\n", "\n         "),
                result.tokens().size(),
                result.finishReason().label(),
                result.tokensPerSecond());
    }

    /** From the first token that differs on: token and log-probability of each side at the same place. */
    private static void printDifferences(PrintStream out, Tokenizer tokenizer, Comparison comparison) {
        List<GeneratedToken> base = comparison.base().tokens();
        List<GeneratedToken> adapted = comparison.adapted().tokens();
        int first = 0;
        while (first < Math.min(base.size(), adapted.size())
                && base.get(first).id() == adapted.get(first).id()) {
            first++;
        }
        if (first == base.size() && first == adapted.size()) {
            out.println("The answers are the same token for token.");
            return;
        }
        out.printf(Locale.ROOT, "They part at token %d of the answer:%n", first + 1);
        for (int i = first; i < Math.min(first + PLACES, Math.max(base.size(), adapted.size())); i++) {
            out.printf(Locale.ROOT, "  %3d  %-26s %s%n", i + 1, cell(tokenizer, base, i), cell(tokenizer, adapted, i));
        }
    }

    private static String cell(Tokenizer tokenizer, List<GeneratedToken> tokens, int index) {
        if (index >= tokens.size()) {
            return "–";
        }
        GeneratedToken token = tokens.get(index);
        return String.format(Locale.ROOT, "%s (%.2f)", tokenizer.piece(token.id()), token.logProbability());
    }

    static void printChecks(PrintStream out, List<EffectCheck> checks) {
        for (EffectCheck check : checks) {
            out.printf(
                    Locale.ROOT,
                    "self-test %-10s %-6s expected %s%.5g, found %.5g%n",
                    check.kind().label(),
                    check.passed() ? "passed" : "FAILED",
                    check.kind() == EffectCheck.Kind.SEEN ? "at least " : "",
                    check.expected(),
                    check.measured());
        }
    }

    static void printEffect(PrintStream out, Effect effect) {
        switch (effect.verdict()) {
            case SAME_WEIGHTS -> out.println("No effect: the mixture leaves every weight as it is.");
            case NOT_NOTICEABLE -> out.println("No noticeable effect on this prompt, though the weights differ.");
            case CHANGED -> {}
        }
        out.printf(
                Locale.ROOT,
                "effect   largest |g − 1| %.3f · ‖ΔW‖/‖W‖ %.2f %% · mean KL(base‖adapted) %.4f"
                        + " · %d of %d greedy tokens flipped%n",
                effect.maxGainChange(),
                100 * effect.relativeWeightChange(),
                effect.meanKl().orElse(0),
                effect.flippedTokens(),
                effect.comparedTokens());
    }
}
