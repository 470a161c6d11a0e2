package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.WorkbenchException;

/** A hub that misbehaves, and a network that does: one plain sentence each, and nothing wrong in the cache. */
class HubTroubleTest extends HubTrial {

    private HubException refused(Kind kind) {
        Throwable thrown = catchThrowable(this::fetch);
        assertThat(thrown).isInstanceOf(HubException.class);
        HubException refused = (HubException) thrown;
        assertThat(refused)
                .as(refused.getMessage())
                .extracting(HubException::kind)
                .isEqualTo(kind);
        assertThat(refused.getMessage())
                .doesNotContain("\n", "Exception", "java.")
                .endsWith(".");
        return refused;
    }

    /** Whatever happened, no name in the cache stands for other content. */
    private void nothingWrongIsThere() throws IOException {
        Path blobs = cacheFolder().resolve("models--makers--tiny-llama/blobs");
        if (!Files.exists(blobs)) {
            return;
        }
        try (Stream<Path> list = Files.list(blobs)) {
            for (Path blob : list.filter(file -> !file.toString().endsWith(".incomplete"))
                    .toList()) {
                String name = String.valueOf(blob.getFileName());
                byte[] content = Files.readAllBytes(blob);
                assertThat(name)
                        .isEqualTo(name.length() == 64 ? FakeHub.sha("SHA-256", content) : FakeHub.blob(content));
            }
        }
    }

    private void weightsArrive() throws IOException {
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(repository.content("model.safetensors"));
        nothingWrongIsThere();
    }

    // who asks

    @Test
    void nobodyIsTold401ToGiveAToken() {
        hub.about(NAME, FakeHub.status(401, "X-Error-Code", "RepoNotFound", "X-Error-Message", "Repository not found"));
        assertThat(refused(Kind.UNAUTHORISED))
                .hasMessageContaining("shows nobody a model makers/tiny-llama")
                .hasMessageContaining("HF_TOKEN");
    }

    @Test
    void aWrongTokenIsSaidWithWhereItCameFrom() {
        environment.put("HF_TOKEN", SECRET);
        hub.about(NAME, FakeHub.status(401, "X-Error-Message", "Invalid credentials in Authorization header"));
        assertThat(refused(Kind.UNAUTHORISED))
                .hasMessageContaining("does not accept the access token of the variable HF_TOKEN")
                .hasMessageContaining(hub.endpoint() + "/settings/tokens");
    }

    @Test
    void aGatedModelNamesThePageWhereAccessIsAskedFor() {
        hub.resolve(
                "config.json",
                FakeHub.status(403, "X-Error-Code", "GatedRepo", "X-Error-Message", "Access is restricted"));
        assertThat(refused(Kind.GATED))
                .hasMessageContaining("ask for access at " + hub.endpoint() + "/makers/tiny-llama")
                .hasMessageContaining("then set HF_TOKEN");
        environment.put("HF_TOKEN", SECRET);
        hub.resolve("config.json", FakeHub.status(401, "X-Error-Code", "GatedRepo"));
        assertThat(refused(Kind.GATED)).hasMessageEndingWith("; then try again.");
    }

    @Test
    void aRefusalWithoutACodeShowsTheHubsWordsOnOneLine() {
        hub.about(NAME, FakeHub.status(403, "X-Error-Message", "Access to this resource is disabled."));
        assertThat(refused(Kind.UNAUTHORISED)).hasMessageContaining("(Access to this resource is disabled.)");
    }

    @Test
    void aTokenThatAServerRepeatsIsNotShown() {
        environment.put("HF_TOKEN", SECRET);
        hub.about(NAME, FakeHub.status(403, "X-Error-Message", "your token " + SECRET + " is bad"));
        assertThat(refused(Kind.UNAUTHORISED)).hasMessageContaining("your token … is bad");
        hub.about(NAME, FakeHub.status(418, "X-Error-Message", "no " + SECRET));
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("answers 418 (no …)");
    }

