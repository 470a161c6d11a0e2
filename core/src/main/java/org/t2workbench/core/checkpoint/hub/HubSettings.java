package org.t2workbench.core.checkpoint.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Which hub is asked, where its files are kept, and as whom, by the variables that the {@code huggingface_hub} library
 * goes by. A Java system property of the same name counts before the variable.
 *
 * @param endpoint of the hub, without a slash at its end
 * @param cache the folder of all repositories
 * @param offline whether nothing may be sent anywhere
 * @param links whether files of a snapshot may be links
 * @param token sent to the endpoint and to no other host
 */
record HubSettings(URI endpoint, Path cache, boolean offline, boolean links, Optional<HubToken> token) {

    private static final String PUBLIC_HUB = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    /**
     * What this process was started with; the token's file is read anew at each call.
     *
     * @throws InvalidInputException when the endpoint is no address, or the token no token
     */
    static HubSettings ofThisProcess() {
        return of(name -> System.getProperty(name, System.getenv(name)), Path.of(System.getProperty("user.home", ".")));
    }

    /** As {@link #ofThisProcess} from a given environment, which gives null for what is not set. */
    static HubSettings of(Function<String, @Nullable String> environment, Path user) {
        Function<String, @Nullable String> set = name -> {
            String value = environment.apply(name);
            return value == null || value.isBlank() ? null : value.strip();
        };
        Function<String, @Nullable Path> path = name -> {
            String value = set.apply(name);
            return value == null ? null : expanded(name, value, environment, user);
        };
        Path caches = orElse(path.apply("XDG_CACHE_HOME"), user.resolve(".cache"));
        Path home = orElse(path.apply("HF_HOME"), caches.resolve("huggingface"));
        Path hub = orElse(path.apply("HF_HUB_CACHE"), orElse(path.apply("HUGGINGFACE_HUB_CACHE"), home.resolve("hub")));
        boolean anonymous = isTrue(set.apply("HF_HUB_DISABLE_IMPLICIT_TOKEN"));
        String endpoint = set.apply("HF_ENDPOINT");
        String offline = set.apply("HF_HUB_OFFLINE");
        return new HubSettings(
                endpoint(endpoint == null ? PUBLIC_HUB : endpoint),
                hub.toAbsolutePath().normalize(),
                isTrue(offline == null ? set.apply("TRANSFORMERS_OFFLINE") : offline),
                !isTrue(set.apply("HF_HUB_DISABLE_SYMLINKS")),
                anonymous
                        ? Optional.empty()
                        : HubToken.find(environment, orElse(path.apply("HF_TOKEN_PATH"), home.resolve("token"))));
    }

    /** The hub in words: its address without {@code https://}. */
    String hubName() {
        return endpoint.toString().replaceFirst("^https://", "");
    }

    /** Whether an address is the endpoint's own: same scheme, host and port. */
    boolean isEndpoint(URI address) {
        return origin(address).equals(origin(endpoint));
    }

    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static URI endpoint(String text) {
        String trimmed = text.replaceAll("/+$", "");
        try {
            URI uri = new URI(trimmed);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // without the cause: its message repeats the text, which may hold a password
        }
        throw new InvalidInputException("HF_ENDPOINT is not the address of a hub; it has the form https://host, without"
                + " user, password or question mark.");
    }

    /** With the user's folder for a leading {@code ~} and the values of variables for their names. */
    private static Path expanded(String name, String value, Function<String, @Nullable String> environment, Path user) {
        Matcher variables = VARIABLE.matcher(value);
        String text = variables.replaceAll(match -> {
            String known = environment.apply(match.group(1) == null ? match.group(2) : match.group(1));
            return Matcher.quoteReplacement(known == null ? match.group() : known);
        });
        try {
            if (text.equals("~")) {
                return user;
            }
            return text.startsWith("~/") || text.startsWith("~\\") ? user.resolve(text.substring(2)) : Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInputException(name + " is not the name of a folder: " + value, null, e);
        }
    }

    private static boolean isTrue(@Nullable String value) {
        return value != null && TRUE.contains(value.toUpperCase(Locale.ROOT));
    }

    private static Path orElse(@Nullable Path value, Path otherwise) {
        return value == null ? otherwise : value;
    }
}
