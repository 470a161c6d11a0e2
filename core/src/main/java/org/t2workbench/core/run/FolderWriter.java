package org.t2workbench.core.run;

import java.io.IOException;
import java.nio.file.Path;

/** Puts a checkpoint's files into a folder. */
@FunctionalInterface
public interface FolderWriter {

    /** @param folder an empty folder to write plain files into; what is in it on return is the checkpoint */
    void writeTo(Path folder) throws IOException;
}
