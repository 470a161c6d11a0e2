package org.t2workbench.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.EigenvalueDensity;
import org.t2workbench.core.spectrum.GainMetrics;
import org.t2workbench.core.spectrum.ShuffledSpectrum;
import org.t2workbench.core.spectrum.SpectrumFlag;
import org.t2workbench.core.spectrum.SpectrumMetric;
import org.t2workbench.core.spectrum.SpectrumMetrics;
import org.t2workbench.core.svf.Mixture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Singular values and metrics of a model's matrices, base or with experts. */
@Command(
        name = "spectrum",
        description = "singular values and metrics of a model's matrices, and what components read and write")
final class SpectrumCommand implements Runnable {

    private static final String DISTANCE = "rand_distance";
    private static final String SOFT_RANK = "ww_softrank";
    private static final String EXCESS = "ww_maxdist";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final MixtureOptions mixture = new MixtureOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--matrix", paramLabel = "NAME", description = "only this matrix, named as in the checkpoint")
    private @Nullable String name;

    @Option(
            names = "--shuffled",
            description =
                    "also compare each matrix with itself when its entries are shuffled; takes a decomposition more")
    private boolean shuffled;

    @Mixin
    private final DirectionOptions directions = new DirectionOptions();

    private final Console console;

    SpectrumCommand(Console console) {
        this.console = console;
    }

    /**
     * @param density of the squared singular values, as the window draws it; null where there are none
     * @param problem why there are no values, a sentence; null where there are
     */
    record Matrix(
            String name,
            int rows,
            int columns,
            double[] singularValues,
            double[] gains,
            double[] cumulativeEnergy,
            @Nullable EigenvalueDensity density,
            Map<String, @Nullable Double> metrics,
            List<String> flags,
            @Nullable String problem) {}

    /** @param component in words; absent where it was not asked for */
    record Document(
            String name,
            List<Matrix> matrices,
            @Nullable String note,

            @JsonInclude(JsonInclude.Include.NON_NULL) DirectionOptions.@Nullable Component component,

            @JsonInclude(JsonInclude.Include.NON_NULL) SimilarityDocument.@Nullable Similarity similarity) {}

