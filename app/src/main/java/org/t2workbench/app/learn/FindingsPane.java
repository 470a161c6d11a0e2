package org.t2workbench.app.learn;

import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.i18n.Strings;

/** Step 10: the paper's figures beside what was measured on the sample. */
final class FindingsPane extends VBox {

    /** How our figures stand to the paper's. */
    private enum Stand {
        AGREES(Feather.CHECK, "right-answer"),
        PARTLY(Feather.MINUS, "warning-note"),
        DIFFERS(Feather.X, "wrong-answer");

        private final Feather icon;
        private final String style;

        Stand(Feather icon, String style) {
            this.icon = icon;
            this.style = style;
        }
    }

    private final Strings strings;
    private final GridPane table = new GridPane();

    FindingsPane(Strings strings) {
        super(10);
        this.strings = strings;
        table.setId("learn-findings");
        table.getStyleClass().add("learn-table");
        for (double share : new double[] {25, 30, 32, 13}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(share);
            table.getColumnConstraints().add(column);
        }
        table.addRow(
                0,
                head("learn.findings.head.question"),
                head("learn.findings.head.paper"),
                head("learn.findings.head.here"),
                head("learn.findings.head.stand"));
        row("learn.findings.svf", "learn.findings.svf.paper", "learn.findings.svf.here", Stand.AGREES);
        row("learn.findings.lora", "learn.findings.lora.paper", "learn.findings.lora.here", Stand.PARTLY);
        row("learn.findings.mlp", "learn.findings.mlp.paper", "learn.findings.mlp.here", Stand.PARTLY);
        row(
                "learn.findings.objective",
                "learn.findings.objective.paper",
                "learn.findings.objective.here",
                Stand.PARTLY);
        row("learn.findings.unseen", "learn.findings.unseen.paper", "learn.findings.unseen.here", Stand.DIFFERS);
        row("learn.findings.reading", "learn.findings.reading.paper", "learn.findings.reading.here", Stand.DIFFERS);
        row("learn.findings.transfer", "learn.findings.transfer.paper", "learn.findings.transfer.here", Stand.PARTLY);
        getChildren()
                .setAll(
                        new Card(strings.get("learn.findings.title"), table),
                        LearnControls.small(strings.get("learn.findings.limits")),
                        LearnControls.small(strings.get("learn.findings.sources")));
    }

    private Label head(String key) {
        Label label = new Label(strings.get(key));
        label.getStyleClass().add("muted");
        return label;
    }

    private void row(String question, String paper, String here, Stand stand) {
        Label verdict = cell(strings.get(
                switch (stand) {
                    case AGREES -> "learn.findings.agrees";
                    case PARTLY -> "learn.findings.partly";
                    case DIFFERS -> "learn.findings.differs";
                }));
        verdict.setGraphic(new FontIcon(stand.icon));
        verdict.getStyleClass().add(stand.style);
        Label name = cell(strings.get(question));
        name.getStyleClass().add("strong");
        table.addRow(table.getRowCount(), name, cell(strings.get(paper)), cell(strings.get(here)), verdict);
    }

    private static Label cell(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
