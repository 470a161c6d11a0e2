package org.t2workbench.app.learn;

import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.TokenBars;
import org.t2workbench.app.chart.TokenBars.Bar;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.VisibleText;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.TokenProbability;

/** The next token and the whole answer, of the base model at the left and of the changed one at the right. */
final class AnswerPane extends VBox {

    private final Strings strings;
    private final TokenBars baseBars = new TokenBars("base");
    private final TokenBars changedBars = new TokenBars("adapted");
    private final Label baseText = answer();
    private final Label changedText = answer();
    private final Label verdict;
    private final Card changed;

    /** @param id of the node; its parts' ids begin with it */
    AnswerPane(String id, LiveAnswer<?> live, String changedTitle, Strings strings) {
        super(8);
        this.strings = strings;
        setId(id);
        baseText.setId(id + "-base");
        changedText.setId(id + "-changed");
        verdict = LearnControls.reading(id + "-verdict");
        changed = new Card(changedTitle, body(changedBars, changedText));
        getChildren()
                .setAll(
                        LearnControls.columns(
                                new double[] {50, 50},
                                new Card(strings.get("learn.base"), body(baseBars, baseText)),
                                changed),
                        verdict,
                        LearnControls.problem(id + "-problem", live.problemProperty()));
        live.nextProperty().addListener((property, before, now) -> showNext(now));
        live.answerProperty()
                .addListener((property, before, now) ->
                        showAnswer(now, live.busyProperty().get()));
        live.busyProperty()
                .addListener((property, before, now) ->
                        showAnswer(live.answerProperty().get(), now));
        showNext(live.nextProperty().get());
        showAnswer(live.answerProperty().get(), live.busyProperty().get());
    }

    /** Above the changed model's answer. */
    StringProperty changedTitleProperty() {
        return changed.titleProperty();
    }

    private static Label answer() {
        Label label = new Label();
        label.getStyleClass().addAll("mono", "learn-answer");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private VBox body(TokenBars bars, Label text) {
        VBox body = new VBox(
                7,
                LearnControls.small(strings.get("learn.next")),
                bars,
                LearnControls.small(strings.get("learn.answer")),
                text);
        body.getStyleClass().add("card-body");
        VBox.setVgrow(text, Priority.ALWAYS);
        return body;
    }

    private void showNext(@Nullable NextTokens next) {
        baseBars.setBars(next == null ? List.of() : bars(next.base()));
        changedBars.setBars(next == null ? List.of() : bars(next.adapted()));
    }

    /** The likeliest is set apart by its weight too. */
    static List<Bar> bars(List<TokenProbability> tokens) {
        return tokens.stream()
                .map(token -> new Bar(VisibleText.of(token.text()), token.probability(), token.equals(tokens.get(0))))
                .toList();
    }

    private void showAnswer(@Nullable Comparison comparison, boolean busy) {
        if (comparison != null) {
            baseText.setText(comparison.base().text());
            changedText.setText(comparison.adapted().text());
        }
        changedText.setOpacity(busy ? 0.5 : 1);
        if (busy) {
            verdict.setText(strings.get("learn.verdict.busy"));
        } else if (comparison == null) {
            verdict.setText("");
        } else if (comparison.base().text().equals(comparison.adapted().text())) {
            verdict.setText(strings.get("learn.verdict.same"));
        } else {
            verdict.setText(strings.get("learn.verdict.other"));
        }
    }
}
