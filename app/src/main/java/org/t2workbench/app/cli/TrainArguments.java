package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.training.TrainingOption;
import org.t2workbench.core.training.TrainingOptions;
import org.t2workbench.core.training.TrainingSettings;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is changed of a preset, as options of a command: made from the list of all training options. */
final class TrainArguments implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
        for (TrainingOption option : TrainingOptions.all()) {
            command.addOption(OptionSpec.builder(option.flag())
                    .type(String.class)
                    .paramLabel(parameter(option))
                    .description(option.help().replace("%", "%%"))
                    .build());
        }
        return command;
    }

    private static String parameter(TrainingOption option) {
        return switch (option.kind()) {
            case CHOICE -> String.join("|", option.choices());
            case INTEGER -> "N";
            case NUMBER -> "X";
            case TEXT -> "TEXT";
        };
    }

    /** What stands on the command line, by the options' keys. */
    static Map<String, String> changes(CommandSpec command) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (TrainingOption option : TrainingOptions.all()) {
            String given = command.findOption(option.flag()).getValue();
            if (given != null) {
                changes.put(option.key(), given);
            }
        }
        return changes;
    }

    /** The command line of a training with these settings: the preset, and every option in which they differ from it. */
    static List<String> command(String model, String task, TrainingSettings settings, CommonOptions common) {
        List<String> command = new ArrayList<>(List.of("train", model, "--task", task));
        command.addAll(settings.arguments());
        command.addAll(common.arguments());
        return command;
    }
}
