package org.t2workbench.core.task;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When two mathematical answers in LaTeX are the same. Spacing, sizes of brackets and fractions, units, degree, dollar
 * and percent signs and a name before an equals sign do not count; numbers are compared by value, sets and bare lists
 * without their order. Everything else is compared as it is written, so that 2+x is not x+2: a grader that computes
 * would be right more often and wrong in ways that nobody can foresee. After the rules of Hendrycks et al. (2021).
 */
final class LatexAnswer {

    /** Longer than any answer; what is longer is compared as it is. */
    private static final int LONGEST = 2000;

    private static final Pattern SPACING = Pattern.compile("\\\\[!,;:> ]|\\\\q?quad(?![A-Za-z])|~|\\s+");
    private static final Pattern SIZES = Pattern.compile("\\\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\\.?");
    private static final Pattern FRACTIONS = Pattern.compile("\\\\[dtc]frac(?![A-Za-z])");
    private static final Pattern DEGREES =
            Pattern.compile("\\^\\s*\\{?\\s*\\\\circ(?![A-Za-z])\\s*}?|\\\\degree(?![A-Za-z])|°");
    private static final Pattern SIGNS = Pattern.compile("\\\\?[$%]|€|£");
    private static final Pattern UNIT = Pattern.compile(
            "(?<=[0-9A-Za-z})\\]])\\s*(?:\\\\[ ,;])*\\s*\\\\(?:text|mbox|textrm|mathrm|rm)\\s*\\{[^{}]*}\\s*(?:\\^\\s*(?:\\{\\d}|\\d))?\\s*$");
    private static final Pattern WORDS =
            Pattern.compile("\\\\(?:text|mbox|textbf|textit|textrm|mathrm|mathbf|mathit|operatorname)\\s*\\{([^{}]*)}");
    private static final Pattern PLAIN_UNIT = Pattern.compile(
            "(?<=[0-9}])\\s+(?:degrees?|cents?|dollars?|percent|units?|inch(?:es)?|feet|foot|yards?|miles?|mph|meters?|cm|mm|km|kg|grams?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|people|ways|square\\s+\\w+|cubic\\s+\\w+)\\s*(?:\\^\\s*(?:\\{\\d}|\\d))?$");
    private static final Pattern NAMED =
            Pattern.compile("^[A-Za-z]{1,2}(?:_\\{?\\w})?\\s*(?:=|\\\\in(?![A-Za-z]))\\s*([^=]+)$");
    private static final Pattern BARE_ROOT = Pattern.compile("\\\\sqrt\\s*([0-9A-Za-z])");
    private static final Pattern BARE_NUMERATOR = Pattern.compile("\\\\frac\\s*([0-9A-Za-z])(?=\\s*[0-9A-Za-z{])");
    private static final Pattern BARE_DENOMINATOR = Pattern.compile("(\\\\frac\\s*\\{[^{}]*})\\s*([0-9A-Za-z])");
    private static final Pattern SLASH = Pattern.compile("^(-?)(\\d+)/(\\d+)$");
    private static final Pattern SIGN_INSIDE = Pattern.compile("\\\\frac\\{-([^{}+-]+)}");
    private static final Pattern SINGLE = Pattern.compile("([_^])\\{(.)}");
    private static final Pattern LETTER_IN_BRACKETS = Pattern.compile("^\\(([A-Z])\\)$");

