package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFollowerTest {

    private final Path folder;

    RunFollowerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRunIsFollowedFromItsFirstLineOverAResumeToItsEnd() throws IOException {
        RunConfig config = RunConfig.of("train", List.of("train"), Map.of(), 1, Map.of(), Map.of());
        RunFollower follower = new RunFollower(folder, RunFollower.Rollouts.ALL);
        List<Long> seen = new ArrayList<>();
        try (RunWriter writer = RunWriter.create(folder, config, List.of())) {
            iterate(writer, 0);
            writer.saveCheckpoint(0, false, RunFollowerTest::state);
            take(follower, seen, RunState.RUNNING);
            iterate(writer, 1);
            iterate(writer, 2);
            take(follower, seen, RunState.RUNNING);
            assertThat(seen).containsExactly(0L, 1L, 2L);
        }
        try (RunWriter writer = RunWriter.resume(folder, List.of())) {
            iterate(writer, 1);
            take(follower, seen, RunState.RUNNING);
            assertThat(seen).containsExactly(0L, 1L);
            writer.saveCheckpoint(1, true, RunFollowerTest::state);
        }
        take(follower, seen, RunState.FINISHED);
        assertThat(seen).containsExactly(0L, 1L);
    }

    private static void take(RunFollower follower, List<Long> seen, RunState expected) {
        RunFollower.Look look = follower.look();
        if (look.restarted()) {
            seen.clear();
        }
        look.metrics().forEach(line -> seen.add(line.iteration()));
        assertThat(look.state()).isEqualTo(expected);
        assertThat(look.rollouts()).hasSameSizeAs(look.metrics());
        assertThat(look.rolloutsRestarted()).isEqualTo(look.restarted());
    }

    private static void iterate(RunWriter writer, int iteration) {
        writer.appendRollouts(iteration, List.of(Map.of("text", "a", "at", System.nanoTime())));
        writer.appendMetrics(iteration, Map.of(), Map.of("seconds", System.nanoTime()));
    }

    private static void state(Path checkpoint) throws IOException {
        Files.writeString(checkpoint.resolve("s"), "s");
    }
}
