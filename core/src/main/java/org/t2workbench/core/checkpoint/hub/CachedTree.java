package org.t2workbench.core.checkpoint.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of a commit's files that the cache keeps in {@code trees/<commit>.json}, in the form of the library that shares
 * the cache. It tells, without asking the hub, whether a file that is not there exists at all.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record CachedTree(int formatVersion, @Nullable Map<String, @Nullable Entry> files) {

    private static final Logger LOG = LoggerFactory.getLogger(CachedTree.class);
    private static final int FORMAT = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * @param lfsSha256 of a large file
     * @param lfsSize the same as size
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            long size,
            @Nullable String blobId,
            @Nullable String lfsSha256,
            @Nullable Long lfsSize) {

        HubFile toFile(String path) {
            return new HubFile(
                    path,
                    lfsSize == null ? size : lfsSize,
                    blobId == null ? "" : blobId,
                    Optional.ofNullable(lfsSha256));
        }
    }

    static String json(Map<String, HubFile> files) {
        Map<String, @Nullable Entry> entries = new TreeMap<>();
        files.forEach((path, file) -> entries.put(
                path,
                new Entry(
                        file.size(),
                        file.blob(),
                        file.sha256().orElse(null),
                        file.sha256().isPresent() ? file.size() : null)));
        try {
            return MAPPER.writeValueAsString(new CachedTree(FORMAT, entries));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }

    /** Empty when the file is missing, of a later format, or not what it should be: it is only a memory. */
    static Optional<HubListing> read(Path file, String commit) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > HubReply.MAX_BYTES) {
                return Optional.empty();
            }
            CachedTree tree = MAPPER.readValue(Files.readAllBytes(file), CachedTree.class);
            if (tree == null || tree.formatVersion != FORMAT || tree.files == null) {
                return Optional.empty();
            }
            List<HubFile> listed = new ArrayList<>();
            for (Map.Entry<String, @Nullable Entry> entry : tree.files.entrySet()) {
                if (entry.getValue() == null) {
                    return Optional.empty();
                }
                listed.add(entry.getValue().toFile(entry.getKey()));
            }
            return Optional.of(HubListing.of(commit, listed, "", false));
        } catch (IOException | HubException e) {
            LOG.debug("{} is passed over", file, e);
            return Optional.empty();
        }
    }
}
