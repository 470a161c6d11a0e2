package org.t2workbench.app.experts.adapt;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.t2workbench.core.adaptation.search.SearchMethod;
import org.t2workbench.core.adaptation.search.SearchScope;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.svf.Mixture;

/** One setting of the form: what is written there, and what is wrong with it. FX thread only. */
public final class AdaptField {

    /** The settings, in the order of the form. */
    public enum Key {
        SHOTS,
        GENERATIONS,
        POPULATION,
        ELITE_SHARE,
        SCOPE,
        FORM,
        ALPHA,
        METHOD,
        SEED;

        /** As it ends a node's id. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** α of any size from 0 to 1, and α that add up to 1. */
    static final String FREE = "free";

    static final String NORMALISED = "normalised";

    private final Key key;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    AdaptField(Key key) {
        this.key = key;
    }

    public Key key() {
        return key;
    }

    /** The values to choose from; empty where a number is written. */
    public List<String> choices() {
        return switch (key) {
            case SCOPE -> labels(SearchScope.GLOBAL.label(), SearchScope.LAYER.label(), SearchScope.MATRIX.label());
            case FORM -> labels(Mixture.Form.OFFSET.label(), Mixture.Form.SUM.label());
            case ALPHA -> labels(FREE, NORMALISED);
            case METHOD -> labels(SearchMethod.CEM.label(), SearchMethod.CMA_ES.label());
            default -> List.of();
        };
    }

    private static List<String> labels(String... all) {
        return List.of(all);
    }

    public StringProperty textProperty() {
        return text;
    }

    String text() {
        return text.get().strip();
    }

    /** One sentence, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void setProblem(String sentence) {
        problem.set(sentence);
    }

    /** Writes what settings say of it. */
    void fill(SearchSettings settings) {
        text.set(
                switch (key) {
                    case SHOTS -> Integer.toString(settings.shots());
                    case GENERATIONS -> Integer.toString(settings.generations());
                    case POPULATION -> Integer.toString(settings.population());
                    case ELITE_SHARE -> Double.toString(settings.eliteShare());
                    case SCOPE -> settings.scope().label();
                    case FORM -> settings.form().label();
                    case ALPHA -> settings.normalised() ? NORMALISED : FREE;
                    case METHOD -> settings.method().label();
                    case SEED -> Long.toString(settings.seed());
                });
    }
}
