package org.t2workbench.core.adaptation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.BoxedGrader;
import org.t2workbench.core.text.Message;

/**
 * The question that the first pass asks of a prompt, with the categories it may answer. Read from a JSON file:
 *
 * <pre>
 *   { "format_version": 1, "kind": "dispatch", "description": "…",
 *     "system": "…{categories}…", "prompt": "Which label fits, {labels}?\n{question}", "max_tokens": 24,
 *     "dispatcher": "dispatch",
 *     "categories": [ { "label": "math", "description": "…", "task": "math", "relatives": ["math-hard"] },
 *                     { "label": "other", "description": "…" } ] }
 * </pre>
 *
 * In {@code system} and {@code prompt} {@code {labels}} becomes "math, code or other" and {@code {categories}} a numbered
 * list with the descriptions; {@code prompt} holds {@code {question}} once. {@code system} and {@code dispatcher} may be
 * left out. Immutable.
 *
 * @param system said before the question
 * @param prompt with {@code {question}} where the prompt goes
 * @param maxTokens most tokens of the answer
 * @param dispatcher the task whose expert serves the first pass of {@link Strategy#CLASSIFIER}
 * @param categories with different labels
 */
public record DispatchPrompt(
        Optional<String> system, String prompt, int maxTokens, String dispatcher, List<Category> categories) {

    /** The label of what no expert serves, whether it is listed or not. */
    public static final String OTHER = "other";

    /** The task that a dispatch expert is trained on, where a file does not say another. */
    public static final String DISPATCHER = "dispatch";

    private static final String KIND = "dispatch";
    private static final int FORMAT_VERSION = 1;
    private static final int MOST_TOKENS = 1 << 14;
    private static final String QUESTION = "{question}";
    private static final Set<String> KEYS = Set.of(
            "format_version", "kind", "description", "system", "prompt", "max_tokens", "dispatcher", "categories");
    private static final Set<String> CATEGORY_KEYS = Set.of("label", "description", "task", "relatives");
    private static final Pattern LABEL = Pattern.compile("[^\\s\\\\{}](?:[^\\\\{}]*[^\\s\\\\{}])?");

    public DispatchPrompt {
        categories = List.copyOf(categories);
    }

    /** The installation's own: {@code resources/tasks/dispatch.json}. */
    public static DispatchPrompt ofInstallation(InstallFolder install) {
        return read(fileOf(install));
    }

    /** The installation's own; none of the categories where the program was moved away from them. */
    public static DispatchPrompt ofInstallation(Optional<InstallFolder> install) {
        return install.map(DispatchPrompt::fileOf)
                .filter(Files::isRegularFile)
                .map(DispatchPrompt::read)
                .orElse(new DispatchPrompt(Optional.empty(), QUESTION, 1, DISPATCHER, List.of()));
    }

    /** Where the installation's own lies. */
    public static Path fileOf(InstallFolder install) {
        return install.resources().resolve("tasks").resolve("dispatch.json");
    }

    /** @throws InvalidInputException when the file is missing, malformed, of another kind or of a newer version */
    public static DispatchPrompt read(Path file) {
        JsonFile json = JsonFile.read(file);
        if (!json.text("kind").equals(Optional.of(KIND))) {
            throw json.wrong("kind", "\"" + KIND + "\"");
        }
        if (json.count("format_version", Integer.MAX_VALUE) != FORMAT_VERSION) {
            throw json.wrong("format_version", Integer.toString(FORMAT_VERSION));
        }
        refuseUnknown(json, KEYS);
        List<Category> categories = categories(json);
        Optional<String> system = json.text("system").map(text -> filled(text, categories));
        String template = json.text("prompt").orElseThrow(() -> json.missing("prompt"));
        String prompt = filled(template, categories);
        if (prompt.indexOf(QUESTION) < 0 || prompt.indexOf(QUESTION) != prompt.lastIndexOf(QUESTION)) {
            throw json.wrong("prompt", "a text that holds " + QUESTION + " once");
        }
        return new DispatchPrompt(
                system,
                prompt,
                json.count("max_tokens", MOST_TOKENS),
                json.text("dispatcher").orElse(DISPATCHER),
                categories);
    }

    private static List<Category> categories(JsonFile json) {
        List<Category> categories = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (JsonFile each : json.objects("categories")) {
            refuseUnknown(each, CATEGORY_KEYS);
            String label = each.text("label").orElseThrow(() -> each.missing("label"));
            if (!LABEL.matcher(label).matches()) {
                throw each.wrong("label", "a text without braces and backslashes");
            }
            if (!labels.add(label.toLowerCase(Locale.ROOT))) {
                throw each.wrong("label", "a label that no other category has");
            }
            Optional<String> task = each.text("task");
            if (task.isPresent() && label.equalsIgnoreCase(OTHER)) {
                throw each.wrong("task", "nothing, since the base model serves \"" + OTHER + "\"");
            }
            categories.add(new Category(label, each.text("description").orElse(""), task, each.texts("relatives")));
        }
        if (categories.isEmpty()) {
            throw json.wrong("categories", "a list with a category at least");
        }
        return categories;
    }

    private static void refuseUnknown(JsonFile json, Set<String> known) {
        for (String key : json.keys()) {
            if (!known.contains(key)) {
                throw json.wrong(
                        key, "one of the keys " + known.stream().sorted().toList());
            }
        }
    }

    /** Filled in once, before there is a question: what stands in a question is never taken for a place. */
    private static String filled(String template, List<Category> categories) {
        StringBuilder labels = new StringBuilder();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < categories.size(); i++) {
            Category category = categories.get(i);
            labels.append(i == 0 ? "" : i + 1 < categories.size() ? ", " : " or ")
                    .append(category.label());
            list.append(i == 0 ? "" : "\n")
                    .append(i + 1)
                    .append(". ")
                    .append(category.label())
                    .append(": ")
                    .append(category.description());
        }
        return template.replace("{labels}", labels).replace("{categories}", list);
    }

    /** In the file's order. */
    public List<String> labels() {
        return categories.stream().map(Category::label).toList();
    }

    /** The labels and, where the file does not list it, {@link #OTHER}: all that a first pass can come to. */
    public List<String> outcomes() {
        LinkedHashSet<String> all = new LinkedHashSet<>(labels());
        if (labels().stream().noneMatch(OTHER::equalsIgnoreCase)) {
            all.add(OTHER);
        }
        return List.copyOf(all);
    }

    /** The category of that label; case does not count. */
    public Optional<Category> category(String label) {
        return categories.stream()
                .filter(category -> category.label().equalsIgnoreCase(label))
                .findFirst();
    }

    /**
     * The label of the category that a task's prompts belong to, where one lists it. The prompts of the dispatch expert's
     * own task belong to none: each of them already asks for a category.
     */
    public Optional<String> truth(String task) {
        return categories.stream()
                .filter(category -> !task.equals(dispatcher) && category.holds(task))
                .map(Category::label)
                .findFirst();
    }

    /** Every task that a category names: what a dispatcher is measured on. */
    public List<String> tasks() {
        return categories.stream()
                .flatMap(category -> Stream.concat(category.task().stream(), category.relatives().stream()))
                .distinct()
                .toList();
    }

    /** The turns of the first pass. */
    public List<Message> messages(String question) {
        Message user = Message.user(prompt.replace(QUESTION, question));
        return system.map(text -> List.of(Message.system(text), user)).orElse(List.of(user));
    }

    /** The answer that names a category. */
    String answer(String label) {
        return "\\boxed{" + label + "}";
    }

    /** The category in an answer's last box; empty when there is none, or an unknown one. */
    Optional<String> parse(String answer) {
        return BoxedGrader.read(answer).flatMap(this::category).map(Category::label);
    }
}
