package org.t2workbench.app.workbench;

import java.util.List;

/**
 * The cosines of what experts change, g − 1, between each two of them.
 *
 * @param experts ids, in order
 * @param tables over the whole model first, then by layer; each as it is and weighted with σ
 */
public record ExpertSimilarity(List<String> experts, List<Table> tables) {

    /** The place of the table over all layers. */
    public static final int WHOLE = -1;

    public ExpertSimilarity {
        experts = List.copyOf(experts);
        tables = List.copyOf(tables);
    }

    /**
     * The cosines of one layer or of all.
     *
     * @param layer or {@link #WHOLE}
     * @param weighted whether components count by σ: the cosine of ΔW itself
     * @param cosines by row and column; NaN where one of the two changes nothing
     */
    public record Table(int layer, boolean weighted, List<List<Double>> cosines) {

        public Table {
            cosines = cosines.stream().map(List::copyOf).toList();
        }
    }

    /** Empty values where there is no such table. */
    public List<List<Double>> cosines(int layer, boolean weighted) {
        return tables.stream()
                .filter(table -> table.layer() == layer && table.weighted() == weighted)
                .findFirst()
                .map(Table::cosines)
                .orElse(List.of());
    }

    /** The layers that any of them changes. */
    public List<Integer> layers() {
        return tables.stream()
                .map(Table::layer)
                .filter(layer -> layer != WHOLE)
                .distinct()
                .toList();
    }

    /** A row for each two experts and each table. */
    public String csv() {
        StringBuilder text = new StringBuilder("layer,weighted,expert,other,cosine\n");
        for (Table table : tables) {
            for (int row = 0; row < experts.size(); row++) {
                for (int column = 0; column < experts.size(); column++) {
                    double cosine = table.cosines().get(row).get(column);
                    text.append(table.layer() == WHOLE ? "all" : String.valueOf(table.layer()));
                    text.append(',').append(table.weighted() ? "sigma" : "plain");
                    text.append(',').append(experts.get(row)).append(',').append(experts.get(column));
                    text.append(',').append(Double.isNaN(cosine) ? "" : cosine).append('\n');
                }
            }
        }
        return text.toString();
    }
}
