package org.t2workbench.core.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;

/** Starts a run, or goes on with one that was asked for in the same way. */
public final class RunStart {

    private RunStart() {}

    /** @throws InvalidInputException when the folder holds a run of another kind, other settings or other inputs */
    public static RunWriter startOrResume(Path folder, RunConfig asked) {
        if (!RunFolder.isRun(folder)) {
            return RunWriter.create(folder, asked);
        }
        RunConfig found = RunFolder.open(folder).config();
        if (!found.kind().equals(asked.kind())
                || found.seed() != asked.seed()
                || !json(found.config()).equals(json(asked.config()))
                || !found.fingerprints().equals(asked.fingerprints())) {
            throw new InvalidInputException(
                    "The run in " + folder
                            + " was made with other settings, another model or other data; choose a new folder, or"
                            + " resume it as it was.",
                    folder);
        }
        return RunWriter.resume(folder);
    }

    /** As text, because a number that was read back may have another Java type. */
    static String json(Map<String, Object> map) {
        try {
            return new JsonMapper().writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + map, e);
        }
    }
}
