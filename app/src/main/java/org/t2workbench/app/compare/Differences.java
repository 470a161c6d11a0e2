package org.t2workbench.app.compare;

import java.util.BitSet;
import java.util.List;
import org.t2workbench.app.workbench.AnswerToken;

/** Which tokens of two answers have no counterpart in the other, by their longest common subsequence. */
record Differences(BitSet base, BitSet adapted) {

    static Differences between(List<AnswerToken> base, List<AnswerToken> adapted) {
        int rows = base.size();
        int columns = adapted.size();
        // common[i][j]: length of the longest common subsequence of base from i on and adapted from j on
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] = base.get(i).id() == adapted.get(j).id()
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        BitSet onlyBase = new BitSet();
        BitSet onlyAdapted = new BitSet();
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (i < rows && j < columns && base.get(i).id() == adapted.get(j).id()) {
                i++;
                j++;
            } else if (j >= columns || i < rows && common[i + 1][j] >= common[i][j + 1]) {
                onlyBase.set(i++);
            } else {
                onlyAdapted.set(j++);
            }
        }
        return new Differences(onlyBase, onlyAdapted);
    }
}
