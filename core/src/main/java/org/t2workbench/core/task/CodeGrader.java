package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A program that passes its item's tests. What a model wrote is run in a sandbox, which the caller has; many programs
 * are given to it at once.
 */
final class CodeGrader implements Grader {

    private final Optional<CodeRunner> runner;

    /** @param runner of the programs; without one nothing can be graded */
    CodeGrader(Optional<CodeRunner> runner) {
        this.runner = runner;
    }

    @Override
    public void requireReady() {
        runner();
    }

    @Override
    public Grade grade(String text, TaskItem item) {
        return gradeAll(List.of(new UngradedAnswer(text, true, item)), new CancellationToken())
                .get(0);
    }

    @Override
    public List<Grade> gradeAll(List<UngradedAnswer> answers, CancellationToken token) {
        CodeRunner sandbox = runner();
        List<CodeTrial> trials = new ArrayList<>();
        List<Optional<ProgramText>> programs = new ArrayList<>();
        for (UngradedAnswer answer : answers) {
            if (answer.item().answer().isBlank()) {
                throw new InvalidInputException("The item " + answer.item().id() + " has no tests to grade code by.");
            }
            Optional<ProgramText> program = ProgramText.of(answer.text(), answer.item());
            programs.add(program);
            program.ifPresent(found ->
                    trials.add(new CodeTrial(found.program(), answer.item().answer())));
        }
        Iterator<CodeVerdict> verdicts =
                (trials.isEmpty() ? List.<CodeVerdict>of() : sandbox.run(trials, token)).iterator();
        return programs.stream()
                .map(program -> program.map(found -> grade(found, verdicts.next()))
                        .orElse(Grade.failed("There is no program in the answer.")))
                .toList();
    }

    private static Grade grade(ProgramText program, CodeVerdict verdict) {
        return new Grade(
                verdict.passed(),
                program.inForm(),
                Optional.of(program.program()),
                verdict.passed() ? Optional.empty() : Optional.of(verdict.reason()));
    }

    private CodeRunner runner() {
        return runner.orElseThrow(() -> new InvalidInputException(
                "This task runs the programs that a model writes, and there is no sandbox here to run them in; get it with"
                        + " mvn -q -Psandbox -DskipTests package, which downloads 160 MB."));
    }

    /** The sandbox does not decide which program is right. */
    @Override
    public String toString() {
        return "CodeGrader[]";
    }
}
