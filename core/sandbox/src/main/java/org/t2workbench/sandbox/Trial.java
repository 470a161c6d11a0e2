package org.t2workbench.sandbox;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.task.CodeTrial;
import org.t2workbench.core.task.CodeVerdict;

/**
 * One program and its tests, each in a Python of its own. The tests' Python asks, this class carries the question over,
 * checks that the answer is plain data and carries it back. Run once, by one thread; {@link #stop} is safe from any.
 */
final class Trial implements AutoCloseable {

    private static final String PASSED = "passed";

    private final Pythons.Side program;
    private final Pythons.Side tests;
    private @Nullable String failure;
    private int calls;

    Trial(Pythons pythons) {
        program = pythons.forProgram();
        tests = pythons.forTests();
    }

    CodeVerdict run(CodeTrial trial) {
        try {
            ProxyExecutable bridge = arguments -> carry(arguments[0].asString(), arguments[1].asString());
            Value said = tests.entry().execute(trial.program(), trial.tests(), bridge);
            String result = said.isString() ? said.asString() : "";
            if (failure != null) {
                return wrong(failure);
            }
            if (!result.equals(PASSED)) {
                return wrong(result);
            }
            return calls > 0 ? new CodeVerdict(true, "") : wrong("the tests never called the program");
        } catch (PolyglotException e) {
            return wrong(failure != null ? failure : reason(e));
        }
    }

    /** A question of the tests. Whatever they make of an exception, the failure is kept. */
    private String carry(String operation, String question) {
        if (failure != null) {
            throw new TrialFailure(failure);
        }
        try {
            if (operation.equals("call")) {
                calls++;
            }
            return ask(operation, question);
        } catch (TrialFailure e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        }
    }

    private String ask(String operation, String question) {
        String answer;
        try {
            Value value = program.entry().execute(operation, question);
            answer = value.isString() ? value.asString() : "";
        } catch (PolyglotException e) {
            throw new TrialFailure(reason(e));
        }
        // a mark, how it is encoded, and the data
        if (answer.length() < 3 || "re".indexOf(answer.charAt(0)) < 0 || "01".indexOf(answer.charAt(1)) < 0) {
            throw new TrialFailure("the program tampered with how it is asked");
        }
        PlainData.check(answer.substring(2));
        return answer;
    }

    private static String reason(PolyglotException e) {
        if (e.isCancelled()) {
            return "it was ended";
        }
        if (e.isExit()) {
            return "it tried to exit";
        }
        String message = String.valueOf(e.getMessage());
        return e.isInternalError() || e.isHostException() ? "it did what the sandbox forbids: " + message : message;
    }

    private static CodeVerdict wrong(String reason) {
        return new CodeVerdict(false, reason.isBlank() ? "it failed" : reason);
    }

    boolean printedTooMuch() {
        return program.output().isFull() || tests.output().isFull();
    }

    /** Asks both Pythons to stop; returns when they have, which can be never. */
    void stop() {
        program.context().close(true);
        tests.context().close(true);
    }

    @Override
    public void close() {
        stop();
    }
}
