package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.util.List;
import org.t2workbench.core.checkpoint.hub.HubReplyTarget;

/** The readers of what others made, each with the folder of its corpus in {@code src/test/resources/fuzz}. */
enum FuzzTargets {
    SAFETENSORS("Safetensors", SafetensorsTarget::fuzzerTestOneInput),
    SHARD_INDEX("ShardIndex", ShardIndexTarget::fuzzerTestOneInput),
    CONFIG("Config", ConfigTarget::fuzzerTestOneInput),
    TOKENIZER("Tokenizer", TokenizerTarget::fuzzerTestOneInput),
    CHAT_TEMPLATE("ChatTemplate", ChatTemplateTarget::fuzzerTestOneInput),
    GGUF("Gguf", GgufTarget::fuzzerTestOneInput),
    TORCH_FILE("TorchFile", TorchFileTarget::fuzzerTestOneInput),
    PICKLE("Pickle", PickleTarget::fuzzerTestOneInput),
    ADAPTER_CONFIG("AdapterConfig", AdapterConfigTarget::fuzzerTestOneInput),
    HUB_REPLY("HubReply", HubReplyTarget::fuzzerTestOneInput);

    private final String label;
    private final Target target;

    FuzzTargets(String label, Target target) {
        this.label = label;
        this.target = target;
    }

    /** Throws what no caller expects, or an {@link AssertionError}, where the bytes are handled badly. */
    interface Target {
        void run(byte[] bytes) throws IOException;
    }

    /** The name of the corpus, and of the class without {@code Target}. */
    String label() {
        return label;
    }

    String className() {
        Class<?> beside = this == HUB_REPLY ? HubReplyTarget.class : FuzzTargets.class;
        return beside.getPackageName() + "." + label + "Target";
    }

    void run(byte[] bytes) throws IOException {
        target.run(bytes);
    }

    static List<FuzzTargets> all() {
        return List.of(values());
    }
}
