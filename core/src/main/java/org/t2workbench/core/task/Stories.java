package org.t2workbench.core.task;

import java.util.Map;

/** {@code other}: requests for a tiny story, which belong to none of the tasks and have no right answer. */
final class Stories implements Family {

    private final Words words;

    Stories(Words words) {
        this.words = words;
    }

    @Override
    public GeneratedItem draw(ItemRandom random) {
        Map<String, String> filling = Map.of(
                "N", random.choose(words.names()),
                "j", random.choose(words.adjectives()),
                "k", random.choose(words.adjectives()),
                "x", random.choose(words.animals()),
                "y", random.choose(words.animals()),
                "p", random.choose(words.places()),
                "q", random.choose(words.places()));
        String story = random.choose(words.stories()).fill(filling);
        String request = random.choose(words.requests()).fill(filling);
        return new GeneratedItem("other", request, request, words.hint("other"), story, story, "", "");
    }
}
