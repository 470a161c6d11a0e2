package org.t2workbench.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Reads the part of Python's pickle format (protocols 2 to 5) that weight files are written in. By itself it makes
 * dictionaries, lists, tuples, texts and numbers; whatever a pickle names besides goes to the {@link Names}, which refuse
 * all that they do not know, so that nothing else is ever constructed. A stack, no recursion; every length is checked
 * against what is left before anything is allocated.
 */
final class PickleReader {

    /** Far above any weight file: an adapter of a thousand matrices takes 200 KB. */
    static final int MAX_BYTES = 4 << 20;

    /** Things alive at once, each some tens of bytes. */
    private static final int MAX_OBJECTS = 1_000_000;

    private static final int MAX_NAME = 256;
    private static final Pattern NAME = Pattern.compile("[\\w.]{1," + MAX_NAME + "}");
    private static final int HIGHEST_PROTOCOL = 5;

    /** Python's None. */
    enum Nothing {
        NONE
    }

    /** A tuple: fixed when it is made. */
    record Tuple(List<Object> items) {
        Tuple {
            items = List.copyOf(items);
        }
    }

    /** What a pickle may call. */
    @FunctionalInterface
    interface Function {
        Object call(List<Object> arguments);
    }

    /** Gives meaning to what a pickle refers to. */
    interface Names {

        /** What stands for {@code module.name}: a {@link Function}, or anything else that a function takes. */
        Object named(String module, String name);

        /** What stands for something that is kept outside the pickle. */
        Object outside(Object id);
    }

    private enum Mark {
        MARK
    }

    private final ByteBuffer in;
    private final Path file;
    private final Names names;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int made;

