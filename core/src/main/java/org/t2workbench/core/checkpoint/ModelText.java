package org.t2workbench.core.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One of the texts around a model's weights, such as {@code tokenizer.json}: a file of its own, read when it is asked
 * for, or written out from what a model of one file holds. Immutable; safe from any thread.
 */
public final class ModelText {

    private final Path file;
    private final byte @Nullable [] content;

    private ModelText(Path file, byte @Nullable [] content) {
        this.file = file;
        this.content = content;
    }

    /** A file of its own; whether it exists is seen when it is read. */
    public static ModelText of(Path file) {
        return new ModelText(file, null);
    }

    /**
     * A text made from what the given file holds.
     *
     * @param utf8 is not copied and must not be written to any more
     */
    public static ModelText inside(Path file, byte[] utf8) {
        return new ModelText(file, utf8);
    }

    /** The file it stands in or comes from, for messages. */
    public Path file() {
        return file;
    }

    /**
     * How long it is.
     *
     * @throws NoSuchFileException when there is no such file
     */
    public long bytes() throws IOException {
        return content == null ? Files.size(file) : content.length;
    }

    /**
     * The UTF-8 text from its beginning; the caller closes it.
     *
     * @throws NoSuchFileException when there is no such file
     */
    public InputStream open() throws IOException {
        return content == null ? Files.newInputStream(file) : new ByteArrayInputStream(content);
    }
}
