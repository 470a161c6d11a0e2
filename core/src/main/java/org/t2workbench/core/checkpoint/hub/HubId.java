package org.t2workbench.core.checkpoint.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a model on a hub, {@code org/name} or {@code org/name@revision}.
 *
 * @param organisation who keeps it: letters, digits, {@code - _ .}
 * @param name by the same rules
 * @param revision a branch, a tag or a commit; {@value #MAIN} where none was given
 */
public record HubId(String organisation, String name, String revision) {

    public static final String MAIN = "main";

    /** A commit in full, which never changes its content. */
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** What the hub takes; beginning and end are letters, digits or {@code _}. */
    private static final Pattern PART = Pattern.compile("\\w(?:[\\w.-]{0,94}\\w)?");

    /** What git takes and every file system too, as the revision names a file of the cache. */
    private static final Pattern REVISION =
            Pattern.compile("[\\w+=-][\\w.+=-]{0,100}(?:/[\\w+=-][\\w.+=-]{0,100}){0,5}");

    /** The address of a model's page, as it stands in a browser. */
    private static final Pattern PAGE = Pattern.compile(
            "(?:https?://)?(?:www\\.)?(?:huggingface\\.co|hf\\.co)/([^/]+/[^/?#]+?)(?:/tree/([^?#]+?))?/?(?:[?#].*)?");

    /** @throws IllegalArgumentException when a part has not its form; {@link #parse} asks first */
    public HubId {
        if (!isPart(organisation) || !isPart(name) || !isRevision(revision)) {
            throw new IllegalArgumentException("not the name of a model on a hub");
        }
    }

    /** Empty for a text that has not the form {@code org/name[@revision]} and is no address of a model's page. */
    public static Optional<HubId> parse(String text) {
        String id = text.strip();
        Matcher page = PAGE.matcher(id);
        if (page.matches()) {
            id = page.group(1) + (page.group(2) == null ? "" : "@" + page.group(2));
        }
        int at = id.indexOf('@');
        String repository = at < 0 ? id : id.substring(0, at);
        String revision = at < 0 ? MAIN : id.substring(at + 1);
        int slash = repository.indexOf('/');
        String organisation = slash < 0 ? "" : repository.substring(0, slash);
        String name = repository.substring(slash + 1);
        return isPart(organisation) && isPart(name) && isRevision(revision)
                ? Optional.of(new HubId(organisation, name, revision))
                : Optional.empty();
    }

    /** {@code org/name}. */
    public String repository() {
        return organisation + "/" + name;
    }

    /** As it is given on the command line: {@code org/name}, with {@code @revision} where that is not {@value #MAIN}. */
    public String text() {
        return revision.equals(MAIN) ? repository() : repository() + "@" + revision;
    }

    /** Whether the revision is a commit in full, so that what it holds cannot change. */
    public boolean isPinned() {
        return isCommit(revision);
    }

    @Override
    public String toString() {
        return text();
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private static boolean isPart(String text) {
        return PART.matcher(text).matches() && !text.contains("--") && !text.contains("..") && !text.endsWith(".git");
    }

    private static boolean isRevision(String text) {
        return REVISION.matcher(text).matches()
                && !text.contains("..")
                && !text.endsWith(".")
                && !text.endsWith(".lock")
                && !text.contains(".lock/")
                && !text.contains("./");
    }
}
