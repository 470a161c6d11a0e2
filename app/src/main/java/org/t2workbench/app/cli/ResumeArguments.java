package org.t2workbench.app.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What may stand beside {@code --resume}: a run goes on as it was begun, so nothing that would change it. */
final class ResumeArguments {

    /** The run, where its data and its processor are now, and how it is told. */
    private static final Set<String> HEEDED = Set.of("--resume", "--json", "--device", "--data", "--update");

    private ResumeArguments() {}

    /**
     * Hands on what a resumed run takes from the command line of today, and names the options that it does not heed.
     *
     * @param others options that the command itself heeds beside {@code --resume}
     */
    static void handOn(CommandSpec spec, Console console, CommonOptions given, CommonOptions begun, String... others) {
        List<String> matched = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .toList();
        String ignored = matched.stream()
                .filter(name -> !HEEDED.contains(name) && !List.of(others).contains(name))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!ignored.isEmpty()) {
            console.note("The run goes on as it was begun; not heeded: " + ignored + ".");
        }
        begun.json = given.json;
        begun.update = given.update;
        if (matched.contains("--device")) {
            begun.device = given.device;
        }
        if (given.data != null) {
            begun.data = given.data;
        }
    }
}
