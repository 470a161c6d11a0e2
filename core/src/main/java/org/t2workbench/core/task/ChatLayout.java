package org.t2workbench.core.task;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conversations: the first exchange is the item, the user's turn the question, the assistant's the solution and the
 * answer. A system message of the row's own stands before the question.
 *
 * @param column the list of turns
 * @param speaker who says a turn
 * @param text what is said
 * @param roles what the data calls the three
 */
record ChatLayout(String column, String speaker, String text, Map<String, List<String>> roles) implements Layout {

    private static final String SYSTEM = "system";
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    static final ChatLayout MESSAGES = new ChatLayout(
            "messages",
            "role",
            "content",
            Map.of(SYSTEM, List.of("system", "developer"), USER, List.of("user"), ASSISTANT, List.of("assistant")));

    static final ChatLayout CONVERSATIONS = new ChatLayout(
            "conversations",
            "from",
            "value",
            Map.of(
                    SYSTEM, List.of("system"),
                    USER, List.of("human", "user"),
                    ASSISTANT, List.of("gpt", "assistant", "chatgpt")));

    @Override
    public TaskItem item(String task, DataRow row) {
        Optional<String> system = Optional.empty();
        Optional<String> user = Optional.empty();
        for (DataRow turn : row.rows(column)) {
            String who = turn.text(speaker);
            if (is(SYSTEM, who) && user.isEmpty()) {
                system = turn.optionalText(text).map(String::strip).filter(said -> !said.isEmpty());
            } else if (is(USER, who)) {
                if (user.isPresent()) {
                    throw row.problem("has two turns of the user before an answer");
                }
                user = Optional.of(turn.text(text).strip());
            } else if (is(ASSISTANT, who) && user.isPresent()) {
                String question = system.map(said -> said + "\n\n").orElse("") + user.get();
                String answer = turn.text(text).strip();
                return new TaskItem(question, answer, answer, Layout.id(task, row.optionalPlain("id"), question));
            } else {
                throw turn.wrong(speaker, "a turn of the user and then one of the assistant");
            }
        }
        throw row.problem("has no turn of the user with an answer of the assistant");
    }

    private boolean is(String role, String who) {
        return roles.getOrDefault(role, List.of()).contains(who);
    }
}
