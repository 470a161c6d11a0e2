package org.t2workbench.core.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** Writes a model that is one file as a folder in the Hugging Face layout; quantised matrices become F32. */
final class UnpackedModel {

    private static final JsonMapper JSON = new JsonMapper();

    private UnpackedModel() {}

    /** @param tensors the numbers to write */
    static void write(ModelFiles model, TensorSource tensors, Path folder, Progress progress, CancellationToken token)
            throws IOException {
        copy(model.configJson(), folder.resolve("config.json"));
        copy(model.tokenizerJson(), folder.resolve("tokenizer.json"));
        if (model.tokenizerConfig().isPresent()) {
            copy(model.tokenizerConfig().get(), folder.resolve("tokenizer_config.json"));
        }
        ObjectNode generation = JSON.createObjectNode();
        if (!model.stopTokens().isEmpty()) {
            model.stopTokens().forEach(generation.putArray("eos_token_id")::add);
        }
        // written in any case: without it, other tools take a stop token of the architecture's for the model's
        Files.writeString(folder.resolve("generation_config.json"), generation.toPrettyString() + "\n");
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        long total = tensors.totalBytes();
        long[] done = {0};
        for (String name : tensors.names()) {
            TensorInfo info = tensors.info(name);
            entries.add(SafetensorsWriter.Entry.streamed(name, info.dtype(), info.shape(), (from, target) -> {
                token.throwIfCancelled();
                progress.report("writing " + name, done[0], total);
                done[0] += (long) target.remaining() * info.dtype().bytes();
                tensors.readFloats(name, from, target);
            }));
        }
        SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of("format", "pt"), entries);
    }

    private static void copy(ModelText text, Path target) throws IOException {
        try (InputStream stream = text.open()) {
            Files.copy(stream, target);
        }
    }
}
