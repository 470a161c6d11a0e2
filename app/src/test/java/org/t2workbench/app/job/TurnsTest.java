package org.t2workbench.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Deque<Runnable> ui = new ArrayDeque<>();
    private final Turns turns = new Turns(ui::add);
    private final List<String> done = new ArrayList<>();
    private final Runnable first = turns.of(() -> done.add("first"));
    private final Runnable second = turns.of(() -> done.add("second"));

    @Test
    void eachReactionHasOneTurnInTheOrderTheyWereAskedFor() {
        second.run();
        first.run();
        second.run();
        assertThat(done).isEmpty();
        assertThat(ui).hasSize(2);
        ui.remove().run();
        assertThat(done).containsExactly("second");
        ui.remove().run();
        assertThat(done).containsExactly("second", "first");
    }

    @Test
    void whoReliesOnThemRunsAllThatWaitAndTheyDoNotRunAgain() {
        first.run();
        second.run();
        turns.catchUp();
        assertThat(done).containsExactly("first", "second");
        ui.forEach(Runnable::run);
        assertThat(done).hasSize(2);
    }

    @Test
    void aReactionThatAsksForAnotherIsFollowedByIt() {
        Runnable third = turns.of(first);
        third.run();
        turns.catchUp();
        assertThat(done).containsExactly("first");
    }

    @Test
    void aReactionHasATurnAgainAfterItsTurn() {
        first.run();
        ui.remove().run();
        first.run();
        ui.remove().run();
        assertThat(done).containsExactly("first", "first");
    }
}
