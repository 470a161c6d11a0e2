package org.t2workbench.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The {@code checkpoints/} of a run. A checkpoint is a folder that appears by one rename, after everything in it has
 * reached the disk; its manifest carries the length and the SHA-256 of each file, so that a damaged one is known
 * before anything is read from it. The last two are kept.
 */
final class CheckpointFolder {

    private static final String MANIFEST = "checkpoint.json";
    private static final String UNFINISHED = ".unfinished-";
    private static final int KEPT = 2;
    /** Wide enough for any run, so that the names sort as the iterations do. */
    private static final String NAME = "iteration-%010d";

    private static final Pattern NAMED = Pattern.compile("iteration-(\\d{10,18})");

    private final Path folder;

    CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes a checkpoint and removes those that are no longer needed. */
    Checkpoint write(long iteration, boolean finished, FolderWriter body) {
        Path target = folder.resolve(String.format(Locale.ROOT, NAME, iteration));
        Path unfinished = folder.resolve(UNFINISHED + iteration);
        try {
            Files.createDirectories(folder);
            removeFolder(unfinished);
            Files.createDirectory(unfinished);
            boolean complete = false;
            try {
                body.writeTo(unfinished);
                List<CheckpointManifest.Entry> entries = new ArrayList<>();
                for (Path file : filesOf(unfinished)) {
                    force(file);
                    entries.add(new CheckpointManifest.Entry(
                            file.getFileName().toString(), Files.size(file), sha256(file)));
                }
                RunJson.write(
                        unfinished.resolve(MANIFEST),
                        new CheckpointManifest(RunConfig.FORMAT_VERSION, iteration, finished, entries));
                AtomicFile.forceFolder(unfinished);
                removeFolder(target);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                complete = true;
            } finally {
                if (!complete) {
                    removeFolder(unfinished);
                }
            }
            AtomicFile.forceFolder(folder);
            List<Path> all = newestFirst();
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                removeFolder(old);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(target, e);
        }
        return new Checkpoint(iteration, finished, target);
    }

    /**
     * The newest checkpoint whose every byte is as it was written.
     *
     * @param damaged hears, newest first, of those that are not
     * @return empty when no checkpoint was ever completed
     * @throws InvalidInputException when there are checkpoints but none of them is whole, or when one is newer than
     *     this program
     */
    Optional<Checkpoint> newestWhole(Consumer<String> damaged) {
        List<String> reasons = new ArrayList<>();
        for (Path candidate : newestFirst()) {
            CheckpointManifest manifest;
            try {
                manifest = manifest(candidate);
            } catch (InvalidInputException e) {
                reasons.add(e.getMessage());
                damaged.accept(e.getMessage());
                continue;
            }
            Optional<String> damage = damageOf(candidate, manifest);
            if (damage.isEmpty()) {
                return Optional.of(new Checkpoint(manifest.iteration(), manifest.finished(), candidate));
            }
            reasons.add(damage.get());
            damaged.accept(damage.get());
        }
        if (!reasons.isEmpty()) {
            throw new InvalidInputException(
                    "No checkpoint in " + folder + " is whole (" + reasons.get(0)
                            + "), so the run cannot go on; start it again in another folder.",
                    folder);
        }
        return Optional.empty();
    }

    /** Whether the newest checkpoint says that the run reached its end; looks at the manifest only. */
    boolean saysFinished() {
        for (Path candidate : newestFirst()) {
            try {
                return manifest(candidate).finished();
            } catch (InvalidInputException e) {
                // a damaged one says nothing; the one before it is asked
                continue;
            }
        }
        return false;
    }

    /** Removes what a kill left half-written and what lies after the iteration a run goes on from. */
    void removeAfter(long iteration) {
        try {
            if (!Files.isDirectory(folder)) {
                return;
            }
            for (Path child : children(folder)) {
                String name = child.getFileName().toString();
                if (name.startsWith(UNFINISHED) || iterationOf(child) > iteration) {
                    removeFolder(child);
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    private CheckpointManifest manifest(Path checkpoint) {
        CheckpointManifest manifest = RunJson.read(
                checkpoint.resolve(MANIFEST), CheckpointManifest.class, "checkpoint", RunConfig.FORMAT_VERSION);
        if (manifest.iteration() != iterationOf(checkpoint)) {
            throw new InvalidInputException(
                    checkpoint + " says that it is of iteration " + manifest.iteration() + ".", checkpoint);
        }
        return manifest;
    }

    private static Optional<String> damageOf(Path checkpoint, CheckpointManifest manifest) {
        for (CheckpointManifest.Entry entry : manifest.files()) {
            Path file = checkpoint.resolve(entry.name());
            if (!Files.isRegularFile(file)) {
                return Optional.of(file + " is missing");
            }
            try {
                if (Files.size(file) != entry.bytes() || !sha256(file).equals(entry.sha256())) {
                    return Optional.of(file + " is damaged");
                }
            } catch (IOException e) {
                return Optional.of(file + " cannot be read: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            return children(folder).stream()
                    .filter(child -> iterationOf(child) >= 0 && Files.isDirectory(child))
                    .sorted(Comparator.comparingLong(CheckpointFolder::iterationOf)
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + folder + ": " + e.getMessage() + ".", folder, e);
        }
    }

    /** From the folder's name; -1 when it is not a checkpoint. */
    private static long iterationOf(Path checkpoint) {
        Matcher matcher = NAMED.matcher(checkpoint.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        List<Path> files = children(folder);
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new IllegalStateException("A checkpoint holds plain files only, not " + file + ".");
            }
        }
        return files;
    }

    /** The manifest goes first: a removal that is cut short leaves something that is visibly no checkpoint. */
    private static void removeFolder(Path checkpoint) throws IOException {
        if (!Files.isDirectory(checkpoint)) {
            return;
        }
        Files.deleteIfExists(checkpoint.resolve(MANIFEST));
        for (Path file : children(checkpoint)) {
            Files.delete(file);
        }
        Files.delete(checkpoint);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
