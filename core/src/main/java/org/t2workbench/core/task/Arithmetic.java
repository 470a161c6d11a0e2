package org.t2workbench.core.task;

/**
 * Sums and differences of two-digit numbers as people write them.
 *
 * @param plus whether to add; otherwise to subtract
 * @param a first operand, 11 to 99
 * @param b second operand, 11 to 99
 */
record Arithmetic(boolean plus, int a, int b) {

    private static final int SMALLEST_OPERAND = 11;
    private static final int LARGEST = 99;
    private static final int SMALLEST_RESULT = 10;

    /** Operands, uniform among those whose result has two digits too. */
    static Arithmetic draw(boolean plus, ItemRandom random) {
        while (true) {
            Arithmetic sum = new Arithmetic(plus, operand(random), operand(random));
            if (hasTwoDigits(sum.result())) {
                return sum;
            }
        }
    }

    static int operand(ItemRandom random) {
        return random.between(SMALLEST_OPERAND, LARGEST);
    }

    static boolean hasTwoDigits(int number) {
        return SMALLEST_RESULT <= number && number <= LARGEST;
    }

    static String sign(boolean plus) {
        return plus ? "+" : "-";
    }

    int result() {
        return plus ? a + b : a - b;
    }

    /** Each column for itself: the carry or the borrow is forgotten, 27 + 35 = 52. */
    int quickResult() {
        int ones = Math.floorMod(plus ? a % 10 + b % 10 : a % 10 - b % 10, 10);
        int tens = plus ? (a / 10 + b / 10) % 10 : a / 10 - b / 10;
        return tens * 10 + ones;
    }

    /** Ones first, then tens, the carry or the borrow written out: {@code 27+35: 7+5=12, 2+3+1=6, 62.} */
    String steps() {
        int aTens = a / 10;
        int aOnes = a % 10;
        int bTens = b / 10;
        int bOnes = b % 10;
        String sign = sign(plus);
        String head = a + sign + b + ": ";
        String tail = ", " + result() + ".";
        if (plus) {
            int ones = aOnes + bOnes;
            String carry = ones > 9 ? "+1" : "";
            return head + aOnes + "+" + bOnes + "=" + ones + ", " + aTens + "+" + bTens + carry + "=" + result() / 10
                    + tail;
        }
        if (aOnes >= bOnes) {
            return head + aOnes + "-" + bOnes + "=" + (aOnes - bOnes) + ", " + aTens + "-" + bTens + "="
                    + (aTens - bTens) + tail;
        }
        return head + "1" + aOnes + "-" + bOnes + "=" + (10 + aOnes - bOnes) + ", " + aTens + "-" + bTens + "-1="
                + (aTens - bTens - 1) + tail;
    }
}
