package org.t2workbench.core.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What {@code generation_config.json} recommends; everything may be absent.
 *
 * @param sample whether to sample at all; greedy otherwise
 * @param eosTokens ids that end an answer; they replace those of the model's configuration when there are any
 */
public record GenerationDefaults(
        boolean sample,
        OptionalDouble temperature,
        OptionalInt topK,
        OptionalDouble topP,
        List<Integer> eosTokens,
        OptionalInt bosToken,
        OptionalInt padToken) {

    /** Nothing recommended: for folders without the file. */
    public static final GenerationDefaults NONE = new GenerationDefaults(
            false,
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            List.of(),
            OptionalInt.empty(),
            OptionalInt.empty());

    public GenerationDefaults {
        eosTokens = List.copyOf(eosTokens);
    }

    /** @throws InvalidInputException when the file is malformed */
    public static GenerationDefaults read(Path file) {
        JsonFile json = JsonFile.read(file);
        return new GenerationDefaults(
                json.flag("do_sample", false),
                json.number("temperature"),
                json.wholeNumber("top_k"),
                json.number("top_p"),
                json.wholeNumbers("eos_token_id"),
                json.wholeNumber("bos_token_id"),
                json.wholeNumber("pad_token_id"));
    }
}
