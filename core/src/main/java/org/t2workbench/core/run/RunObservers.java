package org.t2workbench.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that hear of one run. None of them can stop it. */
final class RunObservers {

    private static final Logger LOG = LoggerFactory.getLogger(RunObservers.class);

    private final List<RunObserver> observers = new ArrayList<>();
    private final Consumer<String> log;

    private RunObservers(Consumer<String> log) {
        this.log = log;
    }

    /** TensorBoard's event file always, an MLflow server where one is configured. */
    static List<RunObserver.Opener> ofThisProcess() {
        List<RunObserver.Opener> openers = new ArrayList<>();
        openers.add(EventLog::open);
        MlflowServer.configured().ifPresent(server -> openers.add(run -> MlflowTracker.start(server, run)));
        return openers;
    }

    static RunObservers open(RunFolder run, List<RunObserver.Opener> openers, Consumer<String> log) {
        RunObservers all = new RunObservers(log);
        for (RunObserver.Opener opener : openers) {
            try {
                all.observers.add(opener.open(run));
            } catch (RuntimeException e) {
                all.note(e);
            }
        }
        return all;
    }

    void metrics(RunLine line) {
        List<RunObserver> failed = new ArrayList<>();
        for (RunObserver observer : observers) {
            try {
                observer.metrics(line);
            } catch (RuntimeException e) {
                failed.add(observer);
                note(e);
            }
        }
        observers.removeAll(failed);
    }

    void end(RunState state) {
        for (RunObserver observer : observers) {
            try {
                observer.end(state);
            } catch (RuntimeException e) {
                note(e);
            }
        }
        observers.clear();
    }

    private void note(RuntimeException failure) {
        LOG.warn("A record beside the run stops: {}", failure.getMessage(), failure);
        try {
            log.accept("a record beside the run stops: " + failure.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("nor could that be noted", e);
        }
    }
}
