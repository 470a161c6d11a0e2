package org.t2workbench.app.theme;

import java.util.List;
import javafx.scene.paint.Color;

/**
 * The colours of what is drawn rather than styled (charts, heat maps), from the same Primer scales that the theme uses.
 *
 * @param series first the base, then the adapted, then further ones
 */
public record Palette(
        Color background,
        Color text,
        Color muted,
        Color grid,
        Color track,
        Color base,
        Color accent,
        Color caution,
        Color focus,
        List<Color> series) {

    private static final Palette LIGHT = new Palette(
            Color.web("#ffffff"),
            Color.web("#1f2328"),
            Color.web("#57606a"),
            Color.web("#d0d7de"),
            Color.web("#eaeef2"),
            Color.web("#57606a"),
            Color.web("#0969da"),
            Color.web("#9a6700"),
            Color.web("#1f2328"),
            List.of(
                    Color.web("#57606a"),
                    Color.web("#0969da"),
                    Color.web("#1a7f37"),
                    Color.web("#bf3989"),
                    Color.web("#bc4c00"),
                    Color.web("#8250df"),
                    Color.web("#9a6700"),
                    Color.web("#0e7c86"),
                    Color.web("#cf222e")));

    private static final Palette DARK = new Palette(
            Color.web("#0d1117"),
            Color.web("#e6edf3"),
            Color.web("#8b949e"),
            Color.web("#30363d"),
            Color.web("#21262d"),
            Color.web("#8b949e"),
            Color.web("#388bfd"),
            Color.web("#d29922"),
            Color.web("#f0f6fc"),
            List.of(
                    Color.web("#9aa4af"),
                    Color.web("#388bfd"),
                    Color.web("#3fb950"),
                    Color.web("#db61a2"),
                    Color.web("#f0883e"),
                    Color.web("#a371f7"),
                    Color.web("#d29922"),
                    Color.web("#39c5cf"),
                    Color.web("#ff7b72")));

    public static Palette of(Appearance appearance) {
        return appearance == Appearance.DARK ? DARK : LIGHT;
    }
}
