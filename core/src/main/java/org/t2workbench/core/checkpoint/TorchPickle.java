package org.t2workbench.core.checkpoint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What the pickle in a file of torch may name: ordered dictionaries, tensors over storages, and parameters, which are
 * tensors. Whatever else it names is refused, and nothing of it is made.
 */
final class TorchPickle implements PickleReader.Names {

    /** Whatever fits into a sentence. */
    private static final Pattern TENSOR_NAME = Pattern.compile("[^\\p{Cntrl}\\u0085\\u2028\\u2029]{0,500}");

    private static final Pattern KEY = Pattern.compile("[\\w.-]{1,64}");
    private static final int MAX_DIMENSIONS = 8;
    private static final int STORAGE_PARTS = 5;
    private static final int TENSOR_PARTS = 4;

    private static final Map<String, StoredDtype> STORAGES = Map.of(
            "FloatStorage", StoredDtype.F32,
            "DoubleStorage", StoredDtype.F64,
            "HalfStorage", StoredDtype.F16,
            "BFloat16Storage", StoredDtype.BF16,
            "LongStorage", StoredDtype.I64,
            "IntStorage", StoredDtype.I32,
            "ShortStorage", StoredDtype.I16,
            "CharStorage", StoredDtype.I8,
            "ByteStorage", StoredDtype.U8,
            "BoolStorage", StoredDtype.BOOL);

    private final Path file;

    TorchPickle(Path file) {
        this.file = file;
    }

    /** A run of numbers in the archive, which several tensors may share. */
    record Storage(StoredDtype dtype, String key, long elements) {}

    /**
     * A view of a storage: element (i, j, …) lies at offset + i · strides[0] + j · strides[1] + …, which is inside it.
     *
     * @param offset in elements
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to after it was checked
    record View(Storage storage, long offset, long[] shape, long[] strides) {

        long elements() {
            long product = 1;
            for (long size : shape) {
                product *= size;
            }
            return product;
        }

        /** Where the element of a flat position in C order lies in the storage. */
        long place(long flat) {
            long rest = flat;
            long place = offset;
            for (int i = shape.length - 1; i >= 0; i--) {
                place += rest % shape[i] * strides[i];
                rest /= shape[i];
            }
            return place;
        }
    }

    /**
     * The tensors of the dictionary that the pickle holds, in its order.
     *
     * @throws InvalidInputException when it holds anything else
     */
    static Map<String, View> tensors(byte[] pickle, Path file) {
        Object top = PickleReader.read(pickle, file, new TorchPickle(file));
        if (!(top instanceof Map<?, ?> dictionary)) {
            throw new InvalidInputException(
                    "The file " + file + " holds " + PickleReader.describe(top)
                            + ", not a dictionary of named tensors as torch.save(module.state_dict()) writes it.",
                    file);
        }
        Map<String, View> tensors = new LinkedHashMap<>();
        dictionary.forEach((name, value) -> {
            if (!TENSOR_NAME.matcher(name.toString()).matches()) {
                throw new InvalidInputException(
                        "The file " + file + " is damaged: it names a tensor in a way that cannot be shown.", file);
            }
            if (!(name instanceof String text) || !(value instanceof View view)) {
                throw new InvalidInputException(
                        "The file " + file + " holds " + PickleReader.describe(value) + " under \"" + name
                                + "\", where a named tensor is expected.",
                        file);
            }
            tensors.put(text, view);
        });
        return tensors;
    }

    @Override
    public Object named(String module, String name) {
        String full = module + "." + name;
        if (module.equals("torch") && STORAGES.containsKey(name)) {
            return STORAGES.get(name);
        }
        PickleReader.Function function =
                switch (full) {
                    case "collections.OrderedDict" -> this::dictionary;
                    case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> this::tensor;
                    case "torch._utils._rebuild_parameter" -> this::parameter;
                    default ->
                        throw new InvalidInputException(
                                "The file " + file + " wants to construct " + full
                                        + ", which is not allowed: only tensors in dictionaries are read. Open it in"
                                        + " Python where you trust it, and save its tensors alone.",
                                file);
                };
        return function;
    }

    /** {@code ('storage', torch.FloatStorage, key, device, elements)} */
    @Override
    public Object outside(Object id) {
        if (id instanceof PickleReader.Tuple tuple && tuple.items().size() == STORAGE_PARTS) {
            List<Object> parts = tuple.items();
            if ("storage".equals(parts.get(0))
                    && parts.get(1) instanceof StoredDtype dtype
                    && parts.get(2) instanceof String key
                    && KEY.matcher(key).matches()
                    && parts.get(4) instanceof Long elements
                    && elements >= 0) {
                return new Storage(dtype, key, elements);
            }
        }
        throw damaged("refers to something outside that is no storage");
    }

    private Object dictionary(List<Object> arguments) {
        if (!arguments.isEmpty()) {
            throw damaged("fills a dictionary in a way that torch does not");
        }
        return new LinkedHashMap<>();
    }

    private Object parameter(List<Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof View view)) {
            throw damaged("has a parameter that is no tensor");
        }
        return view;
    }

    private Object tensor(List<Object> arguments) {
        if (arguments.size() < TENSOR_PARTS
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Long offset)) {
            throw damaged("has a tensor without a storage");
        }
        long[] shape = numbers(arguments.get(2));
        long[] strides = numbers(arguments.get(3));
        if (shape.length != strides.length || !isInside(storage, offset, shape, strides)) {
            throw damaged("has a tensor that reaches beyond its storage");
        }
        return new View(storage, offset, shape, strides);
    }

    private static boolean isInside(Storage storage, long offset, long[] shape, long[] strides) {
        try {
            long last = offset;
            long elements = 1;
            for (int i = 0; i < shape.length; i++) {
                elements = Math.multiplyExact(elements, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
            return elements == 0 || last < storage.elements();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Numbers from 0 on. */
    private long[] numbers(Object value) {
        List<Object> items = value instanceof PickleReader.Tuple tuple ? tuple.items() : List.of(value);
        long[] numbers = new long[items.size()];
        if (numbers.length > MAX_DIMENSIONS) {
            throw damaged("has a tensor with a shape that cannot be");
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!(items.get(i) instanceof Long number) || number < 0) {
                throw damaged("has a tensor with a shape that cannot be");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private InvalidInputException damaged(String reason) {
        return new InvalidInputException("The file " + file + " is damaged: its pickle " + reason + ".", file);
    }
}
