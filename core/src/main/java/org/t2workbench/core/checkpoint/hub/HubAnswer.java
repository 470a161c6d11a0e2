package org.t2workbench.core.checkpoint.hub;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer whose body is still to be read. Closing it gives up what was not read.
 *
 * @param from where it came from in the end
 * @param hops the headers of every answer on the way, redirects first: a redirect to a storage host says what the hub knows
 *     of the file
 * @param body of the last one
 */
record HubAnswer(int status, URI from, List<HttpHeaders> hops, BodyReader body) implements AutoCloseable {

    private static final Pattern UNTIL_RESET = Pattern.compile(";\\s*r\\s*=\\s*0\\s*;\\s*t\\s*=\\s*(\\d{1,9})");

    HubAnswer {
        hops = List.copyOf(hops);
    }

    private HttpHeaders last() {
        return hops.get(hops.size() - 1);
    }

    /** A header of the last answer. */
    Optional<String> header(String name) {
        return last().firstValue(name);
    }

    /** A header that the hub sets, on the first answer that has it. */
    Optional<String> hubHeader(String name) {
        return hops.stream()
                .flatMap(headers -> headers.firstValue(name).stream())
                .findFirst();
    }

    /** How long the body says it is. */
    OptionalLong contentLength() {
        return number(header("Content-Length").orElse(""));
    }

    /** What the server asks to wait before the next try. */
    Optional<Duration> retryAfter() {
        Matcher limit = UNTIL_RESET.matcher(header("RateLimit").orElse(""));
        if (limit.find()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(limit.group(1))));
        }
        String text = header("Retry-After").orElse("").strip();
        OptionalLong seconds = number(text);
        if (seconds.isPresent()) {
            return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
        }
        try {
            Instant when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), when);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    @Override
    public void close() {
        body.close();
    }
}
