package org.t2workbench.app.compare;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.TokenBars;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.TokenFlow;
import org.t2workbench.app.control.VisibleText;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Answer;
import org.t2workbench.app.workbench.AnswerToken;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.TokenProbability;

/** One of the two answers, and below it what this model would say next at the place that is shown. */
final class AnswerView {

    private static final double TEXT_HEIGHT = 74;

    private final Side side;
    private final CompareViewModel viewModel;
    private final Strings strings;
    private final TokenFlow text = new TokenFlow();
    private final Label caption = new Label();
    private final TokenBars bars;
    private final Card card;

    AnswerView(Side side, CompareViewModel viewModel, Strings strings) {
        this.side = side;
        this.viewModel = viewModel;
        this.strings = strings;
        boolean base = side == Side.BASE;
        String id = base ? "base" : "adapted";
        bars = new TokenBars(id);
        text.setId("answer-" + id);
        ScrollPane scroll = new Scroller(text);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.setMinHeight(TEXT_HEIGHT);
        scroll.setPrefHeight(TEXT_HEIGHT);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        caption.getStyleClass().add("muted");
        caption.setId("caption-" + id);
        VBox next = new VBox(8, caption, bars);
        next.getStyleClass().add("next-tokens");
        next.setMinHeight(Region.USE_PREF_SIZE);
        card = new Card(strings.get(base ? "compare.base" : "compare.adapted"), new VBox(scroll, next));

        viewModel.tokens(side).addListener((ListChangeListener<AnswerToken>) this::tokensChanged);
        viewModel.resultProperty().addListener((property, before, now) -> showResult(now));
        viewModel.stateProperty().addListener((property, before, now) -> showNote());
        viewModel.shownPlaceProperty().addListener((property, before, now) -> showPlace(now));
        viewModel.previewProblemProperty().addListener((property, before, now) -> showPlace(null));
        text.setOnChosen(this::offer);
        text.hoveredProperty().addListener((property, before, now) -> hover(now.intValue()));
        viewModel
                .hoveredProperty()
                .addListener((property, before, now) ->
                        text.hoveredProperty().set(now != null && now.side() == side ? now.index() : -1));
        showPlace(viewModel.shownPlaceProperty().get());
        showNote();
    }

    Card card() {
        return card;
    }

    private void tokensChanged(ListChangeListener.Change<? extends AnswerToken> change) {
        while (change.next()) {
            if (change.wasRemoved()
                    || change.getFrom() + change.getAddedSize()
                            < viewModel.tokens(side).size()) {
                text.setTokens(drawn(viewModel.tokens(side), new BitSet()));
            } else {
                text.append(drawn(change.getAddedSubList(), new BitSet()));
            }
        }
        showNote();
    }

    private void showResult(@Nullable Comparison comparison) {
        if (comparison != null) {
            Differences differences = Differences.between(
                    comparison.base().tokens(), comparison.adapted().tokens());
            BitSet marked = side == Side.BASE ? differences.base() : differences.adapted();
            text.setTokens(drawn(answer(comparison).tokens(), marked));
        }
        showNote();
    }

    private Answer answer(Comparison comparison) {
        return side == Side.BASE ? comparison.base() : comparison.adapted();
    }

    private List<TokenFlow.Token> drawn(List<? extends AnswerToken> tokens, BitSet marked) {
        TokenFlow.Mark difference = side == Side.BASE ? TokenFlow.Mark.LOST : TokenFlow.Mark.GAINED;
        List<TokenFlow.Token> drawn = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            AnswerToken token = tokens.get(i);
            drawn.add(new TokenFlow.Token(
                    token.text(), 1 - token.probability(), marked.get(i) ? difference : TokenFlow.Mark.NONE));
        }
        return drawn;
    }

    /** A token was chosen: what can be asked about it. */
    private void offer(int index, Node token) {
        Comparison comparison = viewModel.resultProperty().get();
        if (comparison == null) {
            return;
        }
        String word = VisibleText.of(answer(comparison).tokens().get(index).text());
        MenuItem moved = new MenuItem(strings.get("attribution.offer", word));
        moved.setId("attribution-offer");
        moved.setMnemonicParsing(false);
        moved.setOnAction(event -> viewModel.askWhatMoved(new Place(side, index)));
        ContextMenu menu = new ContextMenu(moved);
        menu.show(token, javafx.geometry.Side.BOTTOM, 0, 2);
    }

    private void hover(int index) {
        Place now = viewModel.hoveredProperty().get();
        if (index >= 0) {
            viewModel.hoveredProperty().set(new Place(side, index));
        } else if (now != null && now.side() == side) {
            viewModel.hoveredProperty().set(null);
        }
    }

    private void showNote() {
        Comparison comparison = viewModel.resultProperty().get();
        if (comparison != null) {
            Answer answer = answer(comparison);
            card.noteProperty()
                    .set(strings.get(
                            "compare.answer.note",
                            answer.tokens().size(),
                            String.format(Locale.ROOT, "%.0f", answer.tokensPerSecond()),
                            viewModel.drawWords(comparison.request().settings()),
                            answer.finishReason()));
            return;
        }
        int tokens = viewModel.tokens(side).size();
        boolean running = viewModel.stateProperty().get() == CompareState.RUNNING;
        if (running) {
            card.noteProperty()
                    .set(tokens == 0 ? strings.get("compare.waiting") : strings.get("compare.counting", tokens));
        } else {
            card.noteProperty().set(tokens == 0 ? "" : strings.get("compare.stopped", tokens));
        }
    }

    private void showPlace(@Nullable NextTokens place) {
        String problem = viewModel.previewProblemProperty().get();
        if (place == null) {
            caption.setText(problem.isEmpty() ? strings.get("compare.next.none") : problem);
            bars.setBars(List.of());
            return;
        }
        caption.setText(
                viewModel.hoveredProperty().get() == null
                        ? strings.get("compare.next.prompt")
                        : strings.get("compare.next.at", VisibleText.of(place.after())));
        List<TokenProbability> next = side == Side.BASE ? place.base() : place.adapted();
        bars.setBars(next.stream()
                .map(token -> new TokenBars.Bar(VisibleText.of(token.text()), token.probability(), false))
                .toList());
    }
}
