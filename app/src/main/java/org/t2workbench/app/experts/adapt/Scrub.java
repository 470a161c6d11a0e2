package org.t2workbench.app.experts.adapt;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.t2workbench.core.adaptation.search.Generation;

/**
 * The generations of a search and the one that is looked at. Whoever looks at the latest one follows the search; whoever
 * went back stays there. FX thread only.
 */
public final class Scrub {

    private final ReadOnlyObjectWrapper<List<Generation>> generations = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyIntegerWrapper shown = new ReadOnlyIntegerWrapper();
    private final BooleanProperty playing = new SimpleBooleanProperty();

    // Properties

    /** All of them, in order. */
    public ReadOnlyObjectProperty<List<Generation>> generationsProperty() {
        return generations.getReadOnlyProperty();
    }

    /** How many there are. */
    public int count() {
        return generations.get().size();
    }

    /** Which one is looked at, from 1; 0 while there is none. */
    public ReadOnlyIntegerProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The one that is looked at. */
    public Optional<Generation> generation() {
        return shown.get() == 0
                ? Optional.empty()
                : Optional.of(generations.get().get(shown.get() - 1));
    }

    /** Whether one after the other is shown, as {@link #tick} is called. */
    public BooleanProperty playingProperty() {
        return playing;
    }

    // Commands

    void show(List<Generation> all) {
        boolean following = shown.get() == count() && !playing.get();
        int at = Math.min(shown.get(), all.size());
        // never at a place that is not there
        if (all.size() < count()) {
            shown.set(at);
        }
        generations.set(all);
        shown.set(following ? all.size() : Math.max(at, Math.min(1, all.size())));
    }

    /** Looks at a generation, the nearest there is. */
    public void go(int number) {
        shown.set(Math.max(Math.min(1, count()), Math.min(count(), number)));
    }

    /** Plays from here, or from the start where this is the end; pauses when it plays. */
    public void togglePlay() {
        if (!playing.get() && shown.get() == count()) {
            go(1);
        }
        playing.set(!playing.get() && count() > 1);
    }

    /** The next one, while it plays; at the end it stops. */
    public void tick() {
        if (playing.get()) {
            go(shown.get() + 1);
            playing.set(shown.get() < count());
        }
    }
}
