package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.t2workbench.core.job.CancellationToken;

/**
 * Asks one hub about one model. Redirects are followed here and not by Java's client, which would take the access token
 * along to wherever they lead. Safe from any thread.
 */
final class HubClient {

    private static final int MAX_REDIRECTS = 10;
    private static final int LOOK_MILLISECONDS = 50;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 429, 500, 502, 503, 504);

    /** What a hub sees of this program. */
    private static final String NAME = "t2-workbench/0.1.0";

    private final HubSettings settings;
    private final HubId id;
    private final Patience patience;
    private final HubFailures failures;

    HubClient(HubSettings settings, HubId id, Patience patience) {
        this.settings = settings;
        this.id = id;
        this.patience = patience;
        this.failures = new HubFailures(settings, id);
    }

    /** One for all: it has threads of its own and keeps connections. */
    private static final class Shared {
        // version 1.1: several files then come over several connections, each as fast as it can
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();

        private Shared() {}
    }

    HubFailures failures() {
        return failures;
    }

    Retries retries(CancellationToken token) {
        return new Retries(patience, token);
    }

    /**
     * What the revision holds now.
     *
     * @throws HubException in one sentence, after all tries
     */
    HubListing listing(CancellationToken token) {
        URI address = URI.create(settings.endpoint() + "/api/models/" + id.repository() + "/revision/"
                + encoded(id.revision()) + "?blobs=true");
        Retries retries = retries(token);
        try {
            while (true) {
                try (HubAnswer answer = ask(address, Optional.empty(), 0, token)) {
                    return HubReply.parse(
                            answer.body()
                                    .all(HubReply.MAX_BYTES, token)
                                    .orElseThrow(() -> failures.badAnswer("it does not end")),
                            id);
                } catch (ConnectException e) {
                    // nothing is there: asking again would only make whoever has no network wait
                    throw failures.gaveUp(e);
                } catch (IOException e) {
                    retries.after(e);
                }
            }
        } catch (IOException e) {
            throw failures.gaveUp(e);
        }
    }

    /**
     * Asks once for a file from some byte on; the caller reads and closes the answer, which is that part of the file as far
     * as its headers tell, or all of it where {@link HubAnswer#status} is 200.
     *
     * @throws IOException when it is worth another try
     * @throws HubException when it is not
     */
    HubAnswer file(String commit, HubFile file, long from, CancellationToken token) throws IOException {
        URI address = URI.create(
                settings.endpoint() + "/" + id.repository() + "/resolve/" + commit + "/" + encodedPath(file.path()));
        HubAnswer answer = ask(address, Optional.of(file), from, token);
        boolean right = false;
        try {
            check(answer, commit, file, from);
            right = true;
            return answer;
        } finally {
            if (!right) {
                answer.close();
            }
        }
    }

    /** What the headers say must be what was listed: wrong content is best refused before it comes. */
    private void check(HubAnswer answer, String commit, HubFile file, long from) {
        String name = file.path();
        Optional<String> otherCommit = answer.hubHeader("X-Repo-Commit").filter(said -> !said.equals(commit));
        if (otherCommit.isPresent()) {
            throw failures.badAnswer(name + " comes from another commit than the one asked for");
        }
        Optional<String> otherContent =
                answer.hubHeader("X-Linked-Etag").map(HubClient::plainEtag).filter(said -> !said.equals(file.etag()));
        if (otherContent.isPresent()) {
            throw failures.badAnswer(name + " has another hash than the list of files says");
        }
        Optional<String> otherSize =
                answer.hubHeader("X-Linked-Size").filter(said -> !said.strip().equals(Long.toString(file.size())));
        if (otherSize.isPresent()) {
            throw failures.badAnswer(name + " has another size than the list of files says");
        }
        String coding = answer.header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        if (!coding.equals("identity")) {
            throw failures.badAnswer(name + " comes packed (" + coding + ") although it was asked for as it is");
        }
        if (answer.status() == 206) {
            String range = answer.header("Content-Range").orElse("");
            if (!range.equals("bytes " + from + "-" + (file.size() - 1) + "/" + file.size())) {
                throw failures.badAnswer(name + " comes in another part than the one asked for");
            }
        }
        long expected = answer.status() == 206 ? file.size() - from : file.size();
        if (answer.contentLength().isPresent() && answer.contentLength().getAsLong() != expected) {
            throw failures.badAnswer(
                    name + " claims " + answer.contentLength().getAsLong() + " bytes instead of " + expected);
        }
    }

    private static String plainEtag(String header) {
        return header.replaceFirst("^W/", "").replace("\"", "");
    }

    /** One request with its redirects, to an answer of 200 or 206. */
    private HubAnswer ask(URI start, Optional<HubFile> file, long from, CancellationToken token) throws IOException {
        if (settings.offline()) {
            throw failures.offline();
        }
        URI address = start;
        List<HttpHeaders> hops = new ArrayList<>();
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HubAnswer answer = send(address, from, hops, token);
            boolean kept = false;
            try {
                int status = answer.status();
                if (status == 200 || (status == 206 && from > 0)) {
                    kept = true;
                    return answer;
                }
                if (WORTH_ANOTHER_TRY.contains(status)) {
                    throw new TransferException(status, answer.retryAfter().orElse(null));
                }
                if (!REDIRECTS.contains(status)) {
                    throw failures.refused(answer, file);
                }
                address = target(address, answer);
            } finally {
                if (!kept) {
                    answer.close();
                }
            }
        }
        throw failures.badAnswer("it sends from one address to the next without end");
    }

    private URI target(URI address, HubAnswer answer) {
        String location = answer.header("Location").orElse("");
        URI target;
        try {
            target = address.resolve(location);
        } catch (IllegalArgumentException e) {
            throw failures.badAnswer("it sends to what is no address");
        }
        String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        boolean safe = scheme.equals("https") || (scheme.equals("http") && !"https".equals(address.getScheme()));
        if (location.isBlank() || !safe || target.getHost() == null || target.getUserInfo() != null) {
            throw failures.badAnswer("it sends to an address that is not safe to follow");
        }
        return target;
    }

    private HubAnswer send(URI address, long from, List<HttpHeaders> hops, CancellationToken token) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience.answer())
                .header("User-Agent", NAME)
                .header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (settings.isEndpoint(address)) {
            settings.token().ifPresent(known -> request.header("Authorization", known.header()));
        }
        HttpResponse<Publisher<List<ByteBuffer>>> response =
                await(Shared.CLIENT.sendAsync(request.build(), BodyHandlers.ofPublisher()), token);
        hops.add(response.headers());
        BodyReader body = new BodyReader(patience.silence());
        response.body().subscribe(body);
        return new HubAnswer(response.statusCode(), address, hops, body);
    }

    private static <T> T await(CompletableFuture<T> future, CancellationToken token) throws IOException {
        boolean here = false;
        try {
            while (true) {
                token.throwIfCancelled();
                try {
                    T value = future.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
                    here = true;
                    return value;
                } catch (TimeoutException e) {
                    // look again whether it is still wanted
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the waiting thread was interrupted", e);
        } finally {
            if (!here) {
                future.cancel(true);
            }
        }
    }

    private static String encodedPath(String path) {
        StringBuilder encoded = new StringBuilder();
        for (String part : path.split("/", -1)) {
            encoded.append(encoded.isEmpty() ? "" : "/").append(encoded(part));
        }
        return encoded.toString();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
