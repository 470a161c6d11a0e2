package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * One repository's folder in the cache, in the published layout:
 *
 * <pre>
 * models--org--name/
 *   refs/main                        the commit that the revision stood for when it was last fetched
 *   blobs/&lt;etag&gt;                     what files hold, under its hash
 *   blobs/&lt;etag&gt;.incomplete          the beginning of one
 *   snapshots/&lt;commit&gt;/config.json   a link to its blob
 *   trees/&lt;commit&gt;.json              the commit's files
 * .locks/models--org--name/&lt;etag&gt;.lock
 * </pre>
 *
 * Immutable; the files are shared with other threads and programs.
 */
final class HubCache {

    private static final Logger LOG = LoggerFactory.getLogger(HubCache.class);

    private final Path root;
    private final HubId id;
    private final boolean links;
    private final Path folder;

    /** @param links whether links may be made */
    HubCache(Path root, HubId id, boolean links) {
        this.root = root;
        this.id = id;
        this.links = links;
        this.folder = root.resolve(folderName());
    }

    private String folderName() {
        return "models--" + id.organisation() + "--" + id.name();
    }

    /** The folder of all repositories. */
    Path root() {
        return root;
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blob(HubFile file) {
        return folder.resolve("blobs").resolve(file.etag());
    }

    Path partial(HubFile file) {
        return folder.resolve("blobs").resolve(file.etag() + ".incomplete");
    }

    Path lock(HubFile file) {
        return root.resolve(".locks").resolve(folderName()).resolve(file.etag() + ".lock");
    }

    /** The commit the revision stood for when it was last fetched. */
    Optional<String> commit() {
        if (id.isPinned()) {
            return Optional.of(id.revision());
        }
        Path ref = ref();
        try {
            // a commit and perhaps a line's end; anything longer is no reference
            return Files.isRegularFile(ref) && Files.size(ref) <= 64
                    ? Optional.of(Files.readString(ref).strip()).filter(HubId::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} is passed over", ref, e);
            return Optional.empty();
        }
    }

    /** What the commit holds, where that was kept; without license and access. */
    Optional<HubListing> listing(String commit) {
        return CachedTree.read(tree(commit), commit);
    }

    /** Keeps the list of a commit's files, which never changes. */
    void keep(HubListing listing) {
        if (listing(listing.commit()).isEmpty()) {
            remember(tree(listing.commit()), CachedTree.json(listing.files()));
        }
    }

    /** Keeps what the revision stands for, once its files are there. */
    void keepCommit(String commit) {
        if (!id.isPinned() && !commit().equals(Optional.of(commit))) {
            remember(ref(), commit);
        }
    }

    /** Where nothing may be written, the hub is asked again the next time. */
    private static void remember(Path file, String text) {
        try {
            AtomicFile.writeText(file, text);
        } catch (OutOfResourcesException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Whether a snapshot has a file in full. */
    boolean has(String commit, HubFile file) {
        return hasSize(pointer(commit, file), file.size());
    }

    /** Whether the content of a file is there in full, whatever snapshot it came with. */
    boolean hasBlob(HubFile file) {
        return hasSize(blob(file), file.size());
    }

    /** The bytes of a file's beginning that an earlier download left. */
    long partialSize(HubFile file) {
        try {
            return Files.size(partial(file));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Puts a file whose content is there into a snapshot: as a link, or where the system makes none as the file itself.
     *
     * @param fresh whether no other snapshot can have the content, so that it may be moved there instead of copied
     */
    void place(String commit, HubFile file, boolean fresh) {
        Path pointer = pointer(commit, file);
        Path blob = blob(file);
        try {
            Path parent = pointer.resolveSibling("");
            Files.createDirectories(parent);
            Files.deleteIfExists(pointer);
            if (links && linked(pointer, parent.relativize(blob))) {
                return;
            }
            if (fresh) {
                Files.move(blob, pointer, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.copy(blob, pointer, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(pointer, e);
        }
    }

    private static boolean linked(Path pointer, Path target) throws IOException {
        try {
            Files.createSymbolicLink(pointer, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            // another program was faster; a link of this name leads to the same content
            return true;
        } catch (UnsupportedOperationException | IOException e) {
            LOG.debug("{} becomes no link", pointer, e);
            return false;
        }
    }

    private Path pointer(String commit, HubFile file) {
        Path snapshot = snapshot(commit);
        Path pointer = snapshot.resolve(file.path()).normalize();
        if (!pointer.startsWith(snapshot) || pointer.equals(snapshot)) {
            throw new IllegalStateException("a listed file lies inside its snapshot: " + file.path());
        }
        return pointer;
    }

    private Path ref() {
        return folder.resolve("refs").resolve(id.revision());
    }

    private Path tree(String commit) {
        return folder.resolve("trees").resolve(commit + ".json");
    }

    private static boolean hasSize(Path file, long size) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }
}
