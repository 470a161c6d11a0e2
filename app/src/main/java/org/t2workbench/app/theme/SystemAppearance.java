package org.t2workbench.app.theme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system whether it is light or dark. JavaFX 21 cannot tell, so the system's own tool is asked, with a limit
 * of time; never called on the FX thread.
 */
public final class SystemAppearance {

    private static final long LIMIT_MILLISECONDS = 1500;

    private SystemAppearance() {}

    /** Light where the system gives no answer. */
    public static Appearance detect() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return read(List.of("defaults", "read", "-g", "AppleInterfaceStyle"))
                    .map(answer -> answer.contains("Dark") ? Appearance.DARK : Appearance.LIGHT)
                    .orElse(Appearance.LIGHT);
        }
        if (system.contains("win")) {
            return read(List.of(
                            "reg",
                            "query",
                            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                            "/v",
                            "AppsUseLightTheme"))
                    .map(answer -> answer.contains("0x0") ? Appearance.DARK : Appearance.LIGHT)
                    .orElse(Appearance.LIGHT);
        }
        return read(List.of("gsettings", "get", "org.gnome.desktop.interface", "color-scheme"))
                .filter(answer -> answer.contains("prefer-"))
                .or(() -> read(List.of("gsettings", "get", "org.gnome.desktop.interface", "gtk-theme")))
                .map(answer -> answer.contains("dark") ? Appearance.DARK : Appearance.LIGHT)
                .orElse(Appearance.LIGHT);
    }

    private static Optional<String> read(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
