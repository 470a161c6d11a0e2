package org.t2workbench.app.workbench;

import java.util.List;

/**
 * Where another category would have led.
 *
 * @param alphas of every expert, the unused ones at 0
 * @param note why the base model answered, where the category asks for an expert; empty for nothing
 */
public record RouteAnswer(
        String label, List<ChosenAlpha> alphas, String text, DispatchReport.Times times, String note) {

    public RouteAnswer {
        alphas = List.copyOf(alphas);
    }
}
