package org.t2workbench.core.statistics;

/**
 * The exact two-sided McNemar test of two classifiers on the same items. Only the items on which they disagree count:
 * if neither were better, each of those n = b + c items would go either way with probability ½, so
 *
 * <pre>
 *   p = min(1, 2 · Σ_{k=0}^{min(b,c)} C(n, k) / 2ⁿ)
 * </pre>
 *
 * The sum is taken relative to its largest term, whose logarithm is found first, so that n of 10⁵ and more neither
 * overflows nor loses the tail.
 *
 * @param onlyFirst b, items only the first got right (lost by the second)
 * @param onlySecond c, items only the second got right (won by the second)
 * @param logPValue natural logarithm of p, at most 0; finite also where p itself is below the smallest double
 */
public record McNemar(long onlyFirst, long onlySecond, double logPValue) {

    /**
     * @param onlyFirst items only the first got right
     * @param onlySecond items only the second got right
     */
    public static McNemar exact(long onlyFirst, long onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(
                    "Counts cannot be negative, got " + onlyFirst + " and " + onlySecond + ".");
        }
        return new McNemar(onlyFirst, onlySecond, logP(onlyFirst, onlySecond));
    }

    /**
     * Compares two classifiers item by item.
     *
     * @param first whether the first was right, per item
     * @param second whether the second was right, for the same items in the same order
     */
    public static McNemar exact(boolean[] first, boolean[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "A paired test needs the same items twice, got " + first.length + " and " + second.length + ".");
        }
        long onlyFirst = 0;
        long onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] && !second[i]) {
                onlyFirst++;
            } else if (second[i] && !first[i]) {
                onlySecond++;
            }
        }
        return exact(onlyFirst, onlySecond);
    }

    /** The two-sided p-value, from 0 to 1; 0 only where it is below the smallest positive double. */
    public double pValue() {
        return Math.exp(logPValue);
    }

    private static double logP(long b, long c) {
        long n = Math.addExact(b, c);
        long k = Math.min(b, c);
        if (2 * k >= n - 1) {
            // b = c, or they differ by one: both tails together hold everything (and at b = c the middle twice).
            return 0;
        }
        // C(n, j−1) / C(n, j) = j / (n − j + 1) < 1 for j ≤ n/2: the tail is a falling series below its first term.
        double sum = 1;
        double term = 1;
        for (long j = k; j > 0 && term > sum * 1e-18; j--) {
            term *= (double) j / (n - j + 1);
            sum += term;
        }
        double logP = Math.log(2) + logBinomial(n, k) - n * Math.log(2) + Math.log(sum);
        return Math.min(0, logP);
    }

    /** ln C(n, k) = Σ_{i=1}^{k} ln((n − k + i) / i), summed with Neumaier's compensation. */
    private static double logBinomial(long n, long k) {
        double sum = 0;
        double lost = 0;
        for (long i = 1; i <= k; i++) {
            double term = Math.log((double) (n - k + i) / i);
            double next = sum + term;
            lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
            sum = next;
        }
        return sum + lost;
    }
}
