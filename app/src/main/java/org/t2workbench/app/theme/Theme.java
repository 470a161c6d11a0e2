package org.t2workbench.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;
import org.t2workbench.app.settings.ThemeMode;

/** What the window wears now. FX thread only. */
public final class Theme {

    private static final String STYLESHEET = "/org/t2workbench/ui/workbench.css";

    private final ReadOnlyObjectWrapper<Appearance> appearance = new ReadOnlyObjectWrapper<>(Appearance.LIGHT);
    private Runnable beforeChange = () -> {};
    private ThemeMode mode;
    private Appearance system = Appearance.LIGHT;

    public Theme(ThemeMode mode) {
        this.mode = mode;
        wear();
    }

    public ReadOnlyObjectProperty<Appearance> appearanceProperty() {
        return appearance.getReadOnlyProperty();
    }

    public Appearance appearance() {
        return appearance.get();
    }

    public Palette palette() {
        return Palette.of(appearance.get());
    }

    public ThemeMode mode() {
        return mode;
    }

    public void setMode(ThemeMode mode) {
        this.mode = mode;
        wear();
    }

    /** What the system wears, as {@link SystemAppearance} found out. */
    public void setSystem(Appearance system) {
        this.system = system;
        wear();
    }

    /** What is to be done before all that is in a scene is styled anew; in place of what was to be done so far. */
    public void setBeforeChange(Runnable action) {
        beforeChange = action;
    }

    /** Gives a scene the window's own styles and keeps its light or dark mark up to date. */
    public void dress(Scene scene) {
        URL sheet = Objects.requireNonNull(Theme.class.getResource(STYLESHEET), STYLESHEET);
        scene.getStylesheets().add(sheet.toExternalForm());
    }

    private void wear() {
        Appearance wanted =
                switch (mode) {
                    case SYSTEM -> system;
                    case LIGHT -> Appearance.LIGHT;
                    case DARK -> Appearance.DARK;
                };
        if (wanted != appearance.get()) {
            beforeChange.run();
        }
        Application.setUserAgentStylesheet(
                wanted == Appearance.DARK
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
        appearance.set(wanted);
    }
}
