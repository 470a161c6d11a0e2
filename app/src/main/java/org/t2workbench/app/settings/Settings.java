package org.t2workbench.app.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the window remembers between starts, as it is written to disk.
 *
 * @param formatVersion 1
 * @param theme follow the system, or one of the two
 * @param recentModels folders opened before, newest first, at most {@value #RECENT}
 * @param window where the window was, or null before the first close
 * @param mlflow the address of the MLflow server that runs are sent to; empty for none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Settings(
        int formatVersion,
        ThemeMode theme,
        List<String> recentModels,
        @Nullable WindowBounds window,
        String mlflow) {

    private static final int FORMAT = 1;
    private static final int RECENT = 8;

    public Settings {
        theme = theme == null ? ThemeMode.SYSTEM : theme;
        recentModels = recentModels == null ? List.of() : List.copyOf(recentModels);
        mlflow = mlflow == null ? "" : mlflow;
    }

    public static Settings defaults() {
        return new Settings(FORMAT, ThemeMode.SYSTEM, List.of(), null, "");
    }

    public Settings withTheme(ThemeMode mode) {
        return new Settings(FORMAT, mode, recentModels, window, mlflow);
    }

    public Settings withWindow(WindowBounds bounds) {
        return new Settings(FORMAT, theme, recentModels, bounds, mlflow);
    }

    public Settings withRecentModel(String folder) {
        List<String> models = new ArrayList<>(recentModels);
        models.remove(folder);
        models.add(0, folder);
        return new Settings(FORMAT, theme, models.subList(0, Math.min(RECENT, models.size())), window, mlflow);
    }

    /** @param address empty for none */
    public Settings withMlflow(String address) {
        return new Settings(FORMAT, theme, recentModels, window, address);
    }
}
