package org.t2workbench.app.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Singular directions for a terminal. */
final class DirectionText {

    private DirectionText() {}

    static void print(PrintStream out, DirectionOptions.Component component) {
        boolean writes = component.side().equals("writes");
        out.printf(
                Locale.ROOT,
                "component %d   σ %.4g   %s %s the residual stream%n",
                component.component(),
                component.sigma(),
                writes ? "u" : "v",
                writes ? "writes to" : "reads");
        print(out, component.side() + " +", component.positive());
        print(out, component.side() + " −", component.negative());
        out.println(component.without());
        if (component.note() != null) {
            out.println(component.note());
        }
    }

    private static void print(PrintStream out, String name, List<DirectionOptions.Word> words) {
        String text = words.stream()
                .map(word -> String.format(Locale.ROOT, "‹%s› %+.3f", visible(word.text()), word.value()))
                .collect(Collectors.joining("   "));
        out.printf("  %-9s %s%n", name, text.isEmpty() ? "no token" : text);
    }

    static void print(PrintStream out, DirectionOptions.Search search) {
        out.printf(
                "components that %s %s as the %s %s%n",
                search.side().equals("writes") ? "write" : "read",
                "‹" + visible(search.text()) + "›",
                search.tokens().size() == 1 ? "token" : "mean of the tokens",
                search.tokens().stream()
                        .map(token -> "‹" + visible(token.text()) + "›")
                        .collect(Collectors.joining(" ")));
        for (DirectionOptions.Found found : search.components()) {
            out.printf(
                    Locale.ROOT,
                    "  %+.3f   %-44s component %-5d σ %.4g%n",
                    found.value(),
                    found.matrix(),
                    found.component(),
                    found.sigma());
        }
        search.skipped().values().forEach(out::println);
    }

    private static String visible(String text) {
        return text.replace("\n", "↵").replace("\t", "→");
    }
}
