package org.t2workbench.app.workbench;

import java.nio.file.Path;

/** Where a model is opened from. */
public record ModelSource(String location) {

    /** The model that ships with the program. */
    public static final ModelSource SAMPLE = new ModelSource("sample");

    public static ModelSource folder(Path folder) {
        return new ModelSource(folder.toString());
    }

    /**
     * A model of a hub.
     *
     * @param id {@code org/name} or {@code org/name@revision}
     */
    public static ModelSource hub(String id) {
        return new ModelSource(id);
    }

    public boolean isSample() {
        return equals(SAMPLE);
    }

    /** The last part of the location, for titles. */
    public String shortName() {
        Path name = Path.of(location).getFileName();
        return name == null ? location : name.toString();
    }
}
