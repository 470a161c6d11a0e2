package org.t2workbench.core.task;

/** One operation of a string program. Strings are of letters of the basic plane, so that a char is a letter. */
sealed interface StringOperation {

    /** Its name, for telling the kinds of programs apart. */
    String kind();

    /** As Python writes it, of a variable. */
    String expression(String variable);

    /** What it gives. */
    String apply(String text);

    /** What it gives to someone who reads it quickly. */
    String quick(String text);

    /** The string that a worked answer writes down letter by letter. */
    default String traced(String text) {
        return text;
    }

    /** {@code s[::-1]} */
    record Reverse() implements StringOperation {
        @Override
        public String kind() {
            return "reverse";
        }

        @Override
        public String expression(String variable) {
            return variable + "[::-1]";
        }

        @Override
        public String apply(String text) {
            return new StringBuilder(text).reverse().toString();
        }

        @Override
        public String quick(String text) {
            return apply(text);
        }
    }

    /** {@code s[k:] + s[:k]} */
    record Rotate(int by) implements StringOperation {
        @Override
        public String kind() {
            return "rotate";
        }

        @Override
        public String expression(String variable) {
            return variable + "[" + by + ":] + " + variable + "[:" + by + "]";
        }

        @Override
        public String apply(String text) {
            return text.substring(by) + text.substring(0, by);
        }

        @Override
        public String quick(String text) {
            return apply(text);
        }
    }

    /** {@code s[i:j]}; the slip is to take the end along. */
    record Slice(int from, int to) implements StringOperation {
        @Override
        public String kind() {
            return "slice";
        }

        @Override
        public String expression(String variable) {
            return variable + "[" + from + ":" + to + "]";
        }

        @Override
        public String apply(String text) {
            return text.substring(from, to);
        }

        @Override
        public String quick(String text) {
            return text.substring(from, to + 1);
        }
    }

    /** {@code s.replace("A", "X")}; the slip is to replace the first one only. */
    record Replace(String old, String by) implements StringOperation {
        @Override
        public String kind() {
            return "replace";
        }

        @Override
        public String expression(String variable) {
            return variable + ".replace(\"" + old + "\", \"" + by + "\")";
        }

        @Override
        public String apply(String text) {
            return text.replace(old, by);
        }

        @Override
        public String quick(String text) {
            int at = text.indexOf(old);
            return at < 0 ? text : text.substring(0, at) + by + text.substring(at + old.length());
        }

        @Override
        public String traced(String text) {
            return apply(text);
        }
    }
}
