package org.t2workbench.app.workbench;

import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/**
 * Something the person can do from anywhere: by its shortcut, or by its name in the palette.
 *
 * @param shortcut null where it has none
 * @param enabled asked each time
 */
public record Command(String title, @Nullable KeyCombination shortcut, BooleanSupplier enabled, Runnable action) {

    public static Command of(String title, @Nullable KeyCombination shortcut, Runnable action) {
        return new Command(title, shortcut, () -> true, action);
    }

    public String shortcutText() {
        return shortcut == null ? "" : Shortcuts.text(shortcut);
    }

    public void run() {
        if (enabled.getAsBoolean()) {
            action.run();
        }
    }
}
