package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;
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

    /** The flags of those that stand on the command line. */
    static List<String> given(CommandSpec command) {
        return changes(command).keySet().stream()
                .map(key -> TrainingOptions.of(key).orElseThrow().flag())
                .toList();
    }

    /**
     * A preset or another run's settings with the changes on the command line; one that changes nothing beside the others is
     * noted.
     *
     * @throws WrongUsageException when a change makes no sense
     */
    static TrainingSettings changed(CommandSpec command, TrainingSettings start, Console console) {
        Map<String, String> changes = changes(command);
        TrainingSettings settings = WrongUsageException.unless(() -> start.with(changes));
        for (String key : changes.keySet()) {
            TrainingOption option = TrainingOptions.of(key).orElseThrow();
            if (!option.appliesTo(settings) && isDispensable(key, changes, start)) {
                console.note(option.flag() + " has no effect here; it is of "
                        + option.when().entrySet().stream()
                                .map(TrainArguments::condition)
                                .collect(Collectors.joining(" and "))
                        + ".");
            }
        }
        return settings;
    }

    /** Whether all goes without one of the changes: a weight decay of 0 lets plain Adam be chosen. */
    private static boolean isDispensable(String key, Map<String, String> changes, TrainingSettings start) {
        Map<String, String> others = new LinkedHashMap<>(changes);
        others.remove(key);
        try {
            start.with(others);
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    private static String condition(Map.Entry<String, Set<String>> values) {
        TrainingOption other = TrainingOptions.of(values.getKey()).orElseThrow();
        return other.flag() + " "
                + other.choices().stream().filter(values.getValue()::contains).collect(Collectors.joining(" or "));
    }

    /** The command line of a training with these settings: the preset, and every option in which they differ from it. */
    static List<String> command(String model, String task, TrainingSettings settings, CommonOptions common) {
        List<String> command = new ArrayList<>(List.of("train", model, "--task", task));
        command.addAll(settings.arguments());
        command.addAll(common.arguments());
        return command;
    }
}
