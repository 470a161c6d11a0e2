package org.t2workbench.core.checkpoint.gguf;

import java.util.List;

/**
 * One stored tensor.
 *
 * @param name as in the file
 * @param shape sizes, outermost first: the other way round than the file lists them
 * @param begin first byte in its file
 * @param bytes of all its blocks
 * @param part which file of a model in several holds it, from 0
 */
record GgufTensor(String name, GgmlType type, List<Long> shape, long begin, long bytes, int part) {

    GgufTensor {
        shape = List.copyOf(shape);
    }

    GgufTensor inPart(int number) {
        return new GgufTensor(name, type, shape, begin, bytes, number);
    }

    long end() {
        return begin + bytes;
    }

    /** Elements of one innermost row; a tensor of one dimension is a column of single numbers. */
    long rowElements() {
        return shape.size() < 2 ? 1 : shape.get(shape.size() - 1);
    }

    long rows() {
        long product = 1;
        for (int i = 0; i < Math.max(1, shape.size() - 1); i++) {
            product *= shape.get(i);
        }
        return product;
    }

    long[] shapeArray() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
