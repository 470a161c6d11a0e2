package org.t2workbench.core.adaptation.search;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.core.statistics.Spread;

/**
 * One generation of a search, as a screen shows it and as the next one is made from it. Immutable.
 *
 * @param number counts from 1
 * @param members in the order they were drawn; from the second generation on the first is the best so far (CEM)
 * @param elites places of the members that the next generation is made from, the best first
 * @param best of this generation and all before
 * @param bestGeneration where the best was found
 * @param shots items that each member answered
 * @param evaluated members that were not known yet, and so had to answer
 * @param collapse the settings' threshold
 */
public record Generation(
        int number,
        List<Member> members,
        List<Integer> elites,
        Member best,
        int bestGeneration,
        int shots,
        int evaluated,
        double collapse) {

    public Generation {
        members = List.copyOf(members);
        elites = List.copyOf(elites);
    }

    /** Places of members, the best first; among equals the first. */
    static List<Integer> ranked(List<Member> members) {
        return IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparing(
                        (Integer place) -> members.get(place).score(), Score.BEST_FIRST))
                .toList();
    }

    /** Places of the members, the best first; among equals the first. */
    public List<Integer> ranked() {
        return ranked(members);
    }

    /** Share of right answers of the best so far. */
    public double bestAccuracy() {
        return best.score().correct() / (double) shots;
    }

    /** Shares of right answers over the members: mean and spread. */
    public Spread accuracy() {
        return Spread.of(members.stream()
                .mapToDouble(member -> member.score().correct() / (double) shots)
                .toArray());
    }

    /** Standard deviation over the members, averaged over the numbers of a point. */
    public double alphaSpread() {
        int dimension = members.get(0).point().size();
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            int at = i;
            sum += Spread.of(members.stream()
                            .mapToDouble(member -> member.point().get(at))
                            .toArray())
                    .standardDeviation()
                    .orElse(0);
        }
        return sum / dimension;
    }

    /** Whether the members have become so alike that the search hardly looks further. */
    public boolean collapsed() {
        return alphaSpread() < collapse;
    }
}
