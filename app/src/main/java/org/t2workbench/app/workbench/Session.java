package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/**
 * What the window asks of the engine: one open model, its decomposition, its experts, and for each of its screens a part of
 * its own. Every method blocks and is called
 * on the compute thread, except those marked otherwise; only immutable records cross. Failures are the typed exceptions
 * of {@code core.job}.
 */
public interface Session extends AutoCloseable {

    /** Reads no weights, and of a model of a hub fetches the configuration alone. Any thread. */
    ModelPreview preview(ModelSource source, Progress progress, CancellationToken token);

    /**
     * Fetches what is missing of a model of a hub, so that {@link #open} finds it. Any thread.
     *
     * @param progress in bytes, with rate and remaining time in its words
     * @throws org.t2workbench.core.job.CancelledException when cancelled; the next call goes on where this one stopped
     */
    void download(ModelSource source, Progress progress, CancellationToken token);

    /** Opens a model in place of the one that is open; on failure the old one stays. */
    ModelSummary open(ModelSource source, Progress progress, CancellationToken token);

    /** The tokens of a text, with the tokenizer's own special tokens when asked for. */
    List<TokenPiece> tokenize(String text, boolean specialTokens);

    /** What the model reads when the text is a user's message. */
    String chatPreview(String text);

    DecompositionStatus decompositionStatus();

    /** Decomposes what is not decomposed yet; a matrix that cannot be is left out, and its metrics say why. */
    void decompose(Progress progress, CancellationToken token);

    /** The experts that came with the open model, read again from their files. */
    List<ExpertSummary> experts();

    /** Adds an expert from a file; its summary carries a warning where it was trained on another model. */
    ExpertSummary loadExpert(Path file);

    /**
     * Keeps a mixture in a file, for this window and for {@code --mixture} on the command line.
     *
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk is full or read-only
     */
    void saveMixture(Path file, MixtureSetting mixture);

    /** Loads a mixture with the experts it names. */
    OpenedMixture openMixture(Path file);

    /** The next token at the end of the prompt under base and mixture; at most {@code top} of each. */
    NextTokens nextTokens(PromptText prompt, MixtureSetting mixture, int top);

    /**
     * Two answers under the sliders' mixture, and all that is shown of them.
     *
     * @param onToken hears each token as it comes, on the compute thread; returns fast
     */
    Comparison compare(CompareRequest request, Consumer<SideToken> onToken, CancellationToken token);

    /** What moved a token. */
    AttributionSession attribution();

    /** Singular directions in words. */
    DirectionsSession directions();

    /** The strategies that choose α themselves. */
    DispatchSession dispatch();

    /** Measuring the open model. */
    EvaluationSession evaluations();

    /** Imports and exports. */
    ExchangeSession exchange();

    /** What experts do, looked into. */
    InspectionSession inspection();

    /** What the Learn screen shows. */
    LearnSession learn();

    /** Searches of mixtures. */
    SearchSession searches();

    /** Spectra and edits of them. */
    SpectraSession spectra();

    /** Tasks and the training of experts. Any thread. */
    TrainingSession training();

    @Override
    void close();
}
