package org.t2workbench.app.compare.attribution;

import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.MapExports;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.workbench.AttributionRequest;
import org.t2workbench.app.workbench.TokenAttribution;
import org.t2workbench.app.workbench.Workspace;

/** Which components moved a token. FX thread only. */
public final class AttributionViewModel {

    private final Workspace workspace;
    private final Strings strings;
    private final MapExports maps;
    private final ReadOnlyObjectWrapper<AttributionState> state = new ReadOnlyObjectWrapper<>(AttributionState.NONE);
    private final ReadOnlyObjectWrapper<@Nullable AttributionRequest> request = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable TokenAttribution> result = new ReadOnlyObjectWrapper<>();
    private String problem = "";
    private @Nullable JobHandle running;
    private int asked;

    public AttributionViewModel(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        this.maps = new MapExports(workspace.runner(), dialogs, strings, "attribution-map");
        workspace.modelProperty().addListener((property, before, now) -> close());
    }

    // Properties

    public ReadOnlyObjectProperty<AttributionState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What was asked last, or null. */
    public ReadOnlyObjectProperty<@Nullable AttributionRequest> requestProperty() {
        return request.getReadOnlyProperty();
    }

    /** The answer to it, once it is there. */
    public ReadOnlyObjectProperty<@Nullable TokenAttribution> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** The map of the matrices to files. */
    public MapExports maps() {
        return maps;
    }

    /** Why there is none, or empty. */
    public String problem() {
        return problem;
    }

    // Commands

    /** Takes a token apart; what goes on is given up. */
    public void ask(AttributionRequest wanted) {
        leave();
        int mine = asked;
        problem = "";
        result.set(null);
        request.set(wanted);
        state.set(AttributionState.RUNNING);
        running = workspace
                .runner()
                .start(Job.compute(
                                strings.get("job.attribution"),
                                (progress, token) ->
                                        workspace.session().attribution().attribute(wanted, progress, token))
                        .interleave()
                        .onSuccess(found -> ended(mine, AttributionState.KNOWN, found, ""))
                        .onFailure(failure ->
                                ended(mine, AttributionState.FAILED, null, Objects.toString(failure.getMessage(), "")))
                        .onCancelled(
                                () -> ended(mine, AttributionState.STOPPED, null, strings.get("attribution.stopped"))));
    }

    public boolean canCancel() {
        return state.get() == AttributionState.RUNNING;
    }

    public void cancel() {
        JobHandle job = running;
        if (job != null && canCancel()) {
            state.set(AttributionState.CANCELLING);
            job.cancel();
        }
    }

    /** Forgets the token; what goes on is given up. */
    public void close() {
        leave();
        request.set(null);
        result.set(null);
        problem = "";
        state.set(AttributionState.NONE);
    }

    /** The list and the matrices, one line each, for a spreadsheet; empty before there is a result. */
    public String csv() {
        TokenAttribution found = result.get();
        if (found == null) {
            return "";
        }
        StringBuilder text = new StringBuilder("matrix,component,gain,contribution,set_back\n");
        for (TokenAttribution.MatrixShare share : found.matrices()) {
            text.append(
                    String.format(Locale.ROOT, "%s,all,,%.9g,%n", share.matrix().name(), share.contribution()));
        }
        for (TokenAttribution.ComponentShare share : found.components()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%.9g,%.9g,%s%n",
                    share.matrix().name(),
                    share.component(),
                    share.gain(),
                    share.contribution(),
                    Double.isNaN(share.measured()) ? "" : String.format(Locale.ROOT, "%.9g", share.measured())));
        }
        return text.toString();
    }

    private void leave() {
        asked++;
        if (running != null) {
            running.cancel();
            running = null;
        }
    }

    private void ended(int mine, AttributionState end, @Nullable TokenAttribution found, String why) {
        if (mine == asked) {
            running = null;
            problem = why;
            result.set(found);
            state.set(end);
        }
    }
}
