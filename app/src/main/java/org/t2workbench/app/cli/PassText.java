package org.t2workbench.app.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import org.t2workbench.core.adaptation.Pass;

/** A pass for a terminal. */
final class PassText {

    private PassText() {}

    /** What it wrote or scored, under its label. */
    static void print(PrintStream out, Pass pass) {
        out.printf(
                Locale.ROOT,
                "%-8s %-10s %s%n",
                pass.name(),
                pass.label().orElse(""),
                said(pass).replace("\n", "\n                    "));
        pass.note().ifPresent(note -> out.println("         " + note));
    }

    /** Label, α and times in a line. */
    static void printFigures(PrintStream out, Pass pass) {
        out.printf(
                Locale.ROOT,
                "%-8s %-10s α %s; %d tokens, %.3f s, switch %.3f s%s%n",
                pass.name(),
                pass.label().orElse(""),
                pass.alpha().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().json())
                        .collect(Collectors.joining(", ")),
                pass.tokens(),
                pass.seconds(),
                pass.switchSeconds(),
                pass.note().map(note -> "; " + note).orElse(""));
    }

    private static String said(Pass pass) {
        return pass.probabilities().isEmpty()
                ? pass.text()
                : pass.probabilities().entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%s %.1f %%", entry.getKey(), 100 * entry.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
