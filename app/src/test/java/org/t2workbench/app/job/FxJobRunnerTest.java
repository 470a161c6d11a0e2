package org.t2workbench.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The window's own runner, on its own threads. */
class FxJobRunnerTest {

    private static final int SECONDS = 20;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final FxJobRunner runner = new FxJobRunner(failures::add);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startTheToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private JobHandle start(Job<?> job) {
        return WaitForAsyncUtils.waitForAsyncFx(SECONDS * 1000L, () -> runner.start(job));
    }

    private Job<String> note(String word) {
        return Job.compute(word, (progress, token) -> {
            heard.add(word + " on " + Thread.currentThread().getName());
            return word;
        });
    }

    @Test
    void shortJobsGoBetweenTheStepsOfALongOneAndLongOnesWait() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        JobHandle longJob = start(Job.compute("long", (progress, token, giveWay) -> {
            await(queued);
            heard.add("step 1");
            giveWay.run();
            heard.add("step 2");
            giveWay.run();
            return "";
        }));
        JobHandle other = start(note("other"));
        JobHandle broken = start(Job.compute("broken", (progress, token) -> {
                    throw new IllegalStateException("of its own");
                })
                .interleave());
        JobHandle quick = start(note("quick").interleave());
        queued.countDown();
        WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, () -> other.state().isFinished());
        assertThat(heard).containsExactly("step 1", "quick on compute-1", "step 2", "other on compute-1");
        assertThat(quick.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(broken.state()).isEqualTo(JobState.FAILED);
        assertThat(longJob.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
