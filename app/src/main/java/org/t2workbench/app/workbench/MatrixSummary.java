package org.t2workbench.app.workbench;

/** One adapted weight as the screens show it; {@code kind} is its column: q, k, v, o, gate, up, down. */
public record MatrixSummary(String name, int layer, String kind, int rows, int columns) {

    /** min(rows, columns): how many singular values it has. */
    public int rank() {
        return Math.min(rows, columns);
    }

    /** The name without what every name of the model shares, as in {@code layers.3.mlp.down_proj}. */
    public String shortName() {
        String tail = name.replaceFirst("^(model|transformer)\\.", "");
        return tail.endsWith(".weight") ? tail.substring(0, tail.length() - ".weight".length()) : tail;
    }
}
