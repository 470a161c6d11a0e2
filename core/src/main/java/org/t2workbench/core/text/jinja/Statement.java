package org.t2workbench.core.text.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template does, one after the other. */
sealed interface Statement {

    record Text(String text) implements Statement {}

    record Output(Expression value) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    record For(
            List<String> targets,
            Expression iterable,
            @Nullable Expression condition,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    record SetValue(List<Target> targets, Expression value, int line) implements Statement {}

    /** {@code set name}, body, {@code endset}. */
    record SetBody(Target target, List<Statement> body, int line) implements Statement {}

    /** A variable, or an attribute of a namespace. */
    record Target(String name, @Nullable String attribute) {}

    /** @param parameters in order, with their defaults; null where there is none */
    record Macro(String name, Map<String, @Nullable Expression> parameters, List<Statement> body)
            implements Statement {}

    /** A body that only marks a part of the text. */
    record Marked(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
