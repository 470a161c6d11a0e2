package org.t2workbench.app.experts.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.EffectCertificate;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;

/** What the chosen expert does, in figures and in words, and the self-test of what measured them. */
final class CertificatePane {

    private static final String NONE = "–";
    private static final double LAYERS = 60;
    private static final double ROW = 30;

    private final CertificateViewModel viewModel;
    private final Strings strings;
    private final Label gain = value("certificate-gain");
    private final Label change = value("certificate-change");
    private final Label divergence = value("certificate-divergence");
    private final Label flipped = value("certificate-flipped");
    private final Label verdict = new Label();
    private final HeatMap layers;
    private final FlowPane checks = new FlowPane(8, 4);
    private final Card node;

    CertificatePane(CertificateViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        layers = new HeatMap(theme.palette(), ROW);
        layers.setId("certificate-layers");
        layers.setFocusTraversable(false);
        theme.appearanceProperty().addListener((property, before, now) -> layers.setPalette(theme.palette()));
        GridPane figures = new GridPane();
        figures.getStyleClass().add("effect-grid");
        for (int i = 0; i < 4; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(25);
            figures.getColumnConstraints().add(column);
        }
        figures.addRow(
                0,
                figure("effect.gain", gain),
                figure("effect.change", change),
                figure("effect.divergence", divergence),
                figure("effect.flipped", flipped));
        verdict.setId("certificate-verdict");
        verdict.setWrapText(true);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        verdict.getStyleClass().add("effect-words");
        checks.setId("certificate-checks");
        Label perLayer = new Label(strings.get("inspect.effect.layers"));
        perLayer.getStyleClass().add("muted");
        layers.setMinHeight(LAYERS);
        layers.setMaxHeight(LAYERS);
        VBox inside = new VBox(8, figures, verdict, perLayer, layers, checks);
        inside.getStyleClass().add("effect-body");
        VBox.setVgrow(inside, Priority.ALWAYS);
        Button measure = new Button(strings.get("inspect.effect.measure"), new FontIcon(Feather.REFRESH_CW));
        measure.setId("certificate-measure");
        measure.getStyleClass().addAll("link-button", "flat");
        measure.setTooltip(FormRow.tooltip(strings.get("inspect.effect.measure.tooltip")));
        measure.setOnAction(event -> viewModel.measure());
        measure.disableProperty().bind(viewModel.busyProperty());
        ExportMenu export = new ExportMenu("certificate-export", viewModel.files(), strings, inside, this::fileName)
                .csv(
                        strings.get("effect.title"),
                        this::fileName,
                        () -> Objects.requireNonNull(
                                viewModel.certificateProperty().get())::csv);
        export.getStyleClass().addAll("link-button", "flat");
        export.disableProperty().bind(viewModel.certificateProperty().isNull());
        node = new Card(strings.get("effect.title"), inside).atEnd(measure, export);
        viewModel.certificateProperty().addListener((property, before, now) -> show());
        viewModel.problemProperty().addListener((property, before, now) -> show());
        viewModel.busyProperty().addListener((property, before, now) -> show());
        show();
    }

    Node node() {
        return node;
    }

    void setActive(boolean front) {
        viewModel.setActive(front);
    }

    private String fileName() {
        EffectCertificate shown = viewModel.certificateProperty().get();
        return (shown == null ? "expert" : shown.expert()) + "-effect";
    }

    private void show() {
        EffectCertificate certificate = viewModel.certificateProperty().get();
        checks.getChildren().clear();
        if (certificate == null) {
            List.of(gain, change, divergence, flipped).forEach(label -> label.setText(NONE));
            layers.setData(HeatMap.Data.EMPTY);
            verdict.setText(
                    viewModel.busyProperty().get()
                            ? strings.get("inspect.effect.busy")
                            : viewModel.problemProperty().get());
            node.noteProperty().set("");
            return;
        }
        Effect effect = certificate.effect();
        gain.setText(String.format(Locale.ROOT, "%.3f", effect.maxGainChange()));
        change.setText(String.format(Locale.ROOT, "%.2f %%", 100 * effect.relativeWeightChange()));
        boolean measured = effect.meanKl().isPresent();
        divergence.setText(
                measured ? String.format(Locale.ROOT, "%.4f", effect.meanKl().getAsDouble()) : NONE);
        flipped.setText(measured ? strings.get("effect.of", effect.flippedTokens(), effect.comparedTokens()) : NONE);
        verdict.setText(words(effect, measured));
        node.noteProperty().set(measured ? strings.get("inspect.effect.note") : "");
        layers.setData(layers(effect));
        if (!certificate.checks().isEmpty()) {
            Label sum = new Label(strings.get(
                    certificate.passed() == certificate.checks().size()
                            ? "inspect.effect.passed"
                            : "inspect.effect.failed",
                    certificate.passed(),
                    certificate.checks().size()));
            sum.setId("certificate-sum");
            sum.getStyleClass().add("strong");
            checks.getChildren().add(sum);
            certificate.checks().forEach(check -> checks.getChildren().add(check(check)));
        }
    }

    private String words(Effect effect, boolean measured) {
        return switch (effect.verdict()) {
            case SAME_WEIGHTS -> strings.get("effect.none");
            case NOT_NOTICEABLE -> strings.get("inspect.effect.unnoticed");
            case CHANGED -> strings.get(measured ? "inspect.effect.changed" : "inspect.effect.noPrompt");
        };
    }

    private HeatMap.Data layers(Effect effect) {
        List<Double> values = effect.relativeWeightChangePerLayer();
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        for (int layer = 0; layer < values.size(); layer++) {
            String written = String.format(Locale.ROOT, "%.2f %%", 100 * values.get(layer));
            names.add(String.valueOf(layer));
            texts.add(written);
            hints.add(strings.get("model.layer", String.valueOf(layer)) + "   ‖ΔW‖/‖W‖ " + written);
        }
        return new HeatMap.Data(List.of(""), names, List.of(values), List.of(texts), List.of(hints));
    }

    private Label check(EffectCheck check) {
        Label label =
                new Label(strings.get(name(check.kind())), new FontIcon(check.passed() ? Feather.CHECK : Feather.X));
        label.getStyleClass().add(check.passed() ? "check-passed" : "check-failed");
        label.setAlignment(Pos.CENTER_LEFT);
        Tooltip told =
                FormRow.tooltip(strings.get(about(check.kind()), written(check.expected()), written(check.measured())));
        label.setTooltip(told);
        return label;
    }

    private static String name(EffectCheck.Kind kind) {
        return switch (kind) {
            case NEUTRAL -> "inspect.check.neutral";
            case CANCELLED -> "inspect.check.cancelled";
            case KNOWN -> "inspect.check.known";
            case FOLDED -> "inspect.check.folded";
            case SEEN -> "inspect.check.seen";
        };
    }

    private static String about(EffectCheck.Kind kind) {
        return switch (kind) {
            case NEUTRAL -> "inspect.check.neutral.about";
            case CANCELLED -> "inspect.check.cancelled.about";
            case KNOWN -> "inspect.check.known.about";
            case FOLDED -> "inspect.check.folded.about";
            case SEEN -> "inspect.check.seen.about";
        };
    }

    private static String written(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.5g", value);
    }

    private VBox figure(String key, Label value) {
        Label name = new Label(strings.get(key));
        name.getStyleClass().add("muted");
        return new VBox(name, value);
    }

    private static Label value(String id) {
        Label label = new Label(NONE);
        label.setId(id);
        label.getStyleClass().add("figure");
        return label;
    }
}
