package org.t2workbench.core.checkpoint.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hub on loopback with a storage host beside it, as the public one has: the hub answers about repositories and gives small
 * files after a redirect to itself; large ones lie on the other host, behind a redirect to there. It behaves, except where a
 * test tells it to answer a request otherwise.
 */
final class FakeHub implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer hub;
    private final HttpServer storage;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
    private final Map<String, Queue<Answer>> prepared = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What is done instead of the ordinary answer. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange, byte[] content) throws IOException;
    }

    /** @param host {@code hub} or {@code storage} */
    record Request(
            String host,
            String method,
            String path,
            @Nullable String authorization,
            @Nullable String range,
            Map<String, List<String>> headers) {}

    /** @param large whether it lies on the storage host */
    record Stored(byte[] content, boolean large) {}

    /** A repository at one commit. */
    static final class Repository {

        private final Map<String, Stored> files = new TreeMap<>();
        private String commit = "";

        private Repository() {}

        Repository file(String path, String text) {
            return file(path, text.getBytes(StandardCharsets.UTF_8), false);
        }

        Repository file(String path, byte[] content, boolean stored) {
            files.put(path, new Stored(content, stored));
            commit = sha("SHA-1", String.join("\n", files.keySet()).getBytes(StandardCharsets.UTF_8), content);
            return this;
        }

        Repository remove(String path) {
            files.remove(path);
            return this;
        }

        /** All files of a folder; weights are large. */
        Repository folder(Path folder) throws IOException {
            try (Stream<Path> list = Files.list(folder)) {
                for (Path file : list.filter(Files::isRegularFile).sorted().toList()) {
                    String name = String.valueOf(file.getFileName());
                    file(name, Files.readAllBytes(file), name.endsWith(".safetensors"));
                }
            }
            return this;
        }

        String commit() {
            return commit;
        }

        byte[] content(String path) {
            return stored(path).content();
        }

        boolean has(String path) {
            return files.containsKey(path);
        }

        private Stored stored(String path) {
            return Objects.requireNonNull(files.get(path), path);
        }

        String etag(String path) {
            return stored(path).large() ? sha("SHA-256", content(path)) : blob(content(path));
        }
    }

    FakeHub() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", exchange -> serve("hub", exchange));
        storage.createContext("/", exchange -> serve("storage", exchange));
        hub.setExecutor(threads);
        storage.setExecutor(threads);
        hub.start();
        storage.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    Repository repository(String id) {
        return repositories.computeIfAbsent(id, key -> new Repository());
    }

    /**
     * The answers to the next requests for a file's content, in order; after them it behaves again.
     *
     * @param file its name
     */
    FakeHub content(String file, Answer... answers) {
        return prepare("content " + file, answers);
    }

    /** As {@link #content}, where the hub says where a file's content lies. */
    FakeHub resolve(String file, Answer... answers) {
        return prepare("resolve " + file, answers);
    }

    /** As {@link #content}, for what the hub says of a repository. */
    FakeHub about(String id, Answer... answers) {
        return prepare("about " + id, answers);
    }

    private FakeHub prepare(String key, Answer... answers) {
        prepared.computeIfAbsent(key, unknown -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
        return this;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    long requestsTo(String end) {
        return requests.stream().filter(request -> request.path().endsWith(end)).count();
    }

    void forgetRequests() {
        requests.clear();
    }

    // answers that misbehave

    static Answer status(int status, String... headers) {
        return (exchange, content) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    static Answer text(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** Promises all and breaks the connection after so many bytes. */
    static Answer cutAfter(int bytes) {
        return (exchange, content) -> {
            int from = begin(exchange, content);
            exchange.getResponseBody().write(content, from, Math.min(bytes, content.length - from));
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** So many bytes, and then nothing for a long time. */
    static Answer stallAfter(int bytes, CountDownLatch until) {
        return (exchange, content) -> {
            int from = begin(exchange, content);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        };
    }

    /** The right length with other bytes. */
    static Answer corrupted() {
        return (exchange, content) -> {
            byte[] wrong = content.clone();
            wrong[wrong.length / 2] ^= 1;
            int from = begin(exchange, wrong);
            exchange.getResponseBody().write(wrong, from, wrong.length - from);
            exchange.close();
        };
    }

    /** All of it, whatever part was asked for. */
    static Answer withoutRanges() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        };
    }

    private static int begin(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        return from;
    }

    // the ordinary behaviour

    private void serve(String host, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(new Request(
                host,
                exchange.getRequestMethod(),
                path,
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Range"),
                Map.copyOf(exchange.getRequestHeaders())));
        try {
            String[] parts = exchange.getRequestURI().getRawPath().substring(1).split("/");
            if (host.equals("storage")) {
                String file = rest(parts, 1);
                give(exchange, file, repository(decoded(parts[0])).content(file));
            } else if (parts.length > 3 && parts[0].equals("api") && parts[1].equals("resolve-cache")) {
                String file = rest(parts, 5);
                give(exchange, file, repository(parts[2] + "/" + parts[3]).content(file));
            } else if (parts.length > 3 && parts[0].equals("api") && parts[1].equals("models")) {
                about(exchange, parts);
            } else if (parts.length > 4 && parts[2].equals("resolve")) {
                resolve(exchange, parts);
            } else {
                status(404).to(exchange, new byte[0]);
            }
        } catch (IOException e) {
            // whoever asked has left
            exchange.close();
        }
    }

    private boolean answered(String key, HttpExchange exchange, byte[] content) throws IOException {
        Queue<Answer> answers = prepared.get(key);
        Answer instead = answers == null ? null : answers.poll();
        if (instead == null) {
            return false;
        }
        instead.to(exchange, content);
        return true;
    }

    private void about(HttpExchange exchange, String[] parts) throws IOException {
        String id = parts[2] + "/" + parts[3];
        if (answered("about " + id, exchange, new byte[0])) {
            return;
        }
        Repository found = repositories.get(id);
        if (found == null) {
            status(404, "X-Error-Code", "RepoNotFound", "X-Error-Message", "Repository not found")
                    .to(exchange, new byte[0]);
            return;
        }
        String revision = parts.length > 5 ? decoded(parts[5]) : "main";
        if (!revision.equals("main") && !revision.equals(found.commit()) && !revision.equals("refs/pr/1")) {
            status(404, "X-Error-Code", "RevisionNotFound", "X-Error-Message", "Invalid rev id: " + revision)
                    .to(exchange, new byte[0]);
            return;
        }
        boolean tree = parts.length > 4 && parts[4].equals("tree");
        text(tree ? tree(found) : reply(id, found)).to(exchange, new byte[0]);
    }

    static String reply(String id, Repository repository) {
        ObjectNode json = JSON.createObjectNode();
        json.put("_id", "1").put("id", id).put("modelId", id).put("sha", repository.commit());
        json.put("private", false).put("gated", false).put("downloads", 3).put("likes", 1);
        json.putArray("tags").add("license:apache-2.0");
        json.putObject("cardData")
                .put("license", "apache-2.0")
                .putArray("language")
                .add("en");
        ArrayNode siblings = json.putArray("siblings");
        repository.files.forEach((path, stored) -> {
            byte[] content = stored.content();
            boolean large = stored.large();
            ObjectNode sibling = siblings.addObject().put("rfilename", path);
            sibling.put("size", content.length);
            sibling.put("blobId", large ? blob(pointer(content)) : blob(content));
            if (large) {
                sibling.putObject("lfs")
                        .put("sha256", sha("SHA-256", content))
                        .put("size", content.length)
                        .put("pointerSize", pointer(content).length);
            }
        });
        return json.toString();
    }

    private static String tree(Repository repository) {
        ArrayNode json = JSON.createArrayNode();
        repository.files.forEach((path, stored) -> {
            byte[] content = stored.content();
            boolean large = stored.large();
            ObjectNode entry = json.addObject().put("type", "file").put("path", path);
            entry.put("size", content.length).put("oid", large ? blob(pointer(content)) : blob(content));
            if (large) {
                entry.putObject("lfs")
                        .put("oid", sha("SHA-256", content))
                        .put("size", content.length)
                        .put("pointerSize", pointer(content).length);
            }
        });
        return json.toString();
    }

    private void resolve(HttpExchange exchange, String[] parts) throws IOException {
        String id = parts[0] + "/" + parts[1];
        Repository found = repository(id);
        String file = rest(parts, 4);
        if (!found.has(file)) {
            status(404, "X-Error-Code", "EntryNotFound", "X-Repo-Commit", found.commit())
                    .to(exchange, new byte[0]);
            return;
        }
        boolean large = found.stored(file).large();
        exchange.getResponseHeaders().set("X-Repo-Commit", found.commit());
        exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(found.content(file).length));
        exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + found.etag(file) + "\"");
        exchange.getResponseHeaders().set("ETag", "\"" + found.etag(file) + "\"");
        String target = large
                ? "http://127.0.0.1:" + storage.getAddress().getPort() + "/" + id.replace("/", "%2F") + "/" + file
                        + "?signature=secret"
                : "/api/resolve-cache/" + id + "/" + found.commit() + "/" + file;
        if (answered("resolve " + file, exchange, found.content(file))) {
            return;
        }
        status(large ? 302 : 307, "Location", target).to(exchange, new byte[0]);
    }

    private void give(HttpExchange exchange, String file, byte[] content) throws IOException {
        if (answered("content " + file, exchange, content)) {
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            String id = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.getResponseHeaders().set("ETag", "\"" + blob(content) + "\"");
            repositories.values().stream()
                    .filter(repository -> id.contains(repository.commit()))
                    .forEach(repository -> exchange.getResponseHeaders().set("X-Repo-Commit", repository.commit()));
            exchange.sendResponseHeaders(200, -1);
        } else {
            int from = begin(exchange, content);
            exchange.getResponseBody().write(content, from, content.length - from);
        }
        exchange.close();
    }

    private static String rest(String[] parts, int from) {
        return decoded(String.join("/", Arrays.copyOfRange(parts, from, parts.length)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] pointer(byte[] content) {
        return ("version https://git-lfs.github.com/spec/v1\noid sha256:" + sha("SHA-256", content) + "\nsize "
                        + content.length + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String blob(byte[] content) {
        return sha("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
    }

    static String sha(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }

    /**
     * Serves the folder of a model until the program is stopped, for a trial with other programs.
     *
     * @param arguments what the model is called, its folder, and the file that the hub's address is written to
     */
    public static void main(String[] arguments) throws Exception {
        FakeHub served = new FakeHub();
        served.repository(arguments[0]).folder(Path.of(arguments[1]));
        Files.writeString(Path.of(arguments[2]), served.endpoint().toString());
        Thread.currentThread().join();
    }
}
