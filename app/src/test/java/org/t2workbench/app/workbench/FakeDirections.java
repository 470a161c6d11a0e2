package org.t2workbench.app.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

/** Components in words and contributions to a token, without an engine. */
public final class FakeDirections implements DirectionsSession, AttributionSession {

    /** When set, {@link #attribute} waits for it, so that a test can cancel a running job. */
    public volatile @Nullable CountDownLatch gate;

    public volatile @Nullable AttributionRequest attributed;

    private final List<MatrixSummary> matrices;

    FakeDirections(List<MatrixSummary> matrices) {
        this.matrices = matrices;
    }

    @Override
    public ComponentReading component(String name, int component, int top) {
        MatrixSummary matrix = matrices.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        boolean writes = isWriting(matrix);
        return new ComponentReading(
                matrix,
                component,
                2.6 / (1 + component),
                writes,
                List.of(
                        new ComponentReading.Word(" seven" + component, 0.41),
                        new ComponentReading.Word(" 18", 0.39),
                        new ComponentReading.Word("\n", 0.12)),
                List.of(new ComponentReading.Word(" cards", -0.33), new ComponentReading.Word("Tom", -0.29)),
                writes ? "v has no words." : "u has no words.",
                "");
    }

    @Override
    public DirectionMatches search(String text, boolean writes, int top, Progress progress, CancellationToken token) {
        if (text.equals("nothing")) {
            throw new InvalidInputException("The text to search for gives no token; write at least one character.");
        }
        List<DirectionMatches.Match> matches = new ArrayList<>();
        for (MatrixSummary matrix : matrices) {
            if (isWriting(matrix) == writes) {
                double value = 0.9 / (matches.size() + 1);
                matches.add(new DirectionMatches.Match(
                        matrix, 3 + matches.size(), matches.size() % 2 == 0 ? value : -value));
            }
        }
        return new DirectionMatches(text, writes, List.of(text), matches, List.of());
    }

    private static boolean isWriting(MatrixSummary matrix) {
        return matrix.kind().equals("o") || matrix.kind().equals("down");
    }

    @Override
    public TokenAttribution attribute(AttributionRequest request, Progress progress, CancellationToken token) {
        attributed = request;
        CountDownLatch closed = gate;
        while (closed != null && closed.getCount() > 0) {
            token.throwIfCancelled();
            Thread.onSpinWait();
        }
        boolean adapted = request.side() == Side.ADAPTED;
        List<TokenAttribution.MatrixShare> shares = new ArrayList<>();
        for (MatrixSummary matrix : matrices) {
            shares.add(new TokenAttribution.MatrixShare(matrix, Math.sin(shares.size()) / 20));
        }
        List<TokenAttribution.ComponentShare> components = List.of(
                new TokenAttribution.ComponentShare(matrices.get(13), 4, adapted ? 1.31 : 1, 0.214, 0.208),
                new TokenAttribution.ComponentShare(matrices.get(8), 0, adapted ? 0.84 : 1, -0.09, Double.NaN));
        return new TokenAttribution(-0.213, adapted, 0.4, shares, components, 1, 0.214, 0.208);
    }
}
