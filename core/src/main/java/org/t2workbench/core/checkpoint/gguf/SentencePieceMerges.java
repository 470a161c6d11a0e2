package org.t2workbench.core.checkpoint.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.checkpoint.gguf.GgufTokens.Kind;

/**
 * The pair merges that a SentencePiece vocabulary with scores amounts to, in the order in which Hugging Face's converter
 * writes them: the merge to the piece with the highest score first.
 */
final class SentencePieceMerges {

    /** A piece and its two halves. */
    record Merge(String left, String right, float score, int leftId, int rightId) {}

    private static final Comparator<Merge> BY_IDS =
            Comparator.comparingInt(Merge::leftId).thenComparingInt(Merge::rightId);

    private static final Comparator<Merge> BY_SCORE = Comparator.comparingDouble((Merge merge) -> merge.score())
            .thenComparingInt(merge -> characters(merge.left()))
            .thenComparingInt(merge -> characters(merge.right()))
            .reversed();

    private SentencePieceMerges() {}

    /** Squares of the pieces' lengths, summed up; ten times those of the largest vocabulary published. */
    private static final long MAX_WORK = 1L << 30;

    /**
     * All merges, the first merged first.
     *
     * @param scores by id, as many as there are tokens
     * @return empty when the pieces are too long to be cut at every place
     */
    static Optional<List<Merge>> of(GgufTokens tokens, List<Float> scores) {
        Map<String, Integer> ids = new HashMap<>();
        long work = 0;
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (tokens.kinds()[id] == Kind.NORMAL) {
                ids.put(tokens.texts().get(id), id);
                work += (long) tokens.texts().get(id).length()
                        * tokens.texts().get(id).length();
            }
        }
        if (work > MAX_WORK) {
            return Optional.empty();
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (tokens.kinds()[id] == Kind.NORMAL) {
                halves(tokens.texts().get(id), scores.get(id), ids, merges);
            }
        }
        merges.sort(BY_SCORE);
        return Optional.of(merges);
    }

    private static void halves(String piece, float score, Map<String, Integer> ids, List<Merge> merges) {
        List<Merge> found = new ArrayList<>();
        for (int cut = 1; cut < piece.length(); cut++) {
            if (Character.isLowSurrogate(piece.charAt(cut))) {
                continue;
            }
            Integer left = ids.get(piece.substring(0, cut));
            Integer right = left == null ? null : ids.get(piece.substring(cut));
            if (left != null && right != null) {
                found.add(new Merge(piece.substring(0, cut), piece.substring(cut), score, left, right));
            }
        }
        found.sort(BY_IDS);
        merges.addAll(found);
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
