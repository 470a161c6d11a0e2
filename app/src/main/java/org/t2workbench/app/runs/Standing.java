package org.t2workbench.app.runs;

import org.t2workbench.core.run.RunState;

/** Where a run stands, as the table shows it. */
enum Standing {
    RUNNING("runs.state.running", "run-running"),
    STOPPED("runs.state.stopped", "run-stopped"),
    KILLED("runs.state.killed", "run-stopped"),
    FINISHED("runs.state.finished", "run-finished"),
    DAMAGED("runs.state.damaged", "run-damaged");

    private final String key;
    private final String style;

    Standing(String key, String style) {
        this.key = key;
        this.style = style;
    }

    String key() {
        return key;
    }

    /** Its class in the stylesheet. */
    String style() {
        return style;
    }

    static Standing of(RunState state) {
        return switch (state) {
            case RUNNING -> RUNNING;
            case STOPPED -> STOPPED;
            case KILLED -> KILLED;
            case FINISHED -> FINISHED;
            case DAMAGED -> DAMAGED;
        };
    }
}
