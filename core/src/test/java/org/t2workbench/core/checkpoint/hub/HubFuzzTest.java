package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.WorkbenchException;

/**
 * What a hub says, mutated: a listing that holds what was said, or one plain sentence. Longer with {@code
 * -Dfuzz.minutes=10}.
 */
class HubFuzzTest extends HubTrial {

    private static final int ROUNDS = 3_000;
    private static final List<String> PIECES = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "\\u0000",
            "\\ud800",
            "../",
            "..",
            "/",
            "\\\\",
            "sha",
            "siblings",
            "lfs",
            "blobId",
            "\"size\":",
            "{\"rfilename\":\"../x\"}",
            "\u0000");

    private final Random random = new Random(20);

    private byte[] mutated(byte[] good) {
        StringBuilder text = new StringBuilder(new String(good, StandardCharsets.ISO_8859_1));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            int until = Math.min(text.length(), at + random.nextInt(40));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, until);
                case 2 -> text.insert(at, text.substring(at, until));
                case 3 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.setLength(at);
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private interface Trial {
        void on(byte[] bytes) throws IOException;
    }

    private void fuzz(byte[] good, Trial trial) throws IOException {
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("fuzz.minutes", 0)).toNanos();
        for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
            byte[] bytes = mutated(good);
            try {
                trial.on(bytes);
            } catch (WorkbenchException e) {
                assertThat(e.getMessage())
                        .as(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("Exception", "java.", "\n")
                        .hasSizeLessThan(400)
                        .endsWith(".");
            }
        }
    }

    private static void isHonest(HubListing listing) {
        assertThat(listing.commit()).matches("[0-9a-f]{40}");
        for (HubFile file : listing.files().values()) {
            assertThat(List.of(file.path().split("/", -1))).doesNotContain("", ".", "..");
            assertThat(file.path().chars()).noneMatch(Character::isISOControl);
            assertThat(file.etag()).matches("[0-9a-f]{40}|[0-9a-f]{64}");
            assertThat(file.size()).isNotNegative();
        }
    }

    @Test
    void repliesGiveAListingOrASentence() throws IOException {
        byte[] good = FakeHub.reply(NAME, repository).getBytes(StandardCharsets.UTF_8);
        fuzz(good, bytes -> {
            HubListing listing = HubReply.parse(bytes, ID);
            isHonest(listing);
            WantedFiles.of(ID, listing.files()).first();
        });
    }

    @Test
    void indexesGiveListedFilesOrASentence() throws IOException {
        repository
                .remove("model.safetensors")
                .file("model-1.safetensors", bytes(3, 1), true)
                .file("model.safetensors.index.json", "{}");
        var listed = HubReply.parse(FakeHub.reply(NAME, repository).getBytes(StandardCharsets.UTF_8), ID)
                .files();
        WantedFiles files = WantedFiles.of(ID, listed);
        Path snapshot = Files.createDirectories(folder.resolve("snapshot"));
        Files.writeString(snapshot.resolve("config.json"), CONFIG);
        byte[] good =
                "{\"metadata\": {\"total_size\": 3}, \"weight_map\": {\"a.b\": \"model-1.safetensors\", \"c\": \"model-1.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        fuzz(good, bytes -> {
            Files.write(snapshot.resolve("model.safetensors.index.json"), bytes);
            WantedFiles.isEnough(snapshot);
            assertThat(listed.values()).containsAll(files.all(snapshot));
        });
    }

    @Test
    void treesOfTheCacheGiveAListingOrNothing() throws IOException {
        String good =
                CachedTree.json(HubReply.parse(FakeHub.reply(NAME, repository).getBytes(StandardCharsets.UTF_8), ID)
                        .files());
        Path file = folder.resolve("tree.json");
        fuzz(good.getBytes(StandardCharsets.UTF_8), bytes -> {
            Files.write(file, bytes);
            CachedTree.read(file, repository.commit()).ifPresent(HubFuzzTest::isHonest);
        });
    }
}
