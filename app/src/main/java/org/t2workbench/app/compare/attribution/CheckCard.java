package org.t2workbench.app.compare.attribution;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.TokenAttribution;

/** What the contributions foretell beside what was measured with the gains really set back. */
final class CheckCard extends VBox {

    private final Strings strings;
    private final Label words = new Label();
    private final Label predicted = new Label();
    private final Label measured = new Label();
    private final Label verdict = new Label();

    CheckCard(Strings strings) {
        this.strings = strings;
        words.setId("attribution-check");
        predicted.setId("attribution-predicted");
        measured.setId("attribution-measured");
        verdict.setId("attribution-verdict");
        for (Label label : new Label[] {words, verdict}) {
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
        }
        predicted.getStyleClass().add("mono");
        measured.getStyleClass().add("mono");
        GridPane figures = new GridPane();
        figures.setHgap(16);
        figures.setVgap(4);
        figures.addRow(0, new Label(strings.get("attribution.check.predicted")), predicted);
        figures.addRow(1, new Label(strings.get("attribution.check.measured")), measured);
        VBox body = new VBox(8, words, figures, verdict);
        body.getStyleClass().addAll("card-body", "attribution-check");
        getChildren().setAll(new Card(strings.get("attribution.check"), body));
        setMinHeight(Region.USE_PREF_SIZE);
        show(null);
    }

    void show(@Nullable TokenAttribution found) {
        setVisible(found != null);
        if (found == null) {
            return;
        }
        words.setText(strings.get(
                found.fromBase() ? "attribution.check.base" : "attribution.check.off",
                String.valueOf(found.checked())));
        predicted.setText(strings.get("attribution.check.nats", Nats.signed(found.predicted())));
        measured.setText(strings.get("attribution.check.nats", Nats.signed(found.measured())));
        boolean holds = found.firstOrderHolds();
        verdict.setText(strings.get(
                holds ? "attribution.check.holds" : "attribution.check.fails",
                String.format(Locale.ROOT, "%.0f", 100 * found.missed())));
        verdict.setGraphic(new FontIcon(holds ? Feather.CHECK : Feather.ALERT_TRIANGLE));
        verdict.getStyleClass().removeAll("right-answer", "warning-note");
        verdict.getStyleClass().add(holds ? "right-answer" : "warning-note");
    }
}
