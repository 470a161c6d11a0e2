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
 * @param recentMixtures mixture files saved or opened before, newest first, at most {@value #RECENT}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Settings(
        int formatVersion,
        ThemeMode theme,
        List<String> recentModels,
        @Nullable WindowBounds window,
        String mlflow,
        List<String> recentMixtures) {

    private static final int FORMAT = 1;
    private static final int RECENT = 8;

    public Settings {
        theme = theme == null ? ThemeMode.SYSTEM : theme;
        recentModels = recentModels == null ? List.of() : List.copyOf(recentModels);
        recentMixtures = recentMixtures == null ? List.of() : List.copyOf(recentMixtures);
        mlflow = mlflow == null ? "" : mlflow;
    }

    public static Settings defaults() {
        return new Settings(FORMAT, ThemeMode.SYSTEM, List.of(), null, "", List.of());
    }

    public Settings withTheme(ThemeMode mode) {
        return new Settings(FORMAT, mode, recentModels, window, mlflow, recentMixtures);
    }

    public Settings withWindow(WindowBounds bounds) {
        return new Settings(FORMAT, theme, recentModels, bounds, mlflow, recentMixtures);
    }

    public Settings withRecentModel(String folder) {
        return new Settings(FORMAT, theme, atFront(recentModels, folder), window, mlflow, recentMixtures);
    }

    public Settings withRecentMixture(String file) {
        return new Settings(FORMAT, theme, recentModels, window, mlflow, atFront(recentMixtures, file));
    }

    private static List<String> atFront(List<String> recent, String newest) {
        List<String> all = new ArrayList<>(recent);
        all.remove(newest);
        all.add(0, newest);
        return all.subList(0, Math.min(RECENT, all.size()));
    }

    /** @param address empty for none */
    public Settings withMlflow(String address) {
        return new Settings(FORMAT, theme, recentModels, window, address, recentMixtures);
    }
}
