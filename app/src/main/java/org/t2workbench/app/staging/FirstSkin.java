package org.t2workbench.app.staging;

import java.util.Map;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.Skin;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.ComboBoxListViewSkin;
import javafx.scene.control.skin.ListViewSkin;
import javafx.scene.control.skin.SpinnerSkin;
import javafx.scene.control.skin.TableViewSkin;

/**
 * The skin of the first control of its kind. Its code runs for the first time then, which takes longer than anything else
 * that makes the control, so it is made before the control is in a scene, where the rest would follow in the same frame.
 */
final class FirstSkin implements Gradual {

    /** What each makes by itself in a scene. */
    private static final Map<Class<?>, Function<Control, Skin<?>>> SKINS = Map.of(
            TableView.class, control -> new TableViewSkin<>((TableView<?>) control),
            ListView.class, control -> new ListViewSkin<>((ListView<?>) control),
            ComboBox.class, control -> new ComboBoxListViewSkin<>((ComboBox<?>) control),
            Spinner.class, control -> new SpinnerSkin<>((Spinner<?>) control));

    private final Control control;

    FirstSkin(Control control) {
        this.control = control;
    }

    static boolean isKnown(Control control) {
        return SKINS.containsKey(control.getClass());
    }

    @Override
    public void empty() {}

    @Override
    public boolean fill() {
        Function<Control, Skin<?>> skin = SKINS.get(control.getClass());
        if (skin != null && control.getSkin() == null) {
            control.setSkin(skin.apply(control));
        }
        return true;
    }
}
