package org.t2workbench.app.workbench;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/** The keys of the window; on a Mac, Command stands for Ctrl. */
public final class Shortcuts {

    public static final KeyCombination PALETTE = shortcut(KeyCode.K);
    public static final KeyCombination OPEN_MODEL = shortcut(KeyCode.O);
    public static final KeyCombination OPEN_HUB =
            new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    public static final KeyCombination OPEN_FILE = shortcut(KeyCode.G);
    public static final KeyCombination OPEN_EXPERT = shortcut(KeyCode.E);
    public static final KeyCombination QUIT = shortcut(KeyCode.Q);
    public static final KeyCombination RUN = shortcut(KeyCode.ENTER);
    public static final KeyCombination PREVIOUS = new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN);
    public static final KeyCombination NEXT = new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN);
    public static final KeyCombination CANCEL = new KeyCodeCombination(KeyCode.ESCAPE);

    private Shortcuts() {}

    /** The keys as they stand on the keyboard, as in {@code Ctrl+Enter}. */
    public static String text(KeyCombination keys) {
        return keys.getDisplayText().replace("↵", "Enter").replace("⏎", "Enter").replace("Escape", "Esc");
    }

    /** Ctrl+1 and so on, in the order of the rail. */
    static KeyCombination screen(int number) {
        return KeyCombination.valueOf("Shortcut+" + number);
    }

    private static KeyCombination shortcut(KeyCode key) {
        return new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN);
    }
}
