package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** What the window asks of the engine about mixture searches. As {@link Session}: blocking, on the compute thread. */
public interface SearchSession {

    /** The file in a search's run folder that keeps what it found. */
    String FOUND = "mixture.json";

    /**
     * Searches a mixture into a run folder, or goes on with the run that is there; the model stays as it is. At its end
     * the best mixture stands in the folder as {@link #FOUND}.
     *
     * @param giveWay called between generations, where this session may be asked for something short
     */
    void search(SearchRequest request, Progress progress, CancellationToken token, Runnable giveWay);

    /** What each group of α in a member belongs to: {@code all}, a layer's number, or a matrix's name. */
    List<String> places(SearchRequest request);

    /**
     * Keeps a member of a search as a mixture file, for this window and for {@code --mixture} on the command line.
     *
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk is full or read-only
     */
    void save(SearchRequest request, Member member, Path file);
}
