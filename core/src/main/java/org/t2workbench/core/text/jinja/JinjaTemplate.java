package org.t2workbench.core.text.jinja;

import java.util.List;
import java.util.Map;

/**
 * A parsed template. It can read the variables it is given and nothing else: no files, no Java objects. Immutable; safe
 * from several threads.
 */
public final class JinjaTemplate {

    /** Longer than any published chat template by far. */
    private static final int MAX_SOURCE_CHARACTERS = 1 << 20;

    private final List<Statement> statements;

    private JinjaTemplate(List<Statement> statements) {
        this.statements = statements;
    }

    /** @throws JinjaException when the text is no template, or uses a part of Jinja that is not supported */
    public static JinjaTemplate parse(String source) {
        if (source.length() > MAX_SOURCE_CHARACTERS) {
            throw new JinjaException("it is longer than " + MAX_SOURCE_CHARACTERS + " characters");
        }
        return new JinjaTemplate(Parser.parse(source));
    }

    /**
     * @param variables String, Long, Double, Boolean, {@link None}, and List and Map of these
     * @throws JinjaException when the template fails, raises an exception itself, or exceeds its bounds
     */
    public String render(Map<String, Object> variables) {
        return new Renderer().render(statements, variables);
    }
}
