package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.task.UngradedAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a task's grader takes the task's own solutions for right, and how fast it is. */
@Command(
        name = "check-task",
        description =
                "grades a task's own worked solutions: which of them its grader does not take, and answers a second")
final class CheckTaskCommand implements Runnable {

    private static final double NANOSECONDS = 1e9;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "T", description = "a task's name or file")
    private String task = "";

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = "test",
            description = "test, validation, shots or train (default: ${DEFAULT-VALUE})")
    private Split split = Split.TEST;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "500",
            description = "most items (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "how often; the sandbox of a code task is warm after some (default: ${DEFAULT-VALUE})")
    private int rounds;

    private final Console console;

    CheckTaskCommand(Console console) {
        this.console = console;
    }

    record Round(int n, int correct, double seconds, double perSecond) {}

    record Document(String task, List<Round> rounds, List<String> wrong) {}

    @Override
    public void run() {
        if (limit < 1 || rounds < 1) {
            throw new WrongUsageException("--limit and --rounds must be at least 1.");
        }
        Task found = common.tasks().find(task);
        List<UngradedAnswer> answers = found.source().items(split, limit, 1).stream()
                .filter(item -> !item.solution().isEmpty())
                .map(item -> new UngradedAnswer(item.solution(), true, item))
                .toList();
        if (answers.isEmpty()) {
            throw new InvalidInputException("The task " + found.name() + " has no worked solutions in its split "
                    + split.label() + " to grade.");
        }
        List<Round> measured = new ArrayList<>();
        List<Grade> grades = List.of();
        for (int round = 0; round < rounds; round++) {
            console.progress().report("grading solutions of " + found.name(), round, rounds);
            long start = System.nanoTime();
            grades = found.gradeAll(answers, console.token());
            double seconds = (System.nanoTime() - start) / NANOSECONDS;
            measured.add(new Round(
                    answers.size(),
                    (int) grades.stream().filter(Grade::correct).count(),
                    seconds,
                    answers.size() / seconds));
        }
        Document document = new Document(found.name(), measured, wrong(answers, grades));
        if (common.json) {
            JsonOutput.print(console.out(), document);
        } else {
            print(document);
        }
    }

    private static List<String> wrong(List<UngradedAnswer> answers, List<Grade> grades) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            TaskItem item = answers.get(i).item();
            if (!grades.get(i).correct()) {
                wrong.add(item.id());
            }
        }
        return wrong;
    }

    private void print(Document document) {
        for (Round round : document.rounds()) {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %d of %d right, %.1f s, %.1f a second%n",
                            document.task(),
                            round.correct(),
                            round.n(),
                            round.seconds(),
                            round.perSecond());
        }
        if (!document.wrong().isEmpty()) {
            console.out().println("not taken for right: " + String.join(", ", document.wrong()));
        }
    }
}
