package org.t2workbench.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.t2workbench.core.job.InvalidInputException;

/** Positional reads that do not stop short. */
public final class ChannelReads {

    private ChannelReads() {}

    /**
     * Fills the buffer's remaining space from the given position of the file.
     *
     * @throws InvalidInputException when the file ends before
     */
    public static void fill(FileChannel channel, long position, ByteBuffer target, Path file) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new InvalidInputException(
                        "The weight file " + file + " ends at byte " + at
                                + " although it was longer when it was opened; copy or download it again.",
                        file);
            }
            at += count;
        }
    }
}
