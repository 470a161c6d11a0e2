package org.t2workbench.app.engine;

import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.app.workbench.ComponentReading;
import org.t2workbench.app.workbench.DirectionMatches;
import org.t2workbench.app.workbench.DirectionsSession;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.ComponentWords;
import org.t2workbench.core.spectrum.DirectionSearch;
import org.t2workbench.core.spectrum.Directions;
import org.t2workbench.core.spectrum.StreamSide;

/** Singular directions of one model in words. Compute thread only; closed before its model. */
final class DirectionsDesk implements DirectionsSession, AutoCloseable {

    private final AdaptedModel adapted;
    private final Words words;
    private final Directions directions;

    DirectionsDesk(AdaptedModel adapted, Words words) {
        this.adapted = adapted;
        this.words = words;
        this.directions = new Directions(adapted.model(), adapted.decomposition());
    }

    @Override
    public ComponentReading component(String name, int component, int top) {
        MatrixInfo matrix = adapted.model().matrices().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The open model has no matrix " + name + "."));
        ComponentWords found =
                directions.words(matrix, component, top, adapted.tokenizer().vocabularySize());
        return new ComponentReading(
                OpenModel.summary(matrix),
                component,
                found.sigma(),
                found.side() == StreamSide.WRITES,
                words(found.along()),
                words(found.against()),
                StreamSide.without(matrix.kind()),
                found.standing().sentence());
    }

    private List<ComponentReading.Word> words(List<ComponentWords.Token> tokens) {
        return tokens.stream()
                .map(token -> new ComponentReading.Word(words.piece(token.id()), token.cosine()))
                .toList();
    }

    @Override
    public DirectionMatches search(String text, boolean writes, int top, Progress progress, CancellationToken token) {
        int[] ids = DirectionSearch.tokens(adapted.tokenizer(), text);
        DirectionSearch found =
                directions.search(writes ? StreamSide.WRITES : StreamSide.READS, ids, top, progress, token);
        return new DirectionMatches(
                text,
                writes,
                IntStream.of(ids).mapToObj(words::piece).toList(),
                found.matches().stream()
                        .map(match -> new DirectionMatches.Match(
                                OpenModel.summary(match.matrix()), match.component(), match.cosine()))
                        .toList(),
                List.copyOf(found.skipped().values()));
    }

    @Override
    public void close() {
        directions.close();
    }
}