    @Test
    void noLogAndNoStackTraceHasTheToken() {
        environment.put("HF_TOKEN", SECRET);
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Level before = root.getLevel();
        root.addAppender(seen);
        root.setLevel(Level.TRACE);
        try {
            hub.content("model.safetensors", FakeHub.cutAfter(10), FakeHub.status(500), FakeHub.status(403));
            Throwable failure = catchThrowable(this::fetch);
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(SECRET);
            assertThat(seen.list)
                    .isNotEmpty()
                    .noneMatch(event -> event.getFormattedMessage().contains(SECRET));
            assertThat(seen.list)
                    .as("a signed address is as good as a token")
                    .noneMatch(event -> event.getFormattedMessage().contains("signature="));
        } finally {
            root.setLevel(before);
            root.detachAppender(seen);
        }
    }

    // what is not there

    @Test
    void aModelThatIsNotThereIsNamed() {
        HubId id = HubId.parse("makers/no-such").orElseThrow();
        environment.put("HF_TOKEN", SECRET);
        assertThatThrownBy(() -> models().fetch(id, progress, token))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_REPOSITORY))
                .hasMessageContaining("has no model makers/no-such, or it is private");
        assertThat(cacheFolder()).doesNotExist();
    }

    @Test
    void aRevisionThatIsNotThereIsNamed() {
        HubId id = HubId.parse(NAME + "@v9").orElseThrow();
        assertThatThrownBy(() -> models().fetch(id, progress, token))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_REVISION))
                .hasMessageContaining("The repository makers/tiny-llama has no revision \"v9\"");
    }

    @Test
    void aRepositoryWithoutSafetensorsIsToldWhatItHas() {
        repository.remove("model.safetensors");
        assertThat(refused(Kind.NO_MODEL))
                .hasMessageContaining("only in Python's own form (pytorch_model.bin)")
                .hasMessageContaining("model.safetensors");
        for (String name : new String[] {"a-Q4_K_M.gguf", "a-Q5_K_M.gguf", "a-Q6_K.gguf", "a-Q8_0.gguf"}) {
            repository.file(name, bytes(10, 1), true);
        }
        assertThat(refused(Kind.NO_MODEL))
                .hasMessageContaining("only as GGUF (a-Q4_K_M.gguf, a-Q5_K_M.gguf, a-Q6_K.gguf and 1 more)");
        repository.file("adapter_config.json", "{}").remove("config.json");
        assertThat(refused(Kind.NO_MODEL)).hasMessageContaining("holds an adapter, not a model");
        assertThat(hub.requests()).noneMatch(request -> request.path().endsWith(".gguf"));
    }

    @Test
    void aRepositoryWithoutConfigurationOrAnythingIsTold() {
        repository.remove("config.json");
        assertThat(refused(Kind.NO_MODEL)).hasMessageContaining("has no config.json");
        FakeHub.Repository pictures = hub.repository("makers/pictures").file("README.md", "# Pictures");
        assertThat(pictures.commit()).hasSize(40);
        assertThatThrownBy(() -> models().look(HubId.parse("makers/pictures").orElseThrow(), progress, token))
                .hasMessageContaining("holds no model that can be opened")
                .hasMessageContaining("(README.md)");
    }

    // the network

    @Test
    void whereNothingAnswersThatIsSaidAtOnce() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HF_ENDPOINT", "http://127.0.0.1:" + free.getLocalPort());
        }
        assertThat(refused(Kind.UNREACHABLE)).hasMessageContaining("cannot be reached: nothing answers at its address");
        environment.put("HF_ENDPOINT", "http://no-such-host.invalid");
        assertThat(refused(Kind.UNREACHABLE)).hasMessageContaining("its name is not known here");
    }

    @Test
    void withoutANetworkTheCacheIsUsed() throws IOException {
        Path snapshot = fetch();
        Files.delete(cacheFolder().resolve("models--makers--tiny-llama/trees").resolve(repository.commit() + ".json"));
        hub.close();
        assertThat(fetch()).isEqualTo(snapshot);
        assertThatThrownBy(() -> models().fetchNewest(ID, progress, token)).isInstanceOf(HubException.class);
        hub = new FakeHub();
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        FakeHub.Answer silent = (exchange, content) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        hub.about(NAME, silent, silent, silent, silent);
        Patience hasty = new Patience(
                2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(200), Duration.ZERO);
        assertThatThrownBy(() -> new HubModels(settings(), hasty, path -> freeSpace).fetch(ID, progress, token))
                .hasMessageContaining("cannot be reached: it does not answer in time");
        never.countDown();
    }

    @Test
    void brokenConnectionsAreGoneOnAfter() throws IOException {
        hub.content("model.safetensors", FakeHub.cutAfter(100_000), FakeHub.cutAfter(0), FakeHub.cutAfter(500_000));
        weightsArrive();
        assertThat(hub.requests().stream()
                        .filter(request -> request.host().equals("storage"))
                        .map(FakeHub.Request::range))
                .containsExactly(null, "bytes=100000-", "bytes=100000-", "bytes=600000-");
    }

    @Test
    void aConnectionThatKeepsBreakingIsGivenUpAndWhatCameIsKept() throws IOException {
        hub.content(
                "model.safetensors",
                FakeHub.cutAfter(1000),
                FakeHub.cutAfter(1000),
                FakeHub.cutAfter(1000),
                FakeHub.cutAfter(1000));
        refused(Kind.UNREACHABLE);
        assertThat(cache().partialSize(listed("model.safetensors"))).isEqualTo(4000);
        weightsArrive();
    }

    @Test
    void asLongAsNotableProgressIsMadeItGoesOn() throws IOException {
        FakeHub.Answer[] six = new FakeHub.Answer[6];
        // each break after more than the notable part of three megabytes, or after nothing
        Arrays.fill(six, FakeHub.cutAfter(0));
        six[1] = FakeHub.cutAfter(1_100_000);
        six[4] = FakeHub.cutAfter(1_100_000);
        hub.content("model.safetensors", six);
        weightsArrive();
    }

    @Test
    void anAnswerThatStallsCountsAsBroken() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        hub.content("model.safetensors", FakeHub.stallAfter(50_000, never));
        weightsArrive();
        never.countDown();
    }

    // the hub has trouble

    @Test
    void troubleOfTheHubIsWaitedOut() throws IOException {
        hub.about(NAME, FakeHub.status(503), FakeHub.status(500));
        hub.content("model.safetensors", FakeHub.status(502), FakeHub.status(504), FakeHub.status(429));
        weightsArrive();
    }

    @Test
    void aHubThatAsksToWaitIsWaitedFor() throws IOException {
        hub.about(NAME, FakeHub.status(429, "Retry-After", "1"));
        long start = System.nanoTime();
        weightsArrive();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void aHubThatAsksToWaitForLongIsNotWaitedFor() {
        hub.about(NAME, FakeHub.status(429, "Retry-After", "600"));
        assertThat(refused(Kind.BUSY)).hasMessageContaining("was asked too often (429); try again in 10 minutes");
        String later = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(30));
        hub.about(NAME, FakeHub.status(503, "Retry-After", later));
        assertThat(refused(Kind.BUSY)).hasMessageContaining("trouble of its own (503); try again in 30 minutes");
        hub.about(NAME, FakeHub.status(429, "RateLimit", "\"api\";r=0;t=55"));
        assertThat(refused(Kind.BUSY)).hasMessageContaining("try again in 55 seconds");
    }

    @Test
    void waitingIsCancelledAtOnce() throws InterruptedException {
        hub.about(NAME, FakeHub.status(429, "Retry-After", "250"));
        HubModels patient = new HubModels(settings(), Patience.ORDINARY, path -> freeSpace);
        Throwable[] end = new Throwable[1];
        Thread work = new Thread(() -> end[0] = catchThrowable(() -> patient.fetch(ID, progress, token)));
        work.start();
        Thread.sleep(300);
        token.cancel();
        work.join(1000);
        assertThat(end[0]).isInstanceOf(CancelledException.class);
    }

    // answers that lie

    /** One file that is checked by SHA-256 and one that is checked as git names it. */
    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "tokenizer.json"})
    void wrongContentIsThrownAway(String file) throws IOException {
        hub.content(file, FakeHub.corrupted());
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining(file + " has not the hash");
        nothingWrongIsThere();
        assertThat(cache().partial(listed(file))).doesNotExist();
        weightsArrive();
    }

    @Test
    void aServerWithoutRangesStartsAgain() throws IOException {
        hub.content("model.safetensors", FakeHub.cutAfter(100_000), FakeHub.withoutRanges());
        weightsArrive();
    }

    @Test
    void sizesThatLieAreRefusedBeforeAnythingIsWritten() throws IOException {
        byte[] content = repository.content("model.safetensors");
        hub.content("model.safetensors", (exchange, right) -> {
            exchange.sendResponseHeaders(200, content.length + 1L);
            // the server of JDK 25 sends no headers before there is a body
            exchange.getResponseBody().write(right, 0, 1000);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("claims 3000018 bytes instead of 3000017");
        hub.content("model.safetensors", (exchange, right) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(right);
            exchange.getResponseBody().write(right);
            exchange.close();
        });
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("goes on behind the 3000017 bytes");
        FakeHub.Answer shortened = (exchange, right) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(right, 0, 1000);
            exchange.close();
        };
        Files.deleteIfExists(cache().partial(listed("model.safetensors")));
        hub.content("model.safetensors", shortened, shortened, shortened, shortened);
        assertThat(refused(Kind.UNREACHABLE)).hasMessageContaining("ended after");
        hub.resolve("model.safetensors", FakeHub.status(302, "X-Linked-Size", "7", "Location", "/elsewhere"));
        refused(Kind.BAD_ANSWER);
        nothingWrongIsThere();
        weightsArrive();
    }

    @Test
    void otherHeadersThatLieAreRefused() {
        for (Map.Entry<String, String> header : Map.of(
                        "X-Repo-Commit",
                        "0".repeat(40),
                        "X-Linked-Etag",
                        "\"" + "0".repeat(64) + "\"",
                        "X-Linked-Size",
                        "7")
                .entrySet()) {
            hub.resolve("model.safetensors", (exchange, content) -> {
                exchange.getResponseHeaders().set(header.getKey(), header.getValue());
                FakeHub.withoutRanges().to(exchange, content);
            });
            refused(Kind.BAD_ANSWER);
        }
        hub.content("model.safetensors", (exchange, content) -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FakeHub.withoutRanges().to(exchange, content);
        });
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("comes packed (gzip)");
        hub.content("model.safetensors", FakeHub.cutAfter(1000), (exchange, content) -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-99/3000017");
            exchange.sendResponseHeaders(206, 100);
            exchange.getResponseBody().write(content, 0, 100);
            exchange.close();
        });
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("another part than the one asked for");
    }

    @Test
    void aRedirectWithoutEndOrToAStrangePlaceIsNotFollowed() {
        FakeHub.Answer round = FakeHub.status(302, "Location", "/makers/tiny-llama/resolve/main/config.json");
        for (int i = 0; i < 20; i++) {
            hub.resolve("config.json", round);
        }
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("from one address to the next without end");
        assertThat(hub.requestsTo("/config.json")).isEqualTo(11);
        for (String place :
                new String[] {"file:///etc/passwd", "ftp://127.0.0.1/x", "http://user:word@127.0.0.1/", "", "http://%"
                }) {
            hub.about(NAME, FakeHub.status(307, "Location", place));
            assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("it sends to");
        }
        hub.about(NAME, FakeHub.status(302));
        refused(Kind.BAD_ANSWER);
    }

    @Test
    void aRedirectToAnotherHostGetsNoToken() throws IOException {
        environment.put("HF_TOKEN", SECRET);
        try (FakeHub other = new FakeHub()) {
            other.repository(NAME).file("config.json", CONFIG);
            hub.about(NAME, FakeHub.status(307, "Location", other.endpoint() + "/api/models/" + NAME));
            assertThat(catchThrowable(this::fetch)).isNotNull();
            assertThat(other.requests()).isNotEmpty().allMatch(request -> request.authorization() == null);
        }
    }

    @Test
    void aRenamedModelIsFound() throws IOException {
        hub.about(
                "makers/old-name",
                FakeHub.status(307, "Location", "/api/models/" + NAME + "/revision/main?blobs=true"));
        hub.repository("makers/old-name").file("config.json", CONFIG);
        hub.resolve("config.json", (exchange, content) -> {
            exchange.getResponseHeaders().clear();
            String target = "/" + NAME + "/resolve/" + repository.commit() + "/config.json";
            FakeHub.status(307, "Location", target).to(exchange, content);
        });
        HubLook look = models().look(HubId.parse("makers/old-name").orElseThrow(), progress, token);
        assertThat(look.snapshot().resolve("config.json")).hasBinaryContent(repository.content("config.json"));
        assertThat(look.snapshot().toString()).contains("models--makers--old-name");
    }

    @Test
    void filesOutsideTheirFolderAreRefusedByName() throws IOException {
        for (String path : new String[] {
            "../../../.ssh/authorized_keys", "/etc/passwd", "a/../../b", "..\\\\..\\\\b", "a\\u0007b", "", "./a", "a//b"
        }) {
            hub.about(NAME, FakeHub.text(reply(path, 3, "a".repeat(40), null)));
            assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("outside its folder or has an impossible name");
        }
        assertThat(cacheFolder()).doesNotExist();
        repository
                .remove("model.safetensors")
                .file("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../../../evil.safetensors\"}}");
        assertThat(refused(Kind.BAD_ANSWER))
                .hasMessageContaining("names the weight file \"../../../../evil.safetensors\"");
        repository.file("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"README.md\"}}");
        refused(Kind.BAD_ANSWER);
        repository.file("model.safetensors.index.json", "{\"weight_map\": {\"a\": 5}}");
        assertThatThrownBy(this::fetch).isInstanceOf(WorkbenchException.class).hasMessageContaining("weight_map.a");
        repository.file("model.safetensors.index.json", "[]");
        assertThatThrownBy(this::fetch).isInstanceOf(WorkbenchException.class);
    }

    @Test
    void hashesThatAreNoneAreRefused() {
        for (@Nullable
        String[] hashes : new @Nullable String[][] {
            {"../../x", null}, {"A".repeat(40), null}, {"a".repeat(39), null}, {"a".repeat(40), "/etc/passwd"}
        }) {
            hub.about(NAME, FakeHub.text(reply("config.json", 3, String.valueOf(hashes[0]), hashes[1])));
            assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("does not tell the size and the hash");
        }
        hub.about(NAME, FakeHub.text(reply("config.json", -1, "a".repeat(40), null)));
        refused(Kind.BAD_ANSWER);
        hub.about(
                NAME,
                FakeHub.text(reply("config.json", 5_000_000_000L, "a".repeat(40), null)
                        .replace(
                                "]",
                                ",{\"rfilename\":\"model.safetensors\",\"size\":1,\"blobId\":\"" + "b".repeat(40)
                                        + "\"}]")));
        assertThat(refused(Kind.BAD_ANSWER))
                .hasMessageContaining("config.json of makers/tiny-llama has 5000000000 bytes");
    }

    @Test
    void anAnswerThatIsNoDescriptionIsRefused() {
        String deep = "[".repeat(100_000);
        for (String answer : new String[] {
            "",
            "null",
            "[]",
            "5",
            "<html>sign in</html>",
            "{\"sha\": \"main\"}",
            "{\"siblings\": 3}",
            "{\"sha\": null}",
            "{\"x\": " + deep,
            deep,
            "{\"sha\": \"" + "a".repeat(40) + "\", \"siblings\": [5]}"
        }) {
            hub.about(NAME, FakeHub.text(answer));
            refused(Kind.BAD_ANSWER);
        }
        hub.about(
                NAME,
                FakeHub.text(reply("a", 1, "a".repeat(40), null)
                        .replace("]", ",{\"rfilename\":\"a\",\"size\":1,\"blobId\":\"" + "a".repeat(40) + "\"}]")));
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("lists the file a twice");
        HubId pinned = HubId.parse(NAME + "@" + "c".repeat(40)).orElseThrow();
        hub.about(NAME, FakeHub.text(reply("config.json", 1, "a".repeat(40), null)));
        assertThatThrownBy(() -> models().fetch(pinned, progress, token)).hasMessageContaining("another commit");
    }

    @Test
    void anEnormousAnswerIsCutOff() {
        hub.about(NAME, (exchange, content) -> {
            byte[] part = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write(part);
            }
            exchange.close();
        });
        assertThat(refused(Kind.BAD_ANSWER)).hasMessageContaining("it does not end");
    }

    @Test
    void aDiskThatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(cacheFolder(), "a file where the folder should be");
        assertThatThrownBy(this::fetch).isInstanceOf(WorkbenchException.class).hasMessageContaining("Cannot write");
    }

    private static String reply(String path, long size, String blob, @Nullable String sha256) {
        return "{\"sha\": \"" + "a".repeat(40) + "\", \"siblings\": [{\"rfilename\": \"" + path + "\", \"size\": "
                + size
                + ", \"blobId\": \"" + blob + "\""
                + (sha256 == null ? "" : ", \"lfs\": {\"sha256\": \"" + sha256 + "\"}")
                + "}]}";
    }
}
