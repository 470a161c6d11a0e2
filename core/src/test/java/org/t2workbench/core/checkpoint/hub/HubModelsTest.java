package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

/** A hub that behaves. */
class HubModelsTest extends HubTrial {

    private static Map<String, String> contents(Path snapshot) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(snapshot)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                found.put(snapshot.relativize(file).toString(), FakeHub.sha("SHA-256", Files.readAllBytes(file)));
            }
        }
        return found;
    }

    @Test
    void onlyWhatAModelNeedsIsFetchedIntoThePublishedLayout() throws IOException {
        Path snapshot = fetch();
        assertThat(snapshot)
                .isEqualTo(cacheFolder()
                        .resolve("models--makers--tiny-llama/snapshots")
                        .resolve(repository.commit()));
        assertThat(contents(snapshot).keySet())
                .containsExactly(
                        "chat_template.jinja",
                        "config.json",
                        "generation_config.json",
                        "model.safetensors",
                        "special_tokens_map.json",
                        "tokenizer.json",
                        "tokenizer_config.json");
        for (String name : contents(snapshot).keySet()) {
            assertThat(snapshot.resolve(name)).hasBinaryContent(repository.content(name));
            assertThat(Files.readSymbolicLink(snapshot.resolve(name)))
                    .isEqualTo(Path.of("../../blobs", repository.etag(name)));
        }
        assertThat(repository.etag("model.safetensors")).hasSize(64);
        assertThat(repository.etag("config.json")).hasSize(40);
        Path model = cacheFolder().resolve("models--makers--tiny-llama");
        assertThat(model.resolve("refs/main")).hasContent(repository.commit());
        try (Stream<Path> blobs = Files.list(model.resolve("blobs"))) {
            assertThat(blobs.map(Path::toString)).noneMatch(name -> name.endsWith(".incomplete"));
        }
        assertThat(cacheFolder().resolve(".locks/models--makers--tiny-llama")).isDirectory();
        JsonNode tree = new ObjectMapper()
                .readTree(model.resolve("trees")
                        .resolve(repository.commit() + ".json")
                        .toFile());
        assertThat(tree.get("format_version").asInt()).isEqualTo(1);
        JsonNode weights = tree.get("files").get("model.safetensors");
        assertThat(weights.get("lfs_sha256").asText()).isEqualTo(repository.etag("model.safetensors"));
        assertThat(weights.get("lfs_size").asLong()).isEqualTo(WEIGHTS);
        assertThat(tree.get("files").get("README.md").has("lfs_sha256")).isFalse();
    }

    @Test
    void whatIsCompleteIsUsedWithoutAskingAnybody() {
        Path first = fetch();
        hub.forgetRequests();
        assertThat(fetch()).isEqualTo(first);
        assertThat(models().cached(ID)).contains(first);
        assertThat(hub.requests()).isEmpty();
        environment.put("HF_HUB_OFFLINE", "1");
        assertThat(fetch()).isEqualTo(first);
    }

    @Test
    void onlyWhatIsMissingIsFetched() throws IOException {
        Path snapshot = fetch();
        Files.delete(snapshot.resolve("tokenizer.json"));
        Files.delete(cache().blob(listed("tokenizer.json")));
        Files.delete(snapshot.resolve("config.json"));
        hub.forgetRequests();
        fetch();
        assertThat(contents(snapshot)).hasSize(7);
        assertThat(hub.requestsTo("/tokenizer.json")).isEqualTo(2);
        assertThat(hub.requestsTo("/config.json"))
                .as("its content was there under its hash")
                .isZero();
        assertThat(hub.requestsTo("/model.safetensors")).isZero();
    }

    @Test
    void aMovedRevisionIsFollowedOnlyWhenAskedFor() throws IOException {
        Path old = fetch();
        repository.file("generation_config.json", "{\"eos_token_id\": 7}");
        hub.forgetRequests();
        assertThat(fetch()).isEqualTo(old);
        Path now = models().fetchNewest(ID, progress, token);
        assertThat(now).isNotEqualTo(old).isEqualTo(snapshot());
        assertThat(hub.requestsTo("/model.safetensors"))
                .as("the weights did not change")
                .isZero();
        assertThat(now.resolve("model.safetensors")).hasBinaryContent(repository.content("model.safetensors"));
        assertThat(fetch()).isEqualTo(now);
        assertThat(models().fetch(HubId.parse(NAME + "@" + old.getFileName()).orElseThrow(), progress, token))
                .as("the older commit stays")
                .isEqualTo(old);
    }

    @Test
    void aLookFollowsARevisionWhoseFilesAreAllHere() {
        Path old = fetch();
        repository.file("README.md", "# Tiny, explained");
        HubLook look = models().look(ID, progress, token);
        assertThat(look.snapshot()).isNotEqualTo(old);
        assertThat(look.toFetch()).isEmpty();
        assertThat(look.bytesToFetch()).isZero();
        assertThat(look.complete()).as("its links are not made yet").isFalse();
        assertThat(models().cached(ID)).contains(old);
        assertThat(models().fetchNewest(ID, progress, token)).isEqualTo(look.snapshot());
        assertThat(models().cached(ID)).contains(look.snapshot());
        assertThat(models().look(ID, progress, token).complete()).isTrue();
    }

    @Test
    void aRevisionIsItsOwnReference() {
        HubId id = HubId.parse(NAME + "@refs/pr/1").orElseThrow();
        Path snapshot = models().fetch(id, progress, token);
        assertThat(snapshot).isEqualTo(snapshot());
        assertThat(cacheFolder().resolve("models--makers--tiny-llama/refs/refs/pr/1"))
                .hasContent(repository.commit());
        assertThat(hub.requests().get(0).path()).isEqualTo("/api/models/makers/tiny-llama/revision/refs/pr/1");
        assertThat(models().cached(ID)).isEmpty();
    }

    @Test
    void shardsAreThoseTheIndexNames() throws IOException {
        repository
                .remove("model.safetensors")
                .file("model-00001-of-00002.safetensors", bytes(70_000, 1), true)
                .file("model-00002-of-00002.safetensors", bytes(80_000, 2), true)
                .file("consolidated.safetensors", bytes(90_000, 2), true)
                .file(
                        "model.safetensors.index.json",
                        "{\"metadata\": {\"total_size\": 150000}, \"weight_map\": {"
                                + "\"a\": \"model-00001-of-00002.safetensors\","
                                + "\"b\": \"model-00002-of-00002.safetensors\","
                                + "\"c\": \"model-00002-of-00002.safetensors\"}}");
        Path snapshot = fetch();
        assertThat(contents(snapshot).keySet())
                .contains("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
                .doesNotContain("consolidated.safetensors");
        assertThat(models().cached(ID)).contains(snapshot);
        Files.delete(snapshot.resolve("model-00002-of-00002.safetensors"));
        assertThat(models().cached(ID)).isEmpty();
    }

    @Test
    void aLookFetchesTheConfigurationAloneAndSaysTheRest() {
        HubLook look = models().look(ID, progress, token);
        assertThat(look.asked()).isTrue();
        assertThat(look.license()).isEqualTo("apache-2.0");
        assertThat(look.gated()).isFalse();
        assertThat(look.files()).hasSize(7);
        assertThat(look.toFetch()).hasSize(6);
        assertThat(look.snapshot().resolve("config.json")).exists();
        assertThat(look.snapshot().resolve("model.safetensors")).doesNotExist();
        long small = repository.content("config.json").length;
        assertThat(look.bytesToFetch()).isEqualTo(look.totalBytes() - small).isGreaterThan(WEIGHTS);
        assertThat(hub.requestsTo("/model.safetensors")).isZero();
        assertThat(models().cached(ID)).isEmpty();
        fetch();
        HubLook again = models().look(ID, progress, token);
        assertThat(again.complete()).isTrue();
        assertThat(again.bytesToFetch()).isZero();
    }

    @Test
    void anArchitectureThatCannotBeOpenedIsSaidBeforeItsWeightsCome() {
        repository.file("config.json", CONFIG.replace("LlamaForCausalLM", "OtherForCausalLM"));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("OtherForCausalLM");
        assertThat(hub.requestsTo("/model.safetensors")).isZero();
    }

    @Test
    void theTokenIsSentToTheHubAndToNobodyElse() {
        environment.put("HF_TOKEN", SECRET);
        fetch();
        assertThat(hub.requests().stream().filter(request -> request.host().equals("hub")))
                .isNotEmpty()
                .allMatch(request -> ("Bearer " + SECRET).equals(request.authorization()));
        assertThat(hub.requests().stream().filter(request -> request.host().equals("storage")))
                .isNotEmpty()
                .allMatch(request -> request.authorization() == null)
                .noneMatch(request -> request.headers().toString().contains(SECRET));
        assertThat(settings().toString()).doesNotContain(SECRET);
        assertThat(stages).noneMatch(stage -> stage.contains(SECRET));
    }

    @Test
    void nothingButTheNeededIsSaid() {
        fetch();
        for (FakeHub.Request request : hub.requests()) {
            assertThat(request.headers().keySet())
                    .isSubsetOf(
                            "Accept-encoding",
                            "User-agent",
                            "Host",
                            "Connection",
                            "Content-length",
                            "Range",
                            "Http2-settings",
                            "Upgrade");
            assertThat(request.headers().get("User-agent")).containsExactly("t2-workbench/0.1.0");
        }
    }

    @Test
    void aPartialFileIsGoneOnWith() throws IOException {
        models().look(ID, progress, token);
        HubFile weights = listed("model.safetensors");
        byte[] content = repository.content("model.safetensors");
        Files.write(cache().partial(weights), Arrays.copyOf(content, 2_000_000));
        HubLook look = models().look(ID, progress, token);
        assertThat(look.bytesToFetch()).isLessThan(WEIGHTS - 2_000_000 + 1000L);
        hub.forgetRequests();
        Path snapshot = fetch();
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(content);
        assertThat(hub.requests().stream()
                        .filter(request -> request.path().endsWith("/model.safetensors"))
                        .map(FakeHub.Request::range))
                .containsOnly("bytes=2000000-");
    }

    @Test
    void aWrongBeginningIsFetchedAnew() throws IOException {
        models().look(ID, progress, token);
        HubFile weights = listed("model.safetensors");
        Files.write(cache().partial(weights), new byte[1_000_000]);
        Path snapshot = fetch();
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(repository.content("model.safetensors"));
        Files.write(cache().partial(weights), new byte[WEIGHTS + 1]);
        Files.delete(cache().blob(weights));
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(repository.content("model.safetensors"));
    }

    @Test
    void whereNoLinksCanBeMadeTheFilesLieInTheSnapshot() throws IOException {
        environment.put("HF_HUB_DISABLE_SYMLINKS", "1");
        Path snapshot = fetch();
        for (String name : contents(snapshot).keySet()) {
            assertThat(Files.isSymbolicLink(snapshot.resolve(name))).isFalse();
            assertThat(snapshot.resolve(name)).hasBinaryContent(repository.content(name));
        }
        hub.forgetRequests();
        fetch();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void cancellingLeavesWithinASecondAndTheNextTryGoesOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        hub.content("model.safetensors", FakeHub.stallAfter(1_500_000, never));
        List<Throwable> ends = new ArrayList<>();
        HubModels patient = new HubModels(settings(), Patience.ORDINARY, path -> freeSpace);
        Thread work = new Thread(() -> {
            try {
                patient.fetch(ID, progress, token);
            } catch (CancelledException e) {
                ends.add(e);
            }
        });
        work.start();
        HubFile weights = listed("model.safetensors");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (cache().partialSize(weights) < 1_500_000 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long cancelled = System.nanoTime();
        token.cancel();
        work.join(10_000);
        assertThat(System.nanoTime() - cancelled).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(ends).hasSize(1);
        assertThat(cache().partialSize(weights)).isEqualTo(1_500_000);
        never.countDown();
        hub.forgetRequests();
        Path snapshot = models().fetch(ID, progress, new CancellationToken());
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(repository.content("model.safetensors"));
        assertThat(hub.requests().stream()
                        .filter(request -> request.path().endsWith("/model.safetensors"))
                        .map(FakeHub.Request::range))
                .containsOnly("bytes=1500000-");
    }

    @Test
    void theStageTellsFilesBytesRateAndTimeLeft() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        hub.content("model.safetensors", FakeHub.stallAfter(1_000_000, go));
        Thread opener = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(900);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            go.countDown();
        });
        opener.start();
        new HubModels(settings(), Patience.ORDINARY, path -> freeSpace).fetch(ID, progress, token);
        opener.join();
        assertThat(stages).anyMatch(stage -> stage.startsWith("asking 127.0.0.1") || stage.contains("asking http"));
        assertThat(stages)
                .anyMatch(stage -> stage.matches(
                        "downloading makers/tiny-llama, 5 of 6 files, 1 MB of 3 MB, [\\d.]+ [kM]B/s, \\d+ s left"));
        assertThat(stages.get(stages.size() - 1)).contains("6 of 6 files, 3 MB of 3 MB");
    }

    @Test
    void withoutRoomNothingIsFetched() {
        freeSpace = WEIGHTS;
        assertThatThrownBy(this::fetch)
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessageContaining("needs 3 MB in " + cacheFolder())
                .hasMessageContaining("only 3 MB are free there")
                .hasMessageContaining("HF_HUB_CACHE");
        assertThat(hub.requestsTo("/model.safetensors")).isZero();
    }

    @Test
    void whatAnotherProgramLeftIsUsedAsFarAsItGoes() throws IOException {
        Path snapshot = fetch();
        Path model = cacheFolder().resolve("models--makers--tiny-llama");
        Files.delete(model.resolve("trees").resolve(repository.commit() + ".json"));
        assertThat(models().cached(ID))
                .as("nothing says whether the makers added more files")
                .isEmpty();
        environment.put("HF_HUB_OFFLINE", "yes");
        assertThat(fetch()).isEqualTo(snapshot);
        HubLook look = models().look(ID, progress, token);
        assertThat(look.asked()).isFalse();
        assertThat(look.snapshot()).isEqualTo(snapshot);
        environment.remove("HF_HUB_OFFLINE");
        hub.forgetRequests();
        assertThat(fetch()).isEqualTo(snapshot);
        assertThat(hub.requests()).as("one question, no file").hasSize(1);
        assertThat(models().cached(ID)).contains(snapshot);
    }

    @Test
    void anInterruptedDownloadIsNoModel() throws IOException {
        fetch();
        Files.delete(cache().blob(listed("model.safetensors")));
        assertThat(models().cached(ID)).isEmpty();
        environment.put("HF_HUB_OFFLINE", "1");
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OFFLINE))
                .hasMessageContaining("HF_HUB_OFFLINE");
    }

    @Test
    void twoAtOnceFetchEachFileOnce() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(this::fetch);
            thread.setUncaughtExceptionHandler((which, error) -> failures.add(error));
            both.add(thread);
            thread.start();
        }
        for (Thread thread : both) {
            thread.join(20_000);
        }
        assertThat(failures).isEmpty();
        assertThat(hub.requests().stream()
                        .filter(request -> request.host().equals("storage"))
                        .count())
                .isEqualTo(1);
        assertThat(JsonFile.read(snapshot().resolve("config.json")).has("hidden_size"))
                .isTrue();
    }
}
