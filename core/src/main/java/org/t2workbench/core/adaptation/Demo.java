package org.t2workbench.core.adaptation;

import java.nio.file.Path;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What the first start shows: a prompt to the sample model and one of its experts.
 *
 * @param prompt a user's message
 * @param expert the expert's name among the sample's
 * @param alpha how strongly it takes part
 * @param maxTokens most tokens of the answers
 */
public record Demo(String prompt, String expert, double alpha, int maxTokens) {

    private static final int FORMAT_VERSION = 1;
    private static final int LONGEST = 4096;

    /** The demo that came with the sample: {@code samples/demo.json}. */
    public static Demo ofSample(InstallFolder install) {
        return read(install.samples().resolve("demo.json"));
    }

    /** @throws InvalidInputException when the file is missing or malformed */
    public static Demo read(Path file) {
        JsonFile json = JsonFile.read(file);
        if (json.count("format_version", Integer.MAX_VALUE) != FORMAT_VERSION) {
            throw json.wrong("format_version", Integer.toString(FORMAT_VERSION));
        }
        return new Demo(
                json.text("prompt").orElseThrow(() -> json.missing("prompt")),
                json.text("expert").orElseThrow(() -> json.missing("expert")),
                json.number("alpha").orElse(1),
                json.count("max_tokens", LONGEST));
    }

    /** The expert's file among the sample's experts. */
    public Path expertFile(InstallFolder install) {
        return install.sampleExperts().resolve(expert + ".safetensors");
    }
}
