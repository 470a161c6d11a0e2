package org.t2workbench.app.compare;

import java.util.List;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.Workspace;

/**
 * The place whose next tokens are shown: the hovered token's, else the end of the prompt, which follows prompt and
 * sliders as they change. FX thread only.
 */
final class ShownPlace {

    private static final int TOP = 6;

    private final Workspace workspace;
    private final Strings strings;
    private final Coalescer<CompareRequest> preview;
    private final ReadOnlyObjectWrapper<@Nullable NextTokens> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ObjectProperty<@Nullable Place> hovered = new SimpleObjectProperty<>();
    private @Nullable NextTokens promptEnd;
    private boolean deferred;
    private @Nullable Comparison comparison;

    ShownPlace(Workspace workspace, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        this.preview = new Coalescer<>(workspace.runner(), this::previewJob);
        hovered.addListener((property, before, now) -> show());
    }

    ReadOnlyObjectWrapper<@Nullable NextTokens> shownProperty() {
        return shown;
    }

    /** Why there are no next tokens, or empty. */
    ReadOnlyStringWrapper problemProperty() {
        return problem;
    }

    ObjectProperty<@Nullable Place> hoveredProperty() {
        return hovered;
    }

    /** The prompt is another one: what was known of its end is out of date. */
    void forget() {
        promptEnd = null;
        show();
    }

    /** Asks what comes after the prompt. */
    void ask(CompareRequest request) {
        deferred = false;
        problem.set("");
        if (!request.prompt().text().isEmpty()) {
            preview.submit(request);
        }
    }

    /** There is no answer before the first pass has chosen. */
    void defer(String why) {
        deferred = true;
        promptEnd = null;
        problem.set(why);
        show();
    }

    /** @param now the comparison whose tokens can be hovered, or null */
    void compared(@Nullable Comparison now) {
        comparison = now;
        if (now == null) {
            hovered.set(null);
        } else if (!now.adaptedPlaces().isEmpty()) {
            promptEnd = now.adaptedPlaces().get(0);
            show();
        }
    }

    private Job<NextTokens> previewJob(CompareRequest request) {
        return Job.compute(
                        strings.get("job.nextTokens"),
                        (progress, token) -> workspace.session().nextTokens(request.prompt(), request.mixture(), TOP))
                .quiet()
                .interleave()
                .onSuccess(next -> {
                    // one that was asked before the strategy changed is of no use any more
                    if (!deferred) {
                        promptEnd = next;
                        show();
                    }
                })
                .onFailure(failure -> {
                    if (!deferred) {
                        problem.set(Objects.toString(failure.getMessage(), ""));
                    }
                });
    }

    private void show() {
        Place place = hovered.get();
        Comparison known = comparison;
        if (place != null && known != null) {
            List<NextTokens> places = place.side() == Side.BASE ? known.basePlaces() : known.adaptedPlaces();
            if (place.index() < places.size()) {
                shown.set(places.get(place.index()));
                return;
            }
        }
        shown.set(promptEnd);
    }
}
