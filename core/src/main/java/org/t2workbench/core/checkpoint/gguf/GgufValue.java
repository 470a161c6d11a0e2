package org.t2workbench.core.checkpoint.gguf;

/** One value of a GGUF file's metadata. */
sealed interface GgufValue {

    /** What it is, for messages. */
    String described();

    /** Any whole number; an unsigned one above the range of {@code long} counts as the largest. */
    record Whole(long value) implements GgufValue {
        @Override
        public String described() {
            return Long.toString(value);
        }
    }

    /** A number with a fraction; of f32 its shortest decimal form, which is what was meant: 1e-5 and not 9.9999997e-6. */
    record Real(double value) implements GgufValue {
        @Override
        public String described() {
            return Double.toString(value);
        }
    }

    record Flag(boolean value) implements GgufValue {
        @Override
        public String described() {
            return Boolean.toString(value);
        }
    }

    record Text(String value) implements GgufValue {
        @Override
        public String described() {
            return value.length() <= 60 ? "\"" + value + "\"" : "a text of " + value.length() + " characters";
        }
    }

    /**
     * A list, which stays in the file until it is asked for.
     *
     * @param type of the elements
     * @param position of the first element in the file
     */
    record Elements(GgufValueType type, long count, long position) implements GgufValue {
        @Override
        public String described() {
            return "a list of " + count + " values";
        }
    }
}
