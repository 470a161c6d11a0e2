package org.t2workbench.app.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.settings.ThemeMode;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.staging.Preparation;

/** The frame: rail, the screen that is shown, status bar, and the keys that work everywhere. */
public final class WorkbenchView extends StackPane {

    private final List<Screen> screens;
    private final Workspace workspace;
    private final NavigationRail rail;
    private final StackPane content = new StackPane();
    private final Preparation preparation;
    private final CommandPalette palette;
    private final Strings strings;
    private final Supplier<List<Command>> commands;
    private final ThemeChoice themeChoice;
    private final Button themeButton = new Button();
    private @Nullable Screen shown;

    /**
     * @param screens in the order of the rail
     * @param commands what the screens add to the palette
     */
    public WorkbenchView(
            List<Screen> screens,
            Workspace workspace,
            Strings strings,
            ThemeChoice themeChoice,
            Supplier<List<Command>> commands) {
        this.screens = List.copyOf(screens);
        this.workspace = workspace;
        this.strings = strings;
        this.themeChoice = themeChoice;
        this.commands = commands;
        rail = new NavigationRail(screens, this::show);
        palette = new CommandPalette(this::allCommands, strings);
        content.getStyleClass().add("content");
        preparation =
                new Preparation(content, screens.stream().map(Screen::content).toList());
        themeButton.setId("status-theme");
        themeButton.getStyleClass().add("link-button");
        themeButton.setOnAction(event -> nextTheme());
        showThemeMode();
        StatusBarView status =
                new StatusBarView(new StatusBarViewModel(workspace, strings), strings, palette::open, themeButton);
        BorderPane right = new BorderPane(content);
        right.setBottom(status);
        BorderPane frame = new BorderPane(right);
        frame.setLeft(rail);
        getStyleClass().add("workbench");
        getChildren().setAll(frame, palette);
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    public void show(Screen screen) {
        show(screen, screen.focus());
    }

    /** @param focus puts the keyboard somewhere else than where the screen starts, when all of it is there */
    public void show(Screen screen, Runnable focus) {
        if (shown != null) {
            shown.onHidden().run();
        }
        shown = screen;
        rail.show(screen);
        // a screen stays in the scene: styling one anew at every change would be felt
        preparation.begin(screen.content());
        for (Screen other : screens) {
            other.content().setVisible(other == screen);
        }
        workspace.catchUp();
        CatchUp.now(screen.content());
        screen.onShown().run();
        preparation.finish(screen.content(), focus);
    }

    /** Whether all of the screen in front is there. */
    public boolean isWhole() {
        return preparation.isWhole();
    }

    /** Gets the screens that nobody has asked for ready, between what else there is to do. */
    public void prepareAll() {
        preparation.start();
    }

    /** Takes the screens behind the one in front out of the scene and gets them ready again, for all is styled anew. */
    public void prepareAgain() {
        if (shown != null) {
            preparation.restart(shown.content());
        }
    }

    /** The screen in front, or null before the first. */
    public @Nullable Screen shown() {
        return shown;
    }

    private void onKey(KeyEvent event) {
        if (palette.isVisible()) {
            return;
        }
        for (Command command : allCommands()) {
            KeyCombination shortcut = command.shortcut();
            if (shortcut != null && shortcut.match(event) && command.enabled().getAsBoolean()) {
                event.consume();
                command.run();
                return;
            }
        }
    }

    private List<Command> allCommands() {
        List<Command> all = new ArrayList<>();
        for (int i = 0; i < screens.size(); i++) {
            Screen screen = screens.get(i);
            all.add(Command.of(
                    strings.get("command.show", screen.title()), Shortcuts.screen(i + 1), () -> show(screen)));
        }
        all.addAll(commands.get());
        all.add(Command.of(strings.get("theme.system"), null, () -> chooseTheme(ThemeMode.SYSTEM)));
        all.add(Command.of(strings.get("theme.light"), null, () -> chooseTheme(ThemeMode.LIGHT)));
        all.add(Command.of(strings.get("theme.dark"), null, () -> chooseTheme(ThemeMode.DARK)));
        all.add(Command.of(strings.get("command.palette"), Shortcuts.PALETTE, palette::open));
        return all;
    }

    private void nextTheme() {
        ThemeMode[] modes = ThemeMode.values();
        chooseTheme(modes[(themeChoice.mode().ordinal() + 1) % modes.length]);
    }

    private void chooseTheme(ThemeMode mode) {
        themeChoice.choose(mode);
        showThemeMode();
    }

    private void showThemeMode() {
        ThemeMode mode = themeChoice.mode();
        themeButton.setGraphic(new FontIcon(
                switch (mode) {
                    case SYSTEM -> Feather.MONITOR;
                    case LIGHT -> Feather.SUN;
                    case DARK -> Feather.MOON;
                }));
        themeButton.setTooltip(new Tooltip(strings.get(
                switch (mode) {
                    case SYSTEM -> "theme.system.now";
                    case LIGHT -> "theme.light.now";
                    case DARK -> "theme.dark.now";
                })));
        themeButton.setAccessibleText(themeButton.getTooltip().getText());
    }
}
