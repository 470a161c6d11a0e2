package org.t2workbench.app.compare;

import java.util.Locale;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ChosenAlpha;

/** An expert with its α in words. */
final class AlphaWords {

    private AlphaWords() {}

    static String of(ChosenAlpha alpha, Strings strings) {
        return alpha.isSingle()
                ? strings.get("dispatch.alpha", alpha.name(), number(alpha.highest()))
                : strings.get("dispatch.alphas", alpha.name(), number(alpha.lowest()), number(alpha.highest()));
    }

    private static String number(double alpha) {
        return String.format(Locale.ROOT, "%.2f", alpha);
    }
}
