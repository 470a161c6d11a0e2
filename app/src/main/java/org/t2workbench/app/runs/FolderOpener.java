package org.t2workbench.app.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/** Shows a folder in the system's own file manager. Off the FX thread. */
final class FolderOpener {

    private FolderOpener() {}

    /** @throws WorkbenchException in one sentence, with the folder, when the system has no program for it */
    static void open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("There is no folder " + folder + ".", folder);
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String program = system.startsWith("mac") ? "open" : system.startsWith("windows") ? "explorer.exe" : "xdg-open";
        try {
            Process process = new ProcessBuilder(List.of(program, folder.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new WorkbenchException(
                    "No program of this system shows folders (" + program + "); the run is in " + folder + ".",
                    folder,
                    e);
        }
    }
}
