package org.t2workbench.core.text.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs statements; one per rendering. */
final class Renderer {

    /** How a body ended. */
    private enum End {
        REGULAR,
        BREAK,
        CONTINUE
    }

    private final Budget budget = new Budget();
    private final Evaluator evaluator = new Evaluator(budget);
    private StringBuilder output = new StringBuilder();

    String render(List<Statement> statements, Map<String, Object> variables) {
        Map<String, Object> all = Functions.all(budget);
        all.putAll(variables);
        run(statements, new Scope(all));
        return output.toString();
    }

    private End run(List<Statement> statements, Scope scope) {
        budget.enter();
        End end = End.REGULAR;
        for (int i = 0; i < statements.size() && end == End.REGULAR; i++) {
            budget.step();
            end = run(statements.get(i), scope);
        }
        budget.leave();
        return end;
    }

    private End run(Statement statement, Scope scope) {
        if (statement instanceof Statement.Text text) {
            write(text.text());
        } else if (statement instanceof Statement.Output value) {
            write(Values.text(evaluator.value(value.value(), scope), budget));
        } else if (statement instanceof Statement.If choice) {
            return run(chosen(choice, scope), scope);
        } else if (statement instanceof Statement.For loop) {
            loop(loop, scope);
        } else if (statement instanceof Statement.SetValue set) {
            set(set, scope);
        } else if (statement instanceof Statement.SetBody set) {
            assign(set.target(), captured(set.body(), scope.inner()), set.line(), scope);
        } else if (statement instanceof Statement.Macro macro) {
            scope.set(macro.name(), (Callable) arguments -> call(macro, arguments, scope));
        } else if (statement instanceof Statement.Marked marked) {
            return run(marked.body(), scope);
        } else {
            return statement instanceof Statement.Break ? End.BREAK : End.CONTINUE;
        }
        return End.REGULAR;
    }

    private void write(String text) {
        budget.characters(text.length());
        output.append(text);
    }

    private List<Statement> chosen(Statement.If choice, Scope scope) {
        for (Statement.Branch branch : choice.branches()) {
            if (evaluator.holds(branch.condition(), scope)) {
                return branch.body();
            }
        }
        return choice.otherwise();
    }

    private void loop(Statement.For loop, Scope scope) {
        List<Object> elements = Values.elements(evaluator.value(loop.iterable(), scope), budget);
        Expression condition = loop.condition();
        if (condition != null) {
            elements.removeIf(element -> {
                Scope tested = scope.inner();
                bind(loop.targets(), element, loop.line(), tested);
                return !evaluator.holds(condition, tested);
            });
        }
        for (int round = 0; round < elements.size(); round++) {
            // each round has variables of its own: what is set in one is gone in the next
            Scope inner = scope.inner();
            bind(loop.targets(), elements.get(round), loop.line(), inner);
            inner.set("loop", state(elements, round));
            if (run(loop.body(), inner) == End.BREAK) {
                break;
            }
        }
        if (elements.isEmpty()) {
            run(loop.otherwise(), scope.inner());
        }
    }

    private static Map<String, Object> state(List<Object> elements, int round) {
        long size = elements.size();
        Map<String, Object> state = new HashMap<>();
        state.put("index", round + 1L);
        state.put("index0", (long) round);
        state.put("revindex", size - round);
        state.put("revindex0", size - round - 1);
        state.put("first", round == 0);
        state.put("last", round == size - 1);
        state.put("length", size);
        if (round > 0) {
            state.put("previtem", elements.get(round - 1));
        }
        if (round < size - 1) {
            state.put("nextitem", elements.get(round + 1));
        }
        state.put("cycle", (Callable) arguments -> {
            List<Object> choices = arguments.positional();
            if (choices.isEmpty()) {
                throw new JinjaException("'cycle' needs something to choose from");
            }
            return choices.get(round % choices.size());
        });
        return state;
    }

    private void bind(List<String> targets, Object element, int line, Scope scope) {
        if (targets.size() == 1) {
            scope.set(targets.get(0), element);
            return;
        }
        List<Object> parts = Values.elements(element, budget);
        requireCount(targets.size(), parts.size(), line);
        for (int i = 0; i < targets.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
    }

    private void set(Statement.SetValue set, Scope scope) {
        Object value = evaluator.value(set.value(), scope);
        if (set.targets().size() == 1) {
            assign(set.targets().get(0), value, set.line(), scope);
            return;
        }
        List<Object> parts = Values.elements(value, budget);
        requireCount(set.targets().size(), parts.size(), set.line());
        for (int i = 0; i < parts.size(); i++) {
            assign(set.targets().get(i), parts.get(i), set.line(), scope);
        }
    }

    private static void requireCount(int wanted, int given, int line) {
        if (wanted != given) {
            throw new JinjaException(line, wanted + " values are expected instead of " + given);
        }
    }

    private static void assign(Statement.Target target, Object value, int line, Scope scope) {
        String attribute = target.attribute();
        if (attribute == null) {
            scope.set(target.name(), value);
        } else if (scope.get(target.name()) instanceof Namespace namespace) {
            namespace.set(attribute, value);
        } else {
            throw new JinjaException(line, "'" + target.name() + "' is no namespace, so nothing in it can be set");
        }
    }

    private Object call(Statement.Macro macro, Arguments arguments, Scope defined) {
        budget.enter();
        arguments.allow(macro.parameters().size(), macro.parameters().keySet().toArray(new String[0]));
        Scope inner = defined.inner();
        int place = 0;
        for (Map.Entry<String, @Nullable Expression> parameter :
                macro.parameters().entrySet()) {
            Object given = arguments.get(place++, parameter.getKey());
            Expression otherwise = parameter.getValue();
            if (given == null) {
                given = otherwise == null ? new Undefined(parameter.getKey()) : evaluator.value(otherwise, inner);
            }
            inner.set(parameter.getKey(), given);
        }
        String text = captured(macro.body(), inner);
        budget.leave();
        return text;
    }

    private String captured(List<Statement> body, Scope scope) {
        StringBuilder outside = output;
        output = new StringBuilder();
        run(body, scope);
        String text = output.toString();
        output = outside;
        return text;
    }
}
