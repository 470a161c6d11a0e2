package org.t2workbench.app.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A hub on loopback with one model, a folder of this machine, which this process takes for its hub as long as this is open.
 */
public final class LoopbackHub implements AutoCloseable {

    /** The only commit. */
    public static final String COMMIT = "0123456789".repeat(4);

    private static final List<String> PROPERTIES = List.of("HF_ENDPOINT", "HF_HUB_CACHE", "HF_HUB_OFFLINE", "HF_TOKEN");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PIECE_BYTES = 1 << 16;

    private final String name;
    private final Path model;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> before = new HashMap<>();

    /** How fast each file comes; 0 for as fast as it can. */
    public volatile long bytesPerSecond;

    /**
     * @param name {@code org/name}
     * @param model its folder; all files are small files, so that no storage host is needed
     * @param cache where this process keeps what it fetches
     */
    public LoopbackHub(String name, Path model, Path cache) throws IOException {
        this.name = name;
        this.model = model;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        for (String property : PROPERTIES) {
            String set = System.clearProperty(property);
            if (set != null) {
                before.put(property, set);
            }
        }
        System.setProperty(
                "HF_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort());
        System.setProperty("HF_HUB_CACHE", cache.toString());
        System.setProperty("HF_HUB_OFFLINE", "0");
    }

    /** The paths of the requests since the last call. */
    public List<String> asked() {
        List<String> paths = List.copyOf(asked);
        asked.clear();
        return paths;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        try {
            if (path.startsWith("/api/models/" + name + "/revision/")) {
                give(exchange, listing().getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith("/" + name + "/resolve/" + COMMIT + "/")) {
                give(exchange, Files.readAllBytes(model.resolve(path.substring(path.lastIndexOf('/') + 1))));
            } else {
                exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
                exchange.sendResponseHeaders(404, -1);
            }
        } finally {
            exchange.close();
        }
    }

    private void give(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        OutputStream body = exchange.getResponseBody();
        for (int at = 0; at < content.length; at += PIECE_BYTES) {
            int count = Math.min(PIECE_BYTES, content.length - at);
            body.write(content, at, count);
            long rate = bytesPerSecond;
            if (rate > 0) {
                body.flush();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) * count / rate);
            }
        }
    }

    private String listing() throws IOException {
        ObjectNode json = JSON.createObjectNode().put("sha", COMMIT).put("gated", false);
        json.putObject("cardData").put("license", "apache-2.0");
        var siblings = json.putArray("siblings");
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                siblings.addObject()
                        .put("rfilename", String.valueOf(file.getFileName()))
                        .put("size", content.length)
                        .put("blobId", blob(content));
            }
        }
        return json.toString();
    }

    private static String blob(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        PROPERTIES.forEach(System::clearProperty);
        before.forEach(System::setProperty);
    }
}
