package org.t2workbench.core.checkpoint;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where this user's files of the workbench go, by the customs of the platform. Folders are not created here.
 *
 * @param cache what can be made again and deleted at any time, such as decompositions
 * @param data what a user would miss, such as runs
 */
public record UserFolders(Path cache, Path data) {

    private static final String FOLDER = "t2-workbench";

    /**
     * The folders of whoever runs the program. The system properties {@code t2.cache} and {@code t2.data}, or else the
     * variables {@code T2_CACHE} and {@code T2_DATA}, set them outright.
     */
    public static UserFolders ofThisUser() {
        return of(System::getProperty, System::getenv);
    }

    /** As {@link #ofThisUser} from given properties and environment; both give null for what is not set. */
    static UserFolders of(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        String system = orElse(properties.apply("os.name"), "").toLowerCase(Locale.ROOT);
        Path home = Path.of(orElse(properties.apply("user.home"), "."));
        Path cache;
        Path data;
        if (system.startsWith("mac")) {
            Path library = home.resolve("Library");
            cache = library.resolve("Caches").resolve(FOLDER);
            data = library.resolve("Application Support").resolve(FOLDER);
        } else if (system.startsWith("windows")) {
            Path local = absolute(
                    environment.apply("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
            cache = local.resolve(FOLDER).resolve("cache");
            data = local.resolve(FOLDER).resolve("data");
        } else {
            // XDG base directories: a relative value is invalid and counts as not set
            cache = absolute(environment.apply("XDG_CACHE_HOME"), home.resolve(".cache"))
                    .resolve(FOLDER);
            data = absolute(environment.apply("XDG_DATA_HOME"), home.resolve(".local/share"))
                    .resolve(FOLDER);
        }
        return new UserFolders(
                chosen(properties.apply("t2.cache"), environment.apply("T2_CACHE"), cache),
                chosen(properties.apply("t2.data"), environment.apply("T2_DATA"), data));
    }

    private static Path chosen(@Nullable String property, @Nullable String variable, Path otherwise) {
        String given = orElse(property, orElse(variable, ""));
        return given.isBlank() ? otherwise : Path.of(given).toAbsolutePath();
    }

    private static Path absolute(@Nullable String given, Path otherwise) {
        return given != null && !given.isBlank() && Path.of(given).isAbsolute() ? Path.of(given) : otherwise;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
