package org.t2workbench.app.theme;

import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.stage.Window;
import org.controlsfx.control.Notifications;
import org.t2workbench.app.settings.ThemeMode;

/**
 * What the window wears now. All windows have the styles of both; a dark one has a mark at its root that the dark ones ask
 * for, as another style sheet would have each node matched with all its rules anew. FX thread only.
 */
public final class Theme {

    /** What is dark, then the window's own. */
    private static final List<String> STYLESHEETS =
            List.of("/org/t2workbench/ui/dark.css", "/org/t2workbench/ui/workbench.css");

    private static final URL NOTES = Objects.requireNonNull(Notifications.class.getResource("notificationpopup.css"));

    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    private final ReadOnlyObjectWrapper<Appearance> appearance = new ReadOnlyObjectWrapper<>(Appearance.LIGHT);
    /** Menus and tooltips are windows of their own, and come later. */
    private final ListChangeListener<Window> comingWindows = change -> {
        while (change.next()) {
            change.getAddedSubList().forEach(this::mark);
        }
    };

    private Runnable beforeChange = () -> {};
    private ThemeMode mode;
    private Appearance system = Appearance.LIGHT;

    public Theme(ThemeMode mode) {
        this.mode = mode;
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Window.getWindows().addListener(new WeakListChangeListener<>(comingWindows));
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
        // the first note in a scene would add these, and all that is in it would be styled anew
        scene.getStylesheets().add(NOTES.toExternalForm());
        for (String sheet : STYLESHEETS) {
            URL place = Objects.requireNonNull(Theme.class.getResource(sheet), sheet);
            scene.getStylesheets().add(place.toExternalForm());
        }
        mark(scene);
    }

    private void mark(Window window) {
        if (window.getScene() != null) {
            mark(window.getScene());
        }
    }

    private void mark(Scene scene) {
        scene.getRoot().pseudoClassStateChanged(DARK, appearance.get() == Appearance.DARK);
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
            appearance.set(wanted);
            Window.getWindows().forEach(this::mark);
        }
    }
}
