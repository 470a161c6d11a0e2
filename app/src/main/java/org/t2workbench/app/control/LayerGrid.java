package org.t2workbench.app.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.workbench.MatrixSummary;

/**
 * Things that belong to matrices, by layer and kind: what a {@link HeatMap} draws of them, and which one a cell is.
 * Immutable.
 */
public final class LayerGrid<T> {

    private final List<Integer> layers;
    private final List<String> kinds;
    private final Map<Integer, Map<String, T>> cells = new TreeMap<>();

    /** @param matrix which one a thing belongs to */
    public LayerGrid(List<T> things, Function<T, MatrixSummary> matrix) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (T thing : things) {
            MatrixSummary own = matrix.apply(thing);
            columns.putIfAbsent(own.kind(), columns.size());
            cells.computeIfAbsent(own.layer(), layer -> new LinkedHashMap<>()).put(own.kind(), thing);
        }
        layers = List.copyOf(cells.keySet());
        kinds = List.copyOf(columns.keySet());
    }

    /** What lies in a cell; empty where there is no such matrix. */
    public Optional<T> at(HeatMap.Cell cell) {
        Map<String, T> row = cells.get(layers.get(cell.row()));
        return Optional.ofNullable(row == null ? null : row.get(kinds.get(cell.column())));
    }

    /** The cell of a matrix; null where it has none. */
    public HeatMap.@Nullable Cell cellOf(MatrixSummary matrix) {
        int row = layers.indexOf(matrix.layer());
        int column = kinds.indexOf(matrix.kind());
        return row < 0 || column < 0 ? null : new HeatMap.Cell(row, column);
    }

    /**
     * What a {@link HeatMap} draws.
     *
     * @param value NaN where there is none
     * @param text what stands in a cell
     * @param none what stands in one that belongs to no matrix
     * @param hint what is shown on hover
     */
    public HeatMap.Data data(
            ToDoubleFunction<T> value, Function<T, String> text, String none, Function<T, String> hint) {
        List<List<Double>> values = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        List<List<String>> hints = new ArrayList<>();
        for (Map<String, T> row : cells.values()) {
            values.add(row(row, value::applyAsDouble, Double.NaN));
            texts.add(row(row, text, none));
            hints.add(row(row, hint, ""));
        }
        return new HeatMap.Data(layers.stream().map(String::valueOf).toList(), kinds, values, texts, hints);
    }

    private <V> List<V> row(Map<String, T> row, Function<T, V> of, V none) {
        List<V> values = new ArrayList<>();
        for (String kind : kinds) {
            T thing = row.get(kind);
            values.add(thing == null ? none : of.apply(thing));
        }
        return values;
    }
}
