package org.t2workbench.app.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.spectrum.Attribution;
import org.t2workbench.core.spectrum.AttributionMeter;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Mixture;
import picocli.CommandLine.Option;

/** Which components moved a token of an answer, on the command line. */
final class AttributionOptions {

    private static final int TOP = 20;
    private static final int CHECKED = 5;
    private static final int MATRICES = 5;

    @Option(
            names = "--attribute",
            paramLabel = "N",
            description =
                    "which components moved token N of the answer, the adapted one with --compare, counted from 1;"
                            + " checked by setting their gains back")
    private @Nullable Integer place;

    record Place(int token, int id, String text) {}

    record MatrixSum(String matrix, int layer, String kind, double contribution) {}

    /** @param measured by how much log p really fell; null for components that were not set back */
    record Component(
            String matrix,
            int component,
            double sigma,
            double gain,
            double contribution,
            @Nullable Double measured) {}

    record Check(int components, double predicted, double measured) {}

    record Document(
            Place place,
            double logProbability,
            String reference,
            double total,
            List<MatrixSum> matrices,
            List<Component> components,
            Check check) {}

    boolean isGiven() {
        return place != null;
    }

    /**
     * @param mixture that gave the answer
     * @throws InvalidInputException when the answer has no such token
     */
    Document attribute(AdaptedModel opened, Mixture mixture, int[] prompt, GenerationResult answer, Console console) {
        int[] ids = answer.ids();
        int number = place == null ? 0 : place;
        if (number < 1 || number > ids.length) {
            throw new InvalidInputException("The answer has " + ids.length
                    + " tokens, so --attribute takes a number from 1 to " + ids.length + ", not " + number + ".");
        }
        int[] tokens = Arrays.copyOf(prompt, prompt.length + number - 1);
        System.arraycopy(ids, 0, tokens, prompt.length, number - 1);
        int target = ids[number - 1];
        Adaptation adaptation = mixture.adaptation(opened.model().matrices());
        try (AttributionMeter meter = new AttributionMeter(opened.model(), opened.decomposition())) {
            Attribution found = meter.attribute(
                    adaptation,
                    opened.weights(mixture, tokens.length, console.progress(), console.token()),
                    tokens,
                    target,
                    TOP,
                    console.progress(),
                    console.token());
            Attribution.Check check =
                    meter.check(found, adaptation, tokens, target, CHECKED, console.progress(), console.token());
            return document(
                    found, check, new Place(number, target, opened.tokenizer().piece(target)));
        }
    }

    private static Document document(Attribution found, Attribution.Check check, Place place) {
        List<Component> components = new ArrayList<>();
        for (Attribution.Component component : found.top()) {
            int i = components.size();
            components.add(new Component(
                    component.matrix().name(),
                    component.component(),
                    component.sigma(),
                    component.gain(),
                    component.contribution(),
                    i < check.each().size() ? check.each().get(i).real() : null));
        }
        return new Document(
                place,
                found.logProbability(),
                found.reference().label(),
                found.total(),
                found.matrices().stream()
                        .map(sum -> new MatrixSum(
                                sum.matrix().name(),
                                sum.matrix().layer(),
                                sum.matrix().kind().label(),
                                sum.contribution()))
                        .toList(),
                components,
                new Check(
                        check.each().size(),
                        check.together().predicted(),
                        check.together().real()));
    }

    static void print(PrintStream out, Document found) {
        boolean base = found.reference().equals(Attribution.Reference.BASE.label());
        out.printf(
                Locale.ROOT,
                "%nWhat moved token %d ‹%s› of the answer, log p %.4f: contributions in nats, counted from %s%n",
                found.place().token(),
                found.place().text().replace("\n", "↵"),
                found.logProbability(),
                base ? "the base model (gain 1)" : "components switched off (gain 0)");
        out.printf(Locale.ROOT, "  %+.4f   all components together, to first order%n", found.total());
        found.matrices().stream()
                .sorted(Comparator.comparingDouble((MatrixSum sum) -> -Math.abs(sum.contribution())))
                .limit(MATRICES)
                .forEach(sum -> out.printf(Locale.ROOT, "  %+.4f   %s%n", sum.contribution(), sum.matrix()));
        out.println("Components                                                    predicted   set back");
        for (Component component : found.components()) {
            out.printf(
                    Locale.ROOT,
                    "  %-44s %5d  gain %.3f  %+.5f  %s%n",
                    component.matrix(),
                    component.component(),
                    component.gain(),
                    component.contribution(),
                    component.measured() == null ? "" : String.format(Locale.ROOT, "%+.5f", component.measured()));
        }
        out.printf(
                Locale.ROOT,
                "check    the first %d set to %s together: predicted %+.5f, measured %+.5f%n",
                found.check().components(),
                base ? "gain 1" : "gain 0",
                found.check().predicted(),
                found.check().measured());
    }
}
