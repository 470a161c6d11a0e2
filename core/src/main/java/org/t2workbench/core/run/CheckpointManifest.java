package org.t2workbench.core.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a checkpoint folder must hold to be whole.
 *
 * @param formatVersion {@link RunConfig#FORMAT_VERSION}
 * @param iteration the last iteration it contains
 * @param finished whether the run was at its end
 * @param files every other file of the folder
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record CheckpointManifest(int formatVersion, long iteration, boolean finished, List<Entry> files) {

    CheckpointManifest {
        files = List.copyOf(files);
    }

    /**
     * @param name file name, without a folder
     * @param bytes its length
     * @param sha256 of its content, hexadecimal
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Entry(String name, long bytes, String sha256) {

        Entry {
            // a name is looked up below the checkpoint's folder and must not lead out of it
            if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
                throw new IllegalArgumentException("\"" + name + "\" is not a plain file name");
            }
        }
    }
}
