package org.t2workbench.app.experts.adapt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.Presets;
import org.t2workbench.app.experts.adapt.AdaptField.Key;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.core.adaptation.search.SearchMethod;
import org.t2workbench.core.adaptation.search.SearchScope;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Mixture;

/** The next search as it is written in the form. FX thread only. */
public final class AdaptForm implements Presets {

    private static final List<String> PRESETS = List.of(SearchSettings.PAPER, SearchSettings.LIGHT);

    private final Strings strings;
    private final Map<Key, AdaptField> fields = new EnumMap<>(Key.class);
    private final StringProperty task = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper taskProblem = new ReadOnlyStringWrapper("");
    private final ObservableList<ExpertChoice> experts = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper expertsProblem = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper preset = new ReadOnlyStringWrapper(SearchSettings.PAPER);
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable SearchSettings> settings = new ReadOnlyObjectWrapper<>();
    private boolean filling;

    AdaptForm(Strings strings) {
        this.strings = strings;
        for (Key key : Key.values()) {
            AdaptField field = new AdaptField(key);
            fields.put(key, field);
            field.textProperty().addListener((property, before, now) -> check());
        }
        task.addListener((property, before, now) -> check());
        // the sliders can show what is found: the paper's own sum they can only where the α add up to 1
        fill(SearchSettings.paper().withForm(Mixture.Form.OFFSET));
    }

    // Properties

    /** In the order of the form. */
    public List<AdaptField> fields() {
        return List.copyOf(fields.values());
    }

    public AdaptField field(Key key) {
        return Objects.requireNonNull(fields.get(key));
    }

    /** A task's name or file; empty for none. */
    public StringProperty taskProperty() {
        return task;
    }

    /** One sentence, or empty. */
    public ReadOnlyStringProperty taskProblemProperty() {
        return taskProblem.getReadOnlyProperty();
    }

    /** The open experts. */
    public ObservableList<ExpertChoice> experts() {
        return experts;
    }

    /** One sentence, or empty. */
    public ReadOnlyStringProperty expertsProblemProperty() {
        return expertsProblem.getReadOnlyProperty();
    }

    @Override
    public List<String> presets() {
        return PRESETS;
    }

    /** The preset that the form was last filled from. */
    @Override
    public ReadOnlyStringProperty presetProperty() {
        return preset.getReadOnlyProperty();
    }

    /** Whether anything but the seed differs from the preset. */
    @Override
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** What the form means, or null while something in it is wrong. */
    public ReadOnlyObjectProperty<@Nullable SearchSettings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /** The files of the experts that are chosen, in the order of the list. */
    public List<Path> chosen() {
        return experts.stream()
                .filter(choice -> choice.chosenProperty().get())
                .map(choice -> choice.expert().file())
                .toList();
    }

    /** Matrices that the chosen experts have gains for, where they have the same ones. */
    int matrices() {
        return experts.stream()
                .filter(choice -> choice.chosenProperty().get())
                .mapToInt(choice -> choice.expert().matrices())
                .max()
                .orElse(0);
    }

    // Commands

    /** Fills the form from a preset; task and experts stay. */
    @Override
    public void choose(String presetName) {
        preset.set(presetName);
        fill(SearchSettings.preset(presetName));
    }

    /** Fills the form with settings, those of an earlier search for instance. */
    void fill(SearchSettings given) {
        filling = true;
        fields.values().forEach(field -> field.fill(given));
        filling = false;
        check();
    }

    /** The open experts are others now; what was left out stays left out. */
    void offer(List<ExpertSummary> open) {
        Set<Path> left = new HashSet<>();
        experts.stream()
                .filter(choice -> !choice.chosenProperty().get())
                .forEach(choice -> left.add(choice.expert().file()));
        List<ExpertChoice> all = new ArrayList<>();
        for (ExpertSummary expert : open) {
            ExpertChoice choice = new ExpertChoice(expert, !left.contains(expert.file()));
            choice.chosenProperty().addListener((property, before, now) -> check());
            all.add(choice);
        }
        experts.setAll(all);
        check();
    }

    private void check() {
        if (filling) {
            return;
        }
        taskProblem.set(task.get().isBlank() ? strings.get("adapt.problem.task") : "");
        int mixed = chosen().size();
        expertsProblem.set(mixed == 0 ? strings.get("adapt.problem.experts") : "");
        fields.values().forEach(field -> field.setProblem(""));
        SearchSettings made = read(SearchSettings.preset(preset.get()), mixed);
        boolean legible = fields.values().stream()
                .allMatch(field -> field.problemProperty().get().isEmpty());
        settings.set(
                legible && taskProblem.get().isEmpty() && expertsProblem.get().isEmpty() ? made : null);
        changed.set(!legible
                || !made.withSeed(1).equals(SearchSettings.preset(preset.get()).withSeed(1)));
    }

    /** What is written wrong is noted at its field and stays as it was. */
    private SearchSettings read(SearchSettings start, int mixed) {
        SearchSettings now = start;
        now = set(Key.SHOTS, now, with -> with.withShots(integer(Key.SHOTS)));
        now = set(Key.GENERATIONS, now, with -> with.withGenerations(integer(Key.GENERATIONS)));
        // every member an elite leaves only the population to complain about
        now = set(Key.POPULATION, now, with -> with.withPopulation(integer(Key.POPULATION), 1));
        now = set(Key.ELITE_SHARE, now, with -> with.withPopulation(with.population(), share()));
        now = set(Key.SCOPE, now, with -> with.withScope(chosen(Key.SCOPE, SearchScope.values(), SearchScope::label)));
        now = set(Key.FORM, now, with -> with.withForm(chosen(Key.FORM, Mixture.Form.values(), Mixture.Form::label)));
        now = set(Key.ALPHA, now, with -> {
            boolean normalised = field(Key.ALPHA).text().equals(AdaptField.NORMALISED);
            if (normalised && mixed == 1) {
                throw new InvalidInputException(strings.get("adapt.problem.normalised"));
            }
            return with.withNormalised(normalised);
        });
        now = set(
                Key.METHOD,
                now,
                with -> with.withMethod(chosen(Key.METHOD, SearchMethod.values(), SearchMethod::label)));
        return set(Key.SEED, now, with -> with.withSeed(whole(Key.SEED)));
    }

    private SearchSettings set(Key key, SearchSettings now, UnaryOperator<SearchSettings> change) {
        try {
            return change.apply(now);
        } catch (NumberFormatException e) {
            field(key).setProblem(strings.get("adapt.problem.number", field(key).text()));
        } catch (InvalidInputException e) {
            field(key).setProblem(String.valueOf(e.getMessage()));
        }
        return now;
    }

    private int integer(Key key) {
        return Integer.parseInt(field(key).text());
    }

    private long whole(Key key) {
        return Long.parseLong(field(key).text());
    }

    private double share() {
        return Double.parseDouble(field(Key.ELITE_SHARE).text());
    }

    private <T> T chosen(Key key, T[] all, Function<T, String> label) {
        for (T each : all) {
            if (label.apply(each).equals(field(key).text())) {
                return each;
            }
        }
        throw new InvalidInputException(
                strings.get("adapt.problem.choice", field(key).text()));
    }
}
