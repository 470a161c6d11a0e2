package org.t2workbench.core.checkpoint.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.PlainText;

/**
 * One file of a repository, as the hub lists it.
 *
 * @param path inside the repository, parts divided by {@code /}
 * @param size in bytes
 * @param blob git's name of what is stored in the repository itself: the file, or a pointer to it
 * @param sha256 of a large file, which is stored beside the repository; empty for a small one
 */
public record HubFile(String path, long size, String blob, Optional<String> sha256) {

    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** As long as git allows. */
    private static final int MAX_PATH = 4096;

    /** @throws HubException when no honest hub lists such a file */
    public HubFile {
        if (!isInside(path)) {
            throw new HubException(
                    Kind.BAD_ANSWER,
                    "The hub lists a file that would lie outside its folder or has an impossible name: \""
                            + PlainText.of(path, 80) + "\"; nothing was written.");
        }
        if (size < 0
                || !SHA1.matcher(blob).matches()
                || !sha256.map(hash -> SHA256.matcher(hash).matches()).orElse(true)) {
            throw new HubException(
                    Kind.BAD_ANSWER,
                    "The hub does not tell the size and the hash of " + PlainText.of(path, 80)
                            + ", without which a download cannot be checked.");
        }
    }

    /** The hash that the hub calls the file's ETag and the cache names its content by. */
    public String etag() {
        return sha256.orElse(blob);
    }

    /** A new digest that gives {@link #etag} after the file's bytes: SHA-256, or git's SHA-1 with its heading. */
    MessageDigest newDigest() {
        if (sha256.isPresent()) {
            return Fingerprint.sha256();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Whether a name stays inside its folder under the rules of every system, and is one that git allows. */
    private static boolean isInside(String path) {
        return !path.isEmpty()
                && path.length() <= MAX_PATH
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(Character::isISOControl)
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }
}
