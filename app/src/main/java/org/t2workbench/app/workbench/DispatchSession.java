package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.t2workbench.core.job.CancellationToken;

/** The strategies that choose α themselves. Compute thread, as {@link Session}. */
public interface DispatchSession {

    /** @throws org.t2workbench.core.job.InvalidInputException when the file of the categories is malformed */
    DispatchNeeds needs();

    /**
     * Takes an expert for the first pass of the classifier; it is never mixed.
     *
     * @throws org.t2workbench.core.job.InvalidInputException when it was not trained to dispatch, or for another model
     */
    void loadDispatcher(Path file);

    /**
     * As {@link Session#compare}, under the request's strategy, which is one that chooses alone.
     *
     * @param onChosen hears once what the first pass came to, before the answers
     */
    Comparison compare(
            CompareRequest request,
            Consumer<DispatchReport> onChosen,
            Consumer<SideToken> onToken,
            CancellationToken token);

    /**
     * What every other category would have led to, in their order; nothing for a strategy without a first pass.
     *
     * @param taken the category that was chosen for the same request
     */
    List<RouteAnswer> otherRoutes(CompareRequest request, String taken, CancellationToken token);
}
