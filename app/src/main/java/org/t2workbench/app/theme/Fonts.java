package org.t2workbench.app.theme;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javafx.scene.text.Font;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fonts that come with the program (Inter and JetBrains Mono, SIL Open Font License). */
public final class Fonts {

    public static final String UI = "Inter";
    public static final String MONO = "JetBrains Mono";

    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);
    private static final String FOLDER = "/com/formdev/flatlaf/fonts/";
    private static final double ANY_SIZE = 13;

    /** Where the font files lie on the class path. */
    public static final List<String> FILES = List.of(
            FOLDER + "inter/Inter-Regular.otf",
            FOLDER + "inter/Inter-SemiBold.otf",
            FOLDER + "inter/Inter-Bold.otf",
            FOLDER + "jetbrains_mono/JetBrainsMono-Regular.ttf",
            FOLDER + "jetbrains_mono/JetBrainsMono-Bold.ttf");

    private Fonts() {}

    /** Makes the fonts known to the toolkit; one that does not load leaves the system's font in its place. */
    public static void load() {
        for (String file : FILES) {
            try (InputStream in = Fonts.class.getResourceAsStream(file)) {
                Font font = in == null ? null : Font.loadFont(in, ANY_SIZE);
                if (font == null) {
                    LOG.warn("The font {} could not be loaded.", file);
                }
            } catch (IOException e) {
                LOG.warn("The font {} could not be read: {}", file, e.getMessage());
            }
        }
    }
}
