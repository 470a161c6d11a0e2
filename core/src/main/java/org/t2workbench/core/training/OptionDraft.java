package org.t2workbench.core.training;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.t2workbench.core.training.TrainingOption.Group;
import org.t2workbench.core.training.TrainingOption.Kind;

/** An option on its way into the list of {@link TrainingOptions}: what all have first, then what only some have. */
final class OptionDraft {

    private final String key;
    private final String flag;
    private final String label;
    private final Group group;
    private String unit = "";
    private Map<String, Set<String>> when = Map.of();

    OptionDraft(String key, String flag, String label, Group group) {
        this.key = key;
        this.flag = flag;
        this.label = label;
        this.group = group;
    }

    /** It has an effect under these values of other options only. */
    OptionDraft when(Map<String, Set<String>> values) {
        when = values;
        return this;
    }

    /** What stands behind its number. */
    OptionDraft in(String words) {
        unit = words;
        return this;
    }

    TrainingOption choice(List<String> choices, String help) {
        return of(Kind.CHOICE, choices, help, OptionalDouble.empty(), OptionalDouble.empty());
    }

    TrainingOption text(String help) {
        return of(Kind.TEXT, List.of(), help, OptionalDouble.empty(), OptionalDouble.empty());
    }

    TrainingOption integer(double least, double most, String help) {
        return of(Kind.INTEGER, List.of(), help, OptionalDouble.of(least), OptionalDouble.of(most));
    }

    TrainingOption number(double least, double most, String help) {
        return of(Kind.NUMBER, List.of(), help, OptionalDouble.of(least), OptionalDouble.of(most));
    }

    private TrainingOption of(Kind kind, List<String> choices, String help, OptionalDouble least, OptionalDouble most) {
        return new TrainingOption(key, flag, label, group, kind, choices, unit, help, least, most, when);
    }
}
