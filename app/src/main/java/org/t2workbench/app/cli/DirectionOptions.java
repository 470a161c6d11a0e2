package org.t2workbench.app.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.ComponentWords;
import org.t2workbench.core.spectrum.DirectionSearch;
import org.t2workbench.core.spectrum.Directions;
import org.t2workbench.core.spectrum.StreamSide;
import org.t2workbench.core.text.Tokenizer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Singular directions on the command line: one component in words, or the components that write or read a text. */
final class DirectionOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--component",
            paramLabel = "I",
            description = "what component I of --matrix reads or writes, in words; 0 has the largest singular value")
    private @Nullable Integer component;

    @Option(
            names = "--writes",
            paramLabel = "TEXT",
            description =
                    "the components of the whole model that write TEXT; a word is looked for as within a sentence, after a space,"
                            + " where that takes fewer tokens")
    private @Nullable String writes;

    @Option(
            names = "--reads",
            paramLabel = "TEXT",
            description = "the components of the whole model that read TEXT, taken as for --writes")
    private @Nullable String reads;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "how many tokens of each sign, or components found (default: ${DEFAULT-VALUE})")
    private int top;

    record Piece(int id, String text) {}

    record Word(int id, String text, double value) {}

    record Component(
            String matrix,
            int component,
            double sigma,
            String side,
            List<Word> positive,
            List<Word> negative,
            String without,
            @Nullable String note) {}

    record Found(String matrix, int component, double sigma, double value) {}

    record Search(String side, String text, List<Piece> tokens, List<Found> components, Map<String, String> skipped) {}

    record SearchDocument(String name, Search search) {}

    boolean asksForComponent() {
        return component != null;
    }

    boolean asksForSearch() {
        return writes != null || reads != null;
    }

    /** @throws ParameterException where options do not go together */
    void check(@Nullable String matrix, boolean experts) {
        String wrong = null;
        if (component != null && matrix == null) {
            wrong = "--component counts within a matrix; name it with --matrix.";
        } else if (writes != null && reads != null) {
            wrong = "Give --writes or --reads, not both.";
        } else if (asksForSearch() && (component != null || matrix != null)) {
            wrong = "--writes and --reads look through the whole model; leave --matrix and --component out.";
        } else if (asksForSearch() && experts) {
            wrong = "Gains change how strong a component is, not what it reads or writes; leave the experts out.";
        } else if (top < 1) {
            wrong = "--top must be at least 1.";
        }
        if (wrong != null) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }

    Component component(AdaptedModel opened, MatrixInfo matrix) {
        Tokenizer tokenizer = opened.tokenizer();
        try (Directions directions = new Directions(opened.model(), opened.decomposition())) {
            ComponentWords words =
                    directions.words(matrix, component == null ? 0 : component, top, tokenizer.vocabularySize());
            return new Component(
                    matrix.name(),
                    words.component(),
                    words.sigma(),
                    words.side().label(),
                    words(tokenizer, words.along()),
                    words(tokenizer, words.against()),
                    StreamSide.without(matrix.kind()),
                    words.standing() == ComponentWords.Standing.OWN
                            ? null
                            : words.standing().sentence());
        }
    }

    private static List<Word> words(Tokenizer tokenizer, List<ComponentWords.Token> tokens) {
        return tokens.stream()
                .map(token -> new Word(token.id(), tokenizer.piece(token.id()), token.cosine()))
                .toList();
    }

    SearchDocument search(AdaptedModel opened, Console console) {
        StreamSide side = writes != null ? StreamSide.WRITES : StreamSide.READS;
        String text = writes != null ? writes : reads == null ? "" : reads;
        Tokenizer tokenizer = opened.tokenizer();
        int[] ids = DirectionSearch.tokens(tokenizer, text);
        try (Directions directions = new Directions(opened.model(), opened.decomposition())) {
            DirectionSearch found = directions.search(side, ids, top, console.progress(), console.token());
            return new SearchDocument(
                    opened.files().name(),
                    new Search(
                            side.label(),
                            text,
                            IntStream.of(ids)
                                    .mapToObj(id -> new Piece(id, tokenizer.piece(id)))
                                    .toList(),
                            found.matches().stream()
                                    .map(match -> new Found(
                                            match.matrix().name(), match.component(), match.sigma(), match.cosine()))
                                    .toList(),
                            found.skipped()));
        }
    }
}
