package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code reasoning} and {@code reasoning-hard}: who is first in an order that is told in facts. The options have
 * letters, the answer is a name.
 */
final class Orderings implements Family {

    private static final String LETTERS = "ABCD";
    private static final String MARKER = "Answer: ";

    private final String task;
    private final int people;
    private final double inOrder;
    private final Words words;

    private Orderings(String task, int people, double inOrder, Words words) {
        this.task = task;
        this.people = people;
        this.inOrder = inOrder;
        this.words = words;
    }

    static Orderings ofThree(Words words) {
        return new Orderings("reasoning", 3, 0.55, words);
    }

    static Orderings ofFour(Words words) {
        return new Orderings("reasoning-hard", 4, 0.3, words);
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        Words.Attribute attribute = random.choose(words.attributes());
        boolean upwards = random.chance(0.5);
        String relation = upwards ? attribute.more() : attribute.less();
        // chain[0] is REL than chain[1], and so on; fact i says so of chain[i] and chain[i + 1]
        List<String> chain = random.sample(words.names(), people);
        List<Integer> facts = facts(random);
        String superlative = upwards ? attribute.most() : attribute.least();
        List<String> sentences = new ArrayList<>();
        for (int fact : facts) {
            sentences.add(chain.get(fact) + " is " + relation + " than " + chain.get(fact + 1) + ".");
        }
        List<String> options = new ArrayList<>();
        for (String name : random.shuffled(chain)) {
            options.add("(" + LETTERS.charAt(options.size()) + ") " + name);
        }
        String question =
                String.join(" ", sentences) + " Who is the " + superlative + "?\n" + String.join(" ", options);
        return new GeneratedItem(
                task,
                question,
                question,
                words.hint("reasoning"),
                // the slip: whoever the text names first
                MARKER + chain.get(facts.get(0)),
                String.join(", ", chain) + ". " + MARKER + chain.get(0),
                chain.get(0),
                attribute.more());
    }

    /** The facts' order: with a set probability that of the chain, else any other. */
    private List<Integer> facts(ItemRandom random) {
        List<Integer> ordered = IntStream.range(0, people - 1).boxed().toList();
        List<Integer> facts = ordered;
        if (!random.chance(inOrder)) {
            while (facts.equals(ordered)) {
                facts = random.shuffled(ordered);
            }
        }
        return facts;
    }
}
