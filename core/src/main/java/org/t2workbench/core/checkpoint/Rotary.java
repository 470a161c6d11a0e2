package org.t2workbench.core.checkpoint;

import java.util.List;

/**
 * How a model turns queries and keys by their positions. Immutable.
 *
 * @param size numbers of each head that are turned, the first ones; even
 * @param tables frequencies; empty where positions are not turned but learned
 * @param magnitude what cos and sin are multiplied by
 * @param longAfter texts of more than so many tokens use the second table instead of the first, from their first token on; 0:
 *     each table has its own layers
 */
public record Rotary(int size, List<Table> tables, double magnitude, int longAfter) {

    /** Positions are not turned. */
    public static final Rotary NONE = new Rotary(0, List.of(), 1, 0);

    public Rotary {
        tables = List.copyOf(tables);
    }

    /** Frequencies theta^(−2i / size), then scaled. */
    public record Table(double theta, RopeScaling scaling) {}

    /** All of a head, by frequencies that are as they are. */
    public static Rotary plain(int headSize, double theta) {
        return new Rotary(headSize, List.of(new Table(theta, new RopeScaling.None())), 1, 0);
    }
}
