package org.t2workbench.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.WorkbenchException;

/** States and callbacks of jobs. */
class JobTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final List<String> heard = new ArrayList<>();

    private Job<String> job(Work<String> work) {
        return Job.compute("job", work)
                .onSuccess(result -> heard.add("success " + result))
                .onCancelled(() -> heard.add("cancelled"));
    }

    @Test
    void aJobThatReturnsSucceedsOnce() {
        JobHandle handle = runner.start(job((progress, token) -> "done"));
        assertThat(handle.state()).isEqualTo(JobState.QUEUED);
        assertThat(runner.jobs()).containsExactly(handle);
        runner.step();
        assertThat(handle.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(heard).containsExactly("success done");
        assertThat(runner.jobs()).isEmpty();
    }

    @Test
    void aRunningJobIsCancelledOnlyWhenItsWorkerHasLeft() {
        JobHandle[] handle = new JobHandle[1];
        List<JobState> seen = new ArrayList<>();
        handle[0] = runner.start(job((progress, token) -> {
            seen.add(handle[0].state());
            handle[0].cancel();
            seen.add(handle[0].state());
            token.throwIfCancelled();
            return "never";
        }));
        runner.step();
        assertThat(seen).containsExactly(JobState.RUNNING, JobState.CANCELLING);
        assertThat(handle[0].state()).isEqualTo(JobState.CANCELLED);
        assertThat(heard).containsExactly("cancelled");
    }

    @Test
    void aQueuedJobThatIsCancelledNeverWorks() {
        JobHandle handle = runner.start(job((progress, token) -> {
            heard.add("worked");
            return "";
        }));
        handle.cancel();
        assertThat(handle.state()).isEqualTo(JobState.CANCELLING);
        runner.step();
        assertThat(handle.state()).isEqualTo(JobState.CANCELLED);
        assertThat(heard).containsExactly("cancelled");
    }

    @Test
    void aFailureGoesToTheRunnersHandlerUnlessTheJobHasItsOwn() {
        WorkbenchException problem = new WorkbenchException("It broke.");
        Job<String> failing = job((progress, token) -> {
            throw problem;
        });
        JobHandle handle = runner.start(failing);
        runner.start(failing.onFailure(own -> heard.add("own " + own.getMessage())));
        runner.runAll();
        assertThat(handle.state()).isEqualTo(JobState.FAILED);
        assertThat(failures).containsExactly(problem);
        assertThat(heard).containsExactly("own It broke.");
    }

    @Test
    void cancelledByItselfIsNoFailure() {
        JobHandle handle = runner.start(job((progress, token) -> {
            throw new CancelledException();
        }));
        runner.step();
        assertThat(handle.state()).isEqualTo(JobState.CANCELLED);
        assertThat(failures).isEmpty();
    }

    @Test
    void progressIsSampled() {
        JobHandle handle = runner.start(job((progress, token) -> {
            progress.report("stage", 3, 4);
            return "";
        }));
        assertThat(handle.progress().fraction()).isEqualTo(-1);
        runner.step();
        assertThat(handle.progress()).isEqualTo(new ProgressSnapshot("stage", 3, 4));
        assertThat(handle.progress().fraction()).isEqualTo(0.75);
    }

    @Test
    void ofManyValuesTheLatestWins() {
        List<Integer> worked = new ArrayList<>();
        Coalescer<Integer> coalescer = new Coalescer<>(
                runner,
                value -> Job.compute("", (progress, token) -> {
                    worked.add(value);
                    return value;
                }));
        for (int value = 1; value <= 50; value++) {
            coalescer.submit(value);
        }
        assertThat(runner.waiting()).isEqualTo(1);
        runner.runAll();
        assertThat(worked).containsExactly(1, 50);
        coalescer.submit(51);
        runner.runAll();
        assertThat(worked).containsExactly(1, 50, 51);
    }

    @Test
    void aBatchIsDeliveredOnceForManyItems() {
        List<Runnable> pending = new ArrayList<>();
        List<List<Integer>> received = new ArrayList<>();
        Batch<Integer> batch = new Batch<>(pending::add, received::add);
        batch.accept(1);
        batch.accept(2);
        batch.accept(3);
        assertThat(pending).hasSize(1);
        pending.get(0).run();
        assertThat(received).containsExactly(List.of(1, 2, 3));
        batch.accept(4);
        assertThat(pending).hasSize(2);
    }
}
