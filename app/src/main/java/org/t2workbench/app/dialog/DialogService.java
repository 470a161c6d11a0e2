package org.t2workbench.app.dialog;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that interrupts the person. An interface, so that no test of a view model opens a window. */
public interface DialogService {

    /** @param start the folder shown first, or null for the system's choice */
    Optional<Path> chooseFolder(String title, @Nullable Path start);

    /** @param pattern of the file names offered, as in {@code *.safetensors} */
    Optional<Path> chooseFile(String title, String kind, String pattern, @Nullable Path start);

    /**
     * Asks where a new file goes; the system asks before one is replaced.
     *
     * @param name proposed
     */
    Optional<Path> chooseNewFile(String title, String kind, String pattern, String name);

    /** Shows the error and returns at once. */
    void showError(ErrorReport report);

    /** Shows a short note that goes away by itself. */
    void showNote(String title, String text);
}
