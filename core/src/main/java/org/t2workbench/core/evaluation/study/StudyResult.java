package org.t2workbench.core.evaluation.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.job.AtomicFile;

/**
 * What a study measured, as it is written to {@code study.json}. Immutable.
 *
 * @param name of the recipe
 * @param model its name
 * @param seeds of trainings and searches
 * @param expert what the trained experts are called in the labels
 * @param beside what the adapters beside them are called
 * @param families a task and its relative each
 * @param figures table by table
 * @param confusions of every first pass
 * @param mixtures that searches found
 * @param notes of the evaluations, one sentence each
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StudyResult(
        String name,
        String model,
        List<Long> seeds,
        String expert,
        String beside,
        List<StudyRecipe.Family> families,
        List<Figure> figures,
        List<Confusion> confusions,
        List<Found> mixtures,
        List<String> notes) {

    /** Experts on the tasks they were trained for: the paper's Table 1. */
    static final String OWN = "own";

    /** All strategies on the harder relatives: the paper's Table 2. */
    static final String RELATIVES = "relatives";

    private static final String CARRIED = "carried to ";

    /**
     * One row on one task.
     *
     * @param bySeed in the order of the seeds; on the same items for every row of a task
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Figure(String table, String label, String task, List<EvaluationDocument.Row> bySeed) {

        public Figure {
            bySeed = List.copyOf(bySeed);
        }
    }

    /** What one first pass took the prompts for, seed by seed. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Confusion(String label, List<EvaluationDocument.Confusion> bySeed) {

        public Confusion {
            bySeed = List.copyOf(bySeed);
        }
    }

    /**
     * The mixtures that one row's searches found for a task.
     *
     * @param alpha by expert, seed by seed
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Found(String table, String label, String task, Map<String, List<Double>> alpha) {

        public Found {
            alpha = Map.copyOf(alpha);
        }
    }

    public StudyResult {
        seeds = List.copyOf(seeds);
        families = List.copyOf(families);
        figures = List.copyOf(figures);
        confusions = List.copyOf(confusions);
        mixtures = List.copyOf(mixtures);
        notes = List.copyOf(notes);
    }

    static String carriedTo(String model) {
        return CARRIED + model;
    }

    /** The other models' tables, in order. */
    List<String> carried() {
        return figures.stream()
                .map(Figure::table)
                .filter(table -> table.startsWith(CARRIED))
                .distinct()
                .toList();
    }

    static String modelOf(String carried) {
        return carried.substring(CARRIED.length());
    }

    /** Writes {@code study.json} and {@code study.md}. */
    void write(Path folder) {
        try {
            AtomicFile.writeText(
                    folder.resolve("study.json"),
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + this, e);
        }
        AtomicFile.writeText(folder.resolve("study.md"), new StudyReport(this).markdown());
    }

    /** Gathers evaluations, seed by seed. */
    static final class Builder {

        private final StudyRecipe recipe;
        private final AdaptedModel model;
        private final Map<List<String>, List<EvaluationDocument.Row>> rows = new LinkedHashMap<>();
        private final Map<String, List<EvaluationDocument.Confusion>> confusions = new LinkedHashMap<>();
        private final Map<List<String>, Map<String, List<Double>>> alpha = new LinkedHashMap<>();
        private final Set<String> notes = new LinkedHashSet<>();

        Builder(StudyRecipe recipe, AdaptedModel model) {
            this.recipe = recipe;
            this.model = model;
        }

        /** @param document of a plan with these lines and one seed */
        void add(String table, List<StudyEntries.Line> lines, EvaluationDocument document) {
            for (int i = 0; i < document.rows().size(); i++) {
                EvaluationDocument.Row row = document.rows().get(i);
                String label = lines.get(i % lines.size()).label();
                rows.computeIfAbsent(List.of(table, label, row.task()), any -> new ArrayList<>())
                        .add(row);
            }
            List<String> dispatched = lines.stream()
                    .filter(StudyEntries::dispatches)
                    .map(StudyEntries.Line::label)
                    .toList();
            for (int i = 0; i < dispatched.size(); i++) {
                confusions
                        .computeIfAbsent(dispatched.get(i), any -> new ArrayList<>())
                        .add(document.confusions().get(i));
            }
            addMixtures(table, lines, document.configuration());
            notes.addAll(document.notes());
        }

        /** α as the evaluation recorded them before it opened the test split. */
        private void addMixtures(String table, List<StudyEntries.Line> lines, Map<String, Object> configuration) {
            for (Object task : list(configuration, "tasks")) {
                Map<?, ?> byKey = (Map<?, ?>) task;
                List<?> fixed = list(byKey, "configurations");
                for (int i = 0; i < lines.size(); i++) {
                    if (StudyEntries.searches(lines.get(i))) {
                        // the base model stands before the plan's entries
                        add(
                                List.of(table, lines.get(i).label(), String.valueOf(byKey.get("task"))),
                                list((Map<?, ?>) fixed.get(i + 1), "experts"));
                    }
                }
            }
        }

        private static List<?> list(Map<?, ?> map, String key) {
            return map.get(key) instanceof List<?> list ? list : List.of();
        }

        private void add(List<String> key, List<?> experts) {
            for (Object each : experts) {
                Map<?, ?> expert = (Map<?, ?>) each;
                if (expert.get("alpha") instanceof Number value) {
                    alpha.computeIfAbsent(key, any -> new LinkedHashMap<>())
                            .computeIfAbsent(String.valueOf(expert.get("task")), any -> new ArrayList<>())
                            .add(value.doubleValue());
                }
            }
        }

        StudyResult build() {
            return new StudyResult(
                    recipe.name(),
                    model.files().name(),
                    recipe.seeds(),
                    recipe.expert().name(),
                    recipe.beside().name(),
                    recipe.families(),
                    rows.entrySet().stream()
                            .map(entry -> new Figure(
                                    entry.getKey().get(0),
                                    entry.getKey().get(1),
                                    entry.getKey().get(2),
                                    entry.getValue()))
                            .toList(),
                    confusions.entrySet().stream()
                            .map(entry -> new Confusion(entry.getKey(), entry.getValue()))
                            .toList(),
                    alpha.entrySet().stream()
                            .map(entry -> new Found(
                                    entry.getKey().get(0),
                                    entry.getKey().get(1),
                                    entry.getKey().get(2),
                                    entry.getValue()))
                            .toList(),
                    List.copyOf(notes));
        }
    }
}
