package org.t2workbench.core.checkpoint.gguf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * The parts that llama.cpp's gguf-split makes of a large model: files side by side called {@code …-00001-of-00003.gguf} and
 * so on. The first holds the metadata, each holds tensors.
 */
final class GgufParts {

    private static final String NUMBER = "split.no"; // from 0
    private static final String COUNT = "split.count";
    private static final String TENSORS = "split.tensors.count";
    private static final String EXTENSION = ".gguf";
    private static final Pattern NAME = Pattern.compile("(.+)-\\d{5}-of-\\d{5}\\.gguf", Pattern.DOTALL);

    private GgufParts() {}

    /**
     * Opens a file, and where it is a part of a model all the others with it, whichever it is. The caller closes the result.
     *
     * @throws InvalidInputException when a file is missing or damaged, or the parts do not belong together
     * @throws WorkbenchException when one cannot be read
     */
    static GgufFile open(Path path) {
        GgufFile file = GgufFile.open(path);
        boolean complete = false;
        try {
            int count = file.wholeNumber(COUNT).orElse(1);
            GgufFile whole = count > 1 ? joined(file, count) : file;
            complete = true;
            return whole;
        } finally {
            if (!complete) {
                file.close();
            }
        }
    }

    /** A part's name without its number; any other name as it is. */
    static String wholeName(String fileName) {
        Matcher numbered = NAME.matcher(fileName);
        return numbered.matches() ? numbered.group(1) + EXTENSION : fileName;
    }

    /** Takes over the file when all goes well. */
    private static GgufFile joined(GgufFile given, int count) {
        int number = number(given);
        String name = String.valueOf(given.path().getFileName());
        String stem = wholeName(name);
        stem = stem.substring(0, Math.max(0, stem.length() - EXTENSION.length()));
        if (number >= count) {
            throw given.wrong(NUMBER, "a number below " + COUNT + ", which is " + count + ",");
        }
        if (!name.equals(partName(stem, number, count))) {
            throw new InvalidInputException(
                    "The GGUF file " + given.path() + " is part " + (number + 1) + " of " + count
                            + ", but its name does not end in " + partName("", number, count)
                            + ", so the others cannot be found; give all parts their names back.",
                    given.path());
        }
        List<GgufFile> parts = new ArrayList<>();
        boolean complete = false;
        try {
            for (int i = 0; i < count; i++) {
                parts.add(i == number ? given : part(given.path(), stem, i, count));
            }
            GgufFile first = parts.get(0);
            GgufFile whole = first.with(parts.subList(1, count), tensors(parts));
            complete = true;
            return whole;
        } finally {
            if (!complete) {
                parts.stream().filter(part -> part != given).forEach(GgufFile::close);
            }
        }
    }

    private static GgufFile part(Path given, String stem, int number, int count) {
        Path path = given.resolveSibling(partName(stem, number, count));
        if (!Files.exists(path)) {
            throw new InvalidInputException(
                    "The GGUF file " + given + " is one of " + count + " parts, and " + path.getFileName()
                            + " is not beside it; put all parts into one folder.",
                    given);
        }
        GgufFile part = GgufFile.open(path);
        boolean fits = false;
        try {
            fits = number(part) == number && part.wholeNumber(COUNT).orElse(1) == count;
            if (!fits) {
                throw new InvalidInputException(
                        "The GGUF file " + path + " is not part " + (number + 1) + " of " + count
                                + ", as its name says; copy or download it again.",
                        path);
            }
            return part;
        } finally {
            if (!fits) {
                part.close();
            }
        }
    }

    private static int number(GgufFile part) {
        return part.wholeNumber(NUMBER).orElseThrow(() -> part.missing(NUMBER));
    }

    private static String partName(String stem, int number, int count) {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d%s", stem, number + 1, count, EXTENSION);
    }

    private static Map<String, GgufTensor> tensors(List<GgufFile> parts) {
        Map<String, GgufTensor> all = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            for (GgufTensor tensor : parts.get(i).header().tensors().values()) {
                if (all.put(tensor.name(), tensor.inPart(i)) != null) {
                    throw apart(parts.get(i), "the tensor " + tensor.name() + " is in another part as well");
                }
            }
        }
        GgufFile first = parts.get(0);
        int expected = first.wholeNumber(TENSORS).orElse(all.size());
        if (expected != all.size()) {
            throw apart(first, "its model has " + expected + " tensors, the parts together have " + all.size());
        }
        return Collections.unmodifiableMap(all);
    }

    private static InvalidInputException apart(GgufFile part, String what) {
        return new InvalidInputException(
                "The GGUF file " + part.path() + " and its other parts do not belong together: " + what
                        + "; download all of them again.",
                part.path());
    }
}