    @Override
    public void run() {
        directions.check(name, mixture.isGiven());
        if (shuffled && directions.asksForSearch()) {
            throw new WrongUsageException("--shuffled compares matrices, and --writes and --reads look for components;"
                    + " ask for one of them at a time.");
        }
        mixture.check(false);
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            if (directions.asksForSearch()) {
                search(opened);
                return;
            }
            Mixture mixed = mixture.read(opened::readAdapter);
            List<Matrix> matrices = new ArrayList<>();
            List<MatrixInfo> chosen = chosen(opened);
            for (int i = 0; i < chosen.size(); i++) {
                console.token().throwIfCancelled();
                console.progress().report("decomposing " + chosen.get(i).name(), i, chosen.size());
                matrices.add(describe(opened, mixed, chosen.get(i), chosen.size() == 1));
            }
            DirectionOptions.Component component =
                    directions.asksForComponent() ? directions.component(opened, chosen.get(0)) : null;
            if (common.json) {
                JsonOutput.print(
                        console.out(),
                        new Document(
                                opened.files().name(),
                                matrices,
                                opened.files().storedWeights().note().orElse(null),
                                component,
                                SimilarityDocument.of(mixed, chosen, opened.decomposition())));
            } else {
                opened.files().storedWeights().note().ifPresent(console.out()::println);
                matrices.forEach(this::print);
                if (component != null) {
                    DirectionText.print(console.out(), component);
                }
            }
        }
    }

    private void search(AdaptedModel opened) {
        DirectionOptions.SearchDocument found = directions.search(opened, console);
        if (common.json) {
            JsonOutput.print(console.out(), found);
        } else {
            DirectionText.print(console.out(), found.search());
        }
    }

    private List<MatrixInfo> chosen(AdaptedModel opened) {
        List<MatrixInfo> all = opened.model().matrices();
        if (name == null) {
            return all;
        }
        List<MatrixInfo> found =
                all.stream().filter(matrix -> matrix.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new InvalidInputException(
                    "The model " + opened.files().name() + " has no attention or MLP matrix named " + name
                            + "; 'info' lists them.",
                    opened.files().path());
        }
        return found;
    }

    /** @param alone whether there is no other matrix to go on with: then a matrix without values is a failure */
    private Matrix describe(AdaptedModel opened, Mixture mixed, MatrixInfo matrix, boolean alone) {
        double[] sigma;
        try {
            sigma = opened.singularValues(mixed, matrix);
        } catch (InvalidInputException e) {
            if (alone) {
                throw e;
            }
            double[] none = {};
            return new Matrix(
                    matrix.name(),
                    matrix.rows(),
                    matrix.columns(),
                    none,
                    none,
                    none,
                    null,
                    Map.of(),
                    List.of(),
                    e.getMessage());
        }
        SpectrumMetrics metrics = SpectrumMetrics.of(sigma, matrix.rows(), matrix.columns());
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            values.put(metric.key(), finite(metric.of(metrics)));
        }
        float[] gains = mixed.gains(List.of(matrix)).get(matrix.name());
        GainMetrics changes = GainMetrics.of(opened.decomposition().singularValues(matrix.name()), gains);
        values.put("largest_gain_change", changes.largestChange());
        values.put("relative_weight_change", changes.relativeChange());
        values.put("changed_share", changes.changedShare());
        if (shuffled) {
            Optional<ShuffledSpectrum> other = ShuffledSpectrum.of(
                    opened.decomposition().singularValues(matrix.name()),
                    opened.decomposition().shuffledValues(matrix.name(), console.token()));
            values.put(DISTANCE, other.map(ShuffledSpectrum::distance).orElse(null));
            values.put(SOFT_RANK, other.map(ShuffledSpectrum::softRank).orElse(null));
            values.put(EXCESS, other.map(ShuffledSpectrum::excess).orElse(null));
        }
        return new Matrix(
                matrix.name(),
                matrix.rows(),
                matrix.columns(),
                sigma,
                gains == null ? new double[0] : widened(gains),
                SpectrumMetrics.cumulativeEnergy(sigma),
                EigenvalueDensity.of(sigma, matrix.rows(), matrix.columns()),
                values,
                SpectrumFlag.of(metrics).stream().map(SpectrumFlag::key).toList(),
                null);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static @Nullable Double finite(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value.getAsDouble() : null;
    }

    private void print(Matrix matrix) {
        if (matrix.problem() != null) {
            console.out().printf(Locale.ROOT, "%-44s %s%n", matrix.name(), matrix.problem());
            return;
        }
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-44s %5d × %-5d  σ₁ %-9.4g σᵣ %-9.3g stable rank %-7s effective rank %-7s α %s%n",
                        matrix.name(),
                        matrix.rows(),
                        matrix.columns(),
                        matrix.singularValues()[0],
                        matrix.singularValues()[matrix.singularValues().length - 1],
                        text(matrix.metrics().get(SpectrumMetric.STABLE_RANK.key())),
                        text(matrix.metrics().get(SpectrumMetric.EFFECTIVE_RANK.key())),
                        text(matrix.metrics().get(SpectrumMetric.ALPHA.key())));
        if (shuffled) {
            printShuffled(console.out(), matrix);
        }
    }

    private static void printShuffled(PrintStream out, Matrix matrix) {
        out.printf(
                Locale.ROOT,
                "    distance from shuffled %s  shuffled soft rank %s  λ₁ less the shuffled %s%n",
                text(matrix.metrics().get(DISTANCE)),
                text(matrix.metrics().get(SOFT_RANK)),
                text(matrix.metrics().get(EXCESS)));
    }

    private static String text(@Nullable Double value) {
        return value == null ? "n/a" : String.format(Locale.ROOT, "%.2f", value);
    }
}