    private static final Pattern DECIMAL = Pattern.compile("(-?)(\\d*)(?:\\.(\\d*))?");
    private static final Pattern THOUSANDS = Pattern.compile("-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
    private static final Pattern FRACTION = Pattern.compile("(-?)(\\d*)\\\\frac\\{(\\d+)}\\{(\\d+)}");

    private LatexAnswer() {}

    static boolean same(String one, String other) {
        if (one.length() > LONGEST || other.length() > LONGEST) {
            return one.strip().equals(other.strip());
        }
        String first = normalised(one);
        String second = normalised(other);
        if (samePart(first, second)) {
            return true;
        }
        List<String> firstParts = members(first);
        List<String> secondParts = members(second);
        if (firstParts.size() < 2 && secondParts.size() < 2) {
            return samePart(firstParts.get(0), secondParts.get(0));
        }
        return sameMembers(firstParts, secondParts);
    }

    private static boolean samePart(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        if (one.chars().allMatch(Character::isLetter) && one.equalsIgnoreCase(other)) {
            return one.length() > 1;
        }
        Optional<Ratio> first = Ratio.of(one);
        Optional<Ratio> second = Ratio.of(other);
        if (first.isPresent() && second.isPresent()) {
            return first.get().sameAs(second.get());
        }
        return sameTuple(one, other);
    }

    /** (1,0.5) is (1,\frac{1}{2}): ordered, with the same brackets. */
    private static boolean sameTuple(String one, String other) {
        if (one.length() < 2
                || other.length() < 2
                || "([".indexOf(one.charAt(0)) < 0
                || ")]".indexOf(one.charAt(one.length() - 1)) < 0
                || one.charAt(0) != other.charAt(0)
                || one.charAt(one.length() - 1) != other.charAt(other.length() - 1)) {
            return false;
        }
        List<String> first = split(one.substring(1, one.length() - 1));
        List<String> second = split(other.substring(1, other.length() - 1));
        if (first.size() < 2 || first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            if (!samePart(first.get(i), second.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMembers(List<String> one, List<String> other) {
        List<String> left = new ArrayList<>(other);
        for (String member : one) {
            boolean found = false;
            for (int i = 0; i < left.size() && !found; i++) {
                if (samePart(member, left.get(i))) {
                    left.remove(i);
                    found = true;
                }
            }
            if (!found) {
                return false;
            }
        }
        return left.isEmpty();
    }

    /** Of a set, with or without its braces. */
    private static List<String> members(String answer) {
        boolean braces = answer.startsWith("\\{") && answer.endsWith("\\}") && answer.length() >= 4;
        return split(braces ? answer.substring(2, answer.length() - 2) : answer);
    }

    /** At the commas outside all brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if ("([{".indexOf(next) >= 0) {
                depth++;
            } else if (")]}".indexOf(next) >= 0) {
                depth--;
            } else if (next == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    static String normalised(String answer) {
        String text = answer.strip().replace('\u2212', '-');
        text = FRACTIONS.matcher(text).replaceAll("\\\\frac");
        text = SIZES.matcher(text).replaceAll("");
        text = DEGREES.matcher(text).replaceAll("");
        text = SIGNS.matcher(text).replaceAll("").strip();
        text = UNIT.matcher(text).replaceFirst("");
        text = WORDS.matcher(text).replaceAll("$1").strip();
        text = PLAIN_UNIT.matcher(text).replaceFirst("");
        text = text.endsWith(".") ? text.substring(0, text.length() - 1).strip() : text;
        text = NAMED.matcher(text).replaceFirst("$1");
        text = text.replace("\\lbrace", "\\{")
                .replace("\\rbrace", "\\}")
                .replace("\\times", "\\cdot")
                .replace("\\leq", "\\le")
                .replace("\\geq", "\\ge")
                .replace("\\neq", "\\ne")
                .replace("bmatrix", "pmatrix");
        text = BARE_ROOT.matcher(text).replaceAll("\\\\sqrt{$1}");
        text = BARE_NUMERATOR.matcher(text).replaceAll("\\\\frac{$1}");
        text = BARE_DENOMINATOR.matcher(text).replaceAll("$1{$2}");
        // a line break of a matrix is no spacing
        text = SPACING.matcher(text.replace("\\\\", "\u0000")).replaceAll("").replace("\u0000", "\\\\");
        text = SLASH.matcher(text).replaceFirst("$1\\\\frac{$2}{$3}");
        text = SIGN_INSIDE.matcher(text).replaceAll("-\\\\frac{$1}");
        text = SINGLE.matcher(text).replaceAll("$1$2");
        return LETTER_IN_BRACKETS.matcher(text).replaceFirst("$1");
    }

    /**
     * A number as it is written in an answer.
     *
     * @param over numerator
     * @param under denominator, above 0
     */
    private record Ratio(BigInteger over, BigInteger under) {

        /** A decimal, with thousands' commas or not, a fraction, or a whole number and a fraction. */
        static Optional<Ratio> of(String text) {
            String plain = THOUSANDS.matcher(text).matches() ? text.replace(",", "") : text;
            Matcher decimal = DECIMAL.matcher(plain.toLowerCase(Locale.ROOT));
            if (decimal.matches()) {
                String fraction = Optional.ofNullable(decimal.group(3)).orElse("");
                String digits = decimal.group(2) + fraction;
                return digits.isEmpty()
                        ? Optional.empty()
                        : Optional.of(signed(
                                decimal.group(1), new BigInteger(digits), BigInteger.TEN.pow(fraction.length())));
            }
            Matcher mixed = FRACTION.matcher(plain);
            if (!mixed.matches()) {
                return Optional.empty();
            }
            BigInteger under = new BigInteger(mixed.group(4));
            BigInteger whole = mixed.group(2).isEmpty() ? BigInteger.ZERO : new BigInteger(mixed.group(2));
            return under.signum() == 0
                    ? Optional.empty()
                    : Optional.of(
                            signed(mixed.group(1), whole.multiply(under).add(new BigInteger(mixed.group(3))), under));
        }

        private static Ratio signed(String sign, BigInteger over, BigInteger under) {
            return new Ratio(sign.isEmpty() ? over : over.negate(), under);
        }

        boolean sameAs(Ratio other) {
            return over.multiply(other.under).equals(other.over.multiply(under));
        }
    }
}
