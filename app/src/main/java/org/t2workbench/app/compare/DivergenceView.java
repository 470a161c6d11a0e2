package org.t2workbench.app.compare;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.DivergenceBars;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.VisibleText;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.AnswerToken;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.Side;

/** KL(base ‖ adapted) at every token of the adapted answer. */
final class DivergenceView {

    private static final double HEIGHT = 74;

    private final CompareViewModel viewModel;
    private final DivergenceBars bars;
    private final Card card;

    DivergenceView(CompareViewModel viewModel, Theme theme, Strings strings) {
        this.viewModel = viewModel;
        bars = new DivergenceBars(theme.palette());
        bars.setId("divergence");
        bars.setMinHeight(HEIGHT);
        bars.setPrefHeight(HEIGHT);
        card = new Card(strings.get("compare.divergence"), bars);
        card.noteProperty().set(strings.get("compare.divergence.note"));
        card.setMinHeight(Region.USE_PREF_SIZE);
        theme.appearanceProperty().addListener((property, before, now) -> bars.setPalette(theme.palette()));
        viewModel.resultProperty().addListener((property, before, now) -> show(now));
        bars.selectedProperty().addListener((property, before, now) -> select(now.intValue()));
        viewModel
                .hoveredProperty()
                .addListener((property, before, now) ->
                        bars.selectedProperty().set(now != null && now.side() == Side.ADAPTED ? now.index() : -1));
        bars.setOnMouseExited(event -> select(-1));
    }

    Card card() {
        return card;
    }

    private void show(@Nullable Comparison comparison) {
        List<DivergenceBars.Bar> drawn = new ArrayList<>();
        if (comparison != null) {
            List<AnswerToken> tokens = comparison.adapted().tokens();
            for (int i = 0;
                    i < Math.min(tokens.size(), comparison.adaptedPlaces().size());
                    i++) {
                drawn.add(new DivergenceBars.Bar(
                        label(tokens.get(i).text()),
                        comparison.adaptedPlaces().get(i).divergence()));
            }
        }
        bars.setBars(drawn);
    }

    /** The bare word where there is one: the bars are narrow. */
    private static String label(String token) {
        return token.isBlank() ? VisibleText.of(token) : token.strip();
    }

    private void select(int index) {
        viewModel.hoveredProperty().set(index < 0 ? null : new Place(Side.ADAPTED, index));
    }
}
