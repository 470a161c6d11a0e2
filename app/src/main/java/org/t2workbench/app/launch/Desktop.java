package org.t2workbench.app.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a window needs of this machine, looked at before JavaFX starts: some of what it lacks would end the program with a
 * stack trace, or at once. Only what is certainly missing counts; where the system gives no answer the window is tried.
 *
 * @param linux whether the checks of Linux apply
 * @param display the variable DISPLAY; this JavaFX reaches Wayland through it, too
 * @param libraries the names that the loader knows, as {@code ldconfig -p} lists them; empty when it cannot be asked
 * @param fonts the fonts that fontconfig lists; null when it cannot be asked
 */
record Desktop(
        boolean linux,
        String display,
        String libraries,
        @Nullable String fonts) {

    private static final long LIMIT_MILLISECONDS = 2000;
    private static final List<String> NEEDED =
            List.of("libgtk-3.so.0", "libXtst.so.6", "libpango-1.0.so.0", "libfreetype.so.6", "libfontconfig.so.1");
    private static final String PACKAGES =
            "README names the packages that a window needs; here is the same on the terminal.";

    static Desktop ofThisMachine() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        boolean chosen = System.getProperty("glass.platform") != null;
        if (!linux || chosen) {
            return new Desktop(false, "", "", null);
        }
        Function<String, String> variable = name -> Objects.toString(System.getenv(name), "");
        return new Desktop(
                true,
                variable.apply("DISPLAY"),
                ask(List.of("/sbin/ldconfig", "-p")).orElse(""),
                ask(List.of("fc-list")).orElse(null));
    }

    /** One sentence when no window can be opened. */
    Optional<String> obstacle() {
        if (!linux) {
            return Optional.empty();
        }
        if (display.isBlank()) {
            return Optional.of("No window can be opened: there is no display (DISPLAY is not set). " + PACKAGES);
        }
        if (!libraries.isBlank()) {
            for (String library : NEEDED) {
                if (!libraries.contains(library)) {
                    return Optional.of("No window can be opened: the library " + library + " is missing. " + PACKAGES);
                }
            }
        }
        if (fonts != null && fonts.isBlank()) {
            return Optional.of("No window can be opened: no fonts are installed. " + PACKAGES);
        }
        return Optional.empty();
    }

    /** One sentence for what JavaFX found missing itself. */
    static String explain(Throwable failure) {
        String message = Objects.toString(failure.getMessage(), "");
        String cause = message.contains("DISPLAY")
                ? "the display does not answer"
                : message.contains("GTK") ? "GTK 3 is missing" : "a library of the desktop is missing";
        return "No window can be opened: " + cause + ". " + PACKAGES;
    }

    private static Optional<String> ask(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            // read first: a long list would fill the pipe and the process would never end
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
