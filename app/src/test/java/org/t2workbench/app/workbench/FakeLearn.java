package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.run.RunFolder;

/** Gains by hand without an engine: any gain that is not 1 is answered as the math expert answers. */
public final class FakeLearn implements LearnSession {

    private static final int SIDE = 16;

    /** Answers that were given up before their end. */
    public final AtomicInteger cancelled = new AtomicInteger();

    private final FakeSession session;

    FakeLearn(FakeSession session) {
        this.session = session;
    }

    @Override
    public MatrixPictures picture(int components) {
        return pictures((double) components / PICTURE_SIDE);
    }

    @Override
    public MatrixPictures matrix(String name, ComponentGains gains) {
        return pictures(mixture(gains).isNeutral() ? 1 : gains.from() / 192.0);
    }

    private static MatrixPictures pictures(double kept) {
        float[] before = new float[SIDE * SIDE];
        float[] after = new float[SIDE * SIDE];
        float[] change = new float[SIDE * SIDE];
        for (int i = 0; i < before.length; i++) {
            before[i] = (float) i / before.length;
            after[i] = (float) (kept * before[i]);
            change[i] = after[i] - before[i];
        }
        return new MatrixPictures(
                new Pixels(SIDE, SIDE, before),
                new Pixels(SIDE, SIDE, after),
                new Pixels(SIDE, SIDE, change),
                1 - kept);
    }

    @Override
    public NextTokens nextTokens(PromptText prompt, ComponentGains gains, int top, CancellationToken token) {
        return session.nextTokens(prompt, mixture(gains), 5);
    }

    @Override
    public Comparison compare(CompareRequest request, ComponentGains gains, CancellationToken token) {
        try {
            return session.compare(
                    new CompareRequest(request.prompt(), mixture(gains), request.settings()), written -> {}, token);
        } catch (CancelledException e) {
            cancelled.incrementAndGet();
            throw e;
        }
    }

    @Override
    public SpectrumCurves trained(Path run, String matrix) {
        return session.spectra.spectrum(
                matrix, RunFolder.isRun(run) ? MixtureSetting.NEUTRAL.with("math", 1) : MixtureSetting.NEUTRAL);
    }

    /** With 100 and more components left everything is as it was. */
    private static MixtureSetting mixture(ComponentGains gains) {
        boolean same = gains.gain() == 1 || gains.from() >= gains.to() || gains.gain() == 0 && gains.from() >= 100;
        return same ? MixtureSetting.NEUTRAL : MixtureSetting.NEUTRAL.with("math", 1);
    }
}
