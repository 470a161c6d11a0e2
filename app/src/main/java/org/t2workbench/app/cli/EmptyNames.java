package org.t2workbench.app.cli;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses an empty text where a command line names a file, a folder, a model, a task or a run, mostly that of a script's
 * variable which was never set: as a path it would be the current folder.
 */
final class EmptyNames {

    /** What stands for a name in the help texts; other texts, as a prompt, may be empty. */
    private static final Set<String> NAMES = Set.of("DIR", "FILE", "FILE=ALPHA", "MODEL", "NAME", "RECIPE", "RUN", "T");

    private EmptyNames() {}

    /** @throws ParameterException when a name on the command line is empty */
    static void refuse(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            ParseResult own = command.getParseResult();
            for (OptionSpec option : own.matchedOptions()) {
                if (isEmptyName(option)) {
                    throw new ParameterException(
                            command,
                            "The name after " + option.longestName() + " is empty; write one"
                                    + (option.required() ? "." : ", or leave the option out."));
                }
            }
            for (PositionalParamSpec parameter : own.matchedPositionals()) {
                if (isEmptyName(parameter)) {
                    throw new ParameterException(
                            command, "The name given as " + parameter.paramLabel() + " is empty; write one.");
                }
            }
        }
    }

    private static boolean isEmptyName(ArgSpec argument) {
        return NAMES.contains(argument.paramLabel())
                && argument.stringValues().stream().anyMatch(String::isBlank);
    }
}
