package org.t2workbench.app.learn;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.LearnSession;

/** Step 3: which components stay, and the answers. */
final class KeepPane extends VBox {

    KeepPane(KeepStep step, Strings strings) {
        super(10);
        Segments<Boolean> where = new Segments<>(true);
        where.setId("learn-keep-where");
        where.add(true, strings.get("learn.keep.every"), strings.get("learn.keep.every.tooltip"));
        where.add(false, strings.get("learn.keep.one"), strings.get("learn.keep.one.tooltip"));
        LearnControls.follow(where, step.everywhereProperty());
        Segments<KeepStep.Kept> kept = new Segments<>(KeepStep.Kept.FIRST);
        kept.setId("learn-keep-kept");
        kept.add(KeepStep.Kept.FIRST, strings.get("learn.keep.first"), strings.get("learn.keep.first.tooltip"));
        kept.add(KeepStep.Kept.REST, strings.get("learn.keep.rest"), strings.get("learn.keep.rest.tooltip"));
        kept.valueProperty().bindBidirectional(step.keptProperty());
        Node matrix = LearnControls.matrixChoice("learn-keep-matrix", step.context(), strings);
        matrix.visibleProperty().bind(step.everywhereProperty().not());
        Label question = LearnControls.small("");
        question.setId("learn-keep-question");
        Runnable ask = () ->
                question.setText(strings.get("learn.question", step.context().question()));
        step.context().matrixProperty().addListener((property, before, now) -> ask.run());
        ask.run();
        getChildren()
                .setAll(
                        LearnControls.row(where, kept, matrix),
                        NumberSlider.of(
                                "learn-keep-k",
                                strings.get("learn.k"),
                                0,
                                LearnSession.PICTURE_SIDE,
                                step.componentsProperty()),
                        question,
                        new AnswerPane("learn-keep", step.answer(), strings.get("learn.keep.changed"), strings));
    }
}
