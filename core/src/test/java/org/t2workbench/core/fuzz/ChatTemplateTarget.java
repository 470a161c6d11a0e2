package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Message;

/** What a fuzzer calls with any bytes. */
public final class ChatTemplateTarget {

    private ChatTemplateTarget() {}

    private static final List<Message> CONVERSATION = List.of(
            new Message("system", "Answer in one word."),
            new Message("user", "{{ 1 }} {% x %} 你好 🙂"),
            new Message("assistant", " yes "),
            new Message("user", ""));

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        String source = new String(bytes, StandardCharsets.UTF_8);
        FuzzFolder.orRefused(() -> {
            ChatTemplate template = ChatTemplate.of(source, Map.of("bos_token", "<s>", "eos_token", "</s>"));
            template.render(CONVERSATION, true);
        });
    }
}
