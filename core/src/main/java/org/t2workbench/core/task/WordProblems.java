package org.t2workbench.core.task;

import java.util.List;
import java.util.Map;

/** {@code math}: one sum or difference of two-digit numbers in words. */
final class WordProblems implements Family {

    static final String MARKER = "#### ";

    private final Words words;

    WordProblems(Words words) {
        this.words = words;
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        boolean plus = random.chance(0.5);
        Template template = random.choose(plus ? words.additions() : words.subtractions());
        List<String> people = random.sample(words.names(), 2);
        String object = random.choose(words.objects());
        Arithmetic sum = Arithmetic.draw(plus, random);
        String question =
                template.fill(Map.of("N", people.get(0), "M", people.get(1), "o", object, "a", sum.a(), "b", sum.b()));
        return new GeneratedItem(
                "math",
                question,
                question,
                words.hint("math"),
                MARKER + sum.quickResult(),
                sum.steps() + " " + MARKER + sum.result(),
                Integer.toString(sum.result()),
                Arithmetic.sign(plus));
    }
}
