package org.t2workbench.core.task;

import java.util.List;
import java.util.Map;

/** {@code math-hard}: two sums or differences, one after the other. */
final class TwoStepProblems implements Family {

    private final Words words;

    TwoStepProblems(Words words) {
        this.words = words;
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        List<String> people = random.sample(words.names(), 2);
        String object = random.choose(words.objects());
        Arithmetic first;
        Arithmetic second;
        Arithmetic quickSecond;
        do {
            boolean firstPlus = random.chance(0.5);
            boolean secondPlus = random.chance(0.5);
            first = Arithmetic.draw(firstPlus, random);
            int third = Arithmetic.operand(random);
            second = new Arithmetic(secondPlus, first.result(), third);
            quickSecond = new Arithmetic(secondPlus, first.quickResult(), third);
        } while (!Arithmetic.hasTwoDigits(second.result()) || !Arithmetic.hasTwoDigits(quickSecond.result()));
        String name = people.get(0);
        String question = String.join(
                " ",
                words.chainStart().fill(Map.of("N", name, "o", object, "a", first.a())),
                step(first, people, object, random),
                step(second, people, object, random),
                words.chainEnd().fill(Map.of("N", name, "o", object)));
        return new GeneratedItem(
                "math-hard",
                question,
                question,
                words.hint("math"),
                WordProblems.MARKER + quickSecond.quickResult(),
                first.steps() + " " + second.steps() + " " + WordProblems.MARKER + second.result(),
                Integer.toString(second.result()),
                Arithmetic.sign(first.plus()) + Arithmetic.sign(second.plus()));
    }

    private String step(Arithmetic sum, List<String> people, String object, ItemRandom random) {
        return random.choose(sum.plus() ? words.chainAdditions() : words.chainSubtractions())
                .fill(Map.of("N", people.get(0), "M", people.get(1), "o", object, "b", sum.b()));
    }
}