    private PickleReader(byte[] pickle, Path file, Names names) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
        this.names = names;
    }

    /**
     * @param file for messages
     * @throws InvalidInputException when it is damaged, uses what weight files do not, or names what is not allowed
     */
    static Object read(byte[] pickle, Path file, Names names) {
        return new PickleReader(pickle, file, names).read();
    }

    private Object read() {
        while (true) {
            int operation = next(1).get() & 0xFF;
            if (operation == '.') {
                return pop();
            }
            if (!structure(operation) && !value(operation)) {
                throw damaged("it uses the operation " + operation + ", which weight files do not");
            }
        }
    }

    /** Operations that give a value by themselves. */
    private boolean value(int operation) {
        switch (operation) {
            case 'N' -> push(Nothing.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) next(4).getInt());
            case 'K' -> push((long) (next(1).get() & 0xFF));
            case 'M' -> push((long) (next(2).getShort() & 0xFFFF));
            case 0x8a -> push(whole(next(1).get() & 0xFF));
            case 'G' -> push(next(8).order(ByteOrder.BIG_ENDIAN).getDouble());
            case 'X' -> push(text(length(next(4).getInt() & 0xFFFFFFFFL)));
            case 0x8c -> push(text(next(1).get() & 0xFF));
            case 0x8d -> push(text(length(next(8).getLong())));
            case '}' -> push(new LinkedHashMap<Object, Object>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(new Tuple(List.of()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Operations on what is there already. */
    private boolean structure(int operation) {
        switch (operation) {
            case 0x80 -> protocol();
            case 0x95 -> length(next(8).getLong()); // a frame: its content follows as if it were not there
            case '(' -> push(Mark.MARK);
            case 't' -> push(new Tuple(popToMark()));
            case 0x85 -> push(new Tuple(popSome(1)));
            case 0x86 -> push(new Tuple(popSome(2)));
            case 0x87 -> push(new Tuple(popSome(3)));
            case 'a' -> append(popSome(1));
            case 'e' -> append(popToMark());
            case 's' -> put(popSome(2));
            case 'u' -> put(popToMark());
            case 'q' -> remember(next(1).get() & 0xFF);
            case 'r' -> remember(next(4).getInt());
            case 0x94 -> remember(memo.size());
            case 'h' -> push(recall(next(1).get() & 0xFF));
            case 'j' -> push(recall(next(4).getInt()));
            case 'c' -> push(names.named(asName(line()), asName(line())));
            case 0x93 -> {
                List<Object> parts = popSome(2);
                push(names.named(asName(parts.get(0)), asName(parts.get(1))));
            }
            case 'Q' -> push(names.outside(pop()));
            case 'R' -> reduce();
            case 'b' -> build();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void protocol() {
        int protocol = next(1).get() & 0xFF;
        if (protocol > HIGHEST_PROTOCOL) {
            throw damaged(
                    "its pickle has the protocol " + protocol + ", but there are only those to " + HIGHEST_PROTOCOL);
        }
    }

    private void reduce() {
        List<Object> parts = popSome(2);
        if (!(parts.get(0) instanceof Function function) || !(parts.get(1) instanceof Tuple arguments)) {
            throw damaged("its pickle calls what is no function");
        }
        push(function.call(arguments.items()));
    }

    /** Attributes of a dictionary, as a module's state has them, are of no account; nothing else may have any. */
    private void build() {
        pop();
        if (!(top() instanceof Map)) {
            throw damaged("its pickle sets attributes of what is no dictionary");
        }
    }

    private void append(List<Object> items) {
        if (!(top() instanceof List<?>)) {
            throw damaged("its pickle appends to what is no list");
        }
        @SuppressWarnings("unchecked") // only made here, of objects
        List<Object> list = (List<Object>) top();
        list.addAll(items);
    }

    private void put(List<Object> items) {
        if (!(top() instanceof Map<?, ?>) || items.size() % 2 != 0) {
            throw damaged("its pickle puts entries into what is no dictionary");
        }
        @SuppressWarnings("unchecked") // only made here and by the names, of objects
        Map<Object, Object> map = (Map<Object, Object>) top();
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            // other keys could hold the dictionary itself, whose hash has no end
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw damaged("its pickle has a key that is neither a text nor a number");
            }
            map.put(key, items.get(i + 1));
        }
    }

    private void remember(int place) {
        if (memo.size() >= MAX_OBJECTS) {
            throw tooMany();
        }
        memo.put(place, top());
    }

    private Object recall(int place) {
        Object known = memo.get(place);
        if (known == null) {
            throw damaged("its pickle refers back to what was not there");
        }
        return known;
    }

    private void push(Object value) {
        if (++made > MAX_OBJECTS * 4L || stack.size() >= MAX_OBJECTS) {
            throw tooMany();
        }
        stack.add(value);
    }

    private Object pop() {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private Object top() {
        Object value = stack.isEmpty() ? null : stack.get(stack.size() - 1);
        if (value == null || value == Mark.MARK) {
            throw damaged("its pickle takes more than it gave");
        }
        return value;
    }

    /** The last so many values, in the order in which they came. */
    private List<Object> popSome(int count) {
        int from = stack.size() - count;
        if (from < 0 || stack.subList(from, stack.size()).contains(Mark.MARK)) {
            throw damaged("its pickle takes more than it gave");
        }
        return popFrom(from);
    }

    private List<Object> popToMark() {
        int mark = stack.lastIndexOf(Mark.MARK);
        if (mark < 0) {
            throw damaged("its pickle takes more than it gave");
        }
        List<Object> values = popFrom(mark + 1);
        stack.remove(mark);
        return values;
    }

    private List<Object> popFrom(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    /** A whole number of so many bytes, the lowest first, in two's complement. */
    private long whole(int bytes) {
        if (bytes > Long.BYTES) {
            throw damaged("its pickle holds a number of " + bytes + " bytes");
        }
        ByteBuffer digits = next(bytes);
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int digit = digits.get();
            // the last one carries the sign
            number |= (long) (i == bytes - 1 ? digit : digit & 0xFF) << (Byte.SIZE * i);
        }
        return number;
    }

    private String text(int bytes) {
        byte[] encoded = new byte[bytes];
        next(bytes).get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder text = new StringBuilder();
        for (char c = (char) next(1).get(); c != '\n'; c = (char) next(1).get()) {
            if (text.length() >= MAX_NAME) {
                throw damaged("its pickle has a name that is too long");
            }
            text.append(c);
        }
        return text.toString();
    }

    private String asName(Object value) {
        if (value instanceof String name && NAME.matcher(name).matches()) {
            return name;
        }
        throw damaged("its pickle names something by what is no name");
    }

    private int length(long claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw damaged("its pickle ends too early");
        }
        return (int) claimed;
    }

    /** The next so many bytes. */
    private ByteBuffer next(int bytes) {
        ByteBuffer part = in.slice(in.position(), length(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + bytes);
        return part;
    }

    private InvalidInputException tooMany() {
        return damaged("its pickle holds more things than any weight file");
    }

    private InvalidInputException damaged(String reason) {
        return new InvalidInputException("The file " + file + " cannot be read: " + reason + ".", file);
    }

    /** What a value is called in a sentence. */
    static String describe(@Nullable Object value) {
        if (value instanceof Map) {
            return "a dictionary";
        }
        if (value instanceof List || value instanceof Tuple) {
            return "a list";
        }
        if (value instanceof String) {
            return "a text";
        }
        return value instanceof Number || value instanceof Boolean ? "a number" : "something else";
    }
}
