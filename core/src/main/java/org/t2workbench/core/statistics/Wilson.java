package org.t2workbench.core.statistics;

/**
 * The Wilson score interval of a share: which true probabilities p are not rejected by the score test when k of n
 * trials succeeded (E. B. Wilson, JASA 22, 1927). With p̂ = k / n and the normal quantile z:
 *
 * <pre>
 *   (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)
 * </pre>
 *
 * Unlike p̂ ± z·SE it stays inside [0, 1] and has a width at k = 0 and k = n.
 */
public final class Wilson {

    /** The 0.975 quantile of the standard normal distribution: two-sided 95 %. */
    public static final double Z_95 = 1.959963984540054;

    private Wilson() {}

    /** The two-sided 95 % interval; [0, 1] when there was no trial. */
    public static Interval interval(long successes, long trials) {
        return interval(successes, trials, Z_95);
    }

    /**
     * @param successes k, from 0 to n
     * @param trials n, 0 or more
     * @param z normal quantile of the wanted confidence, 0 or more
     * @return the interval, inside [0, 1]; all of [0, 1] when there was no trial
     */
    public static Interval interval(long successes, long trials, double z) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes of " + trials + " trials are not possible.");
        }
        if (!(z >= 0) || Double.isInfinite(z)) {
            throw new IllegalArgumentException("The quantile must be a finite number from 0, got " + z + ".");
        }
        if (trials == 0) {
            return new Interval(0, 1);
        }
        double n = trials;
        double share = successes / n;
        double zz = z * z;
        double centre = (share + zz / (2 * n)) / (1 + zz / n);
        double half = z * Math.sqrt(share * (1 - share) / n + zz / (4 * n * n)) / (1 + zz / n);
        // At the ends the bound is exactly 0 or 1; the subtraction above would leave a rounding error there.
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == trials ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }
}
