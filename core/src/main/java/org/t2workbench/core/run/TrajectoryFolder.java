package org.t2workbench.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The {@code trajectory/} of a run: the expert at the start and then at even distances. Which ones are kept hangs on the
 * iteration alone, so that a run that was killed has the same ones in the end as one that was not.
 */
final class TrajectoryFolder {

    /** Above so many the distance is doubled: enough for a curve, and at most so many files. */
    private static final int MOST = 24;

    private static final Pattern NAMED = Pattern.compile("iteration-(\\d{10,18})\\.safetensors");

    private final Path folder;

    TrajectoryFolder(Path folder) {
        this.folder = folder;
    }

    void keep(long iteration, long every, AtomicFile.ChannelBody body) {
        try {
            Files.createDirectories(folder);
            // wide enough for any run, so that the names sort as the iterations do
            String name = String.format(Locale.ROOT, "iteration-%010d.safetensors", iteration);
            AtomicFile.write(folder.resolve(name), body);
            long step = step(iteration, every);
            for (Snapshot kept : list()) {
                if (kept.iteration() != iteration && kept.iteration() % step != 0) {
                    Files.deleteIfExists(kept.file());
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    /** The distance of the ones that are kept when a run has come so far. */
    private static long step(long iteration, long every) {
        long step = Math.max(1, every);
        while (iteration / step > MOST) {
            step *= 2;
        }
        return step;
    }

    /** From the start on; half-written files are not among them. */
    List<Snapshot> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Snapshot> found = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path file : children.toList()) {
                Matcher matcher = NAMED.matcher(String.valueOf(file.getFileName()));
                if (matcher.matches() && Files.isRegularFile(file)) {
                    found.add(new Snapshot(Long.parseLong(matcher.group(1)), file));
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + folder + ": " + e.getMessage() + ".", folder, e);
        }
        found.sort(Comparator.comparingLong(Snapshot::iteration));
        return found;
    }

    /** Takes away what lies after the iteration a run goes on from. */
    void removeAfter(long iteration) {
        try {
            for (Snapshot kept : list()) {
                if (kept.iteration() > iteration) {
                    Files.deleteIfExists(kept.file());
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }
}
