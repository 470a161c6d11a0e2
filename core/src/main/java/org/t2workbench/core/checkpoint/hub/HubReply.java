package org.t2workbench.core.checkpoint.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.PlainText;

/**
 * What a hub answers when it is asked for a model with all its files. Of the many keys only those of use are bound; what is
 * not bound is skipped without being kept.
 *
 * @param sha the commit
 * @param gated false, or how access is given
 * @param siblings the files
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HubReply(
        @Nullable String sha,
        @Nullable Object gated,
        @Nullable CardData cardData,
        @Nullable List<Sibling> siblings) {

    /** Twenty times the longest listing known; what is longer is no listing. */
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_FILES = 100_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(1 << 20)
                            .build())
                    .build())
            .build();

    /** @param license an identifier, or a list of them */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CardData(
            @Nullable Object license,
            @JsonProperty("license_name") @Nullable Object licenseName) {

        private static final int LONGEST = 80;

        /** The license in a few words; a license of one's own has a name beside "other". */
        String words() {
            Object said = "other".equals(license) && licenseName instanceof String ? licenseName : license;
            String text = said instanceof List<?> list
                    ? list.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .collect(Collectors.joining(", "))
                    : said instanceof String one ? one : "";
            return PlainText.of(text.strip(), LONGEST);
        }
    }

    /** @param lfs null for a file that is stored in the repository itself */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Sibling(
            @Nullable String rfilename,
            @Nullable Long size,
            @Nullable String blobId,
            @Nullable Lfs lfs) {

        HubFile toFile() {
            return new HubFile(
                    rfilename == null ? "" : rfilename,
                    size == null ? -1 : size,
                    blobId == null ? "" : blobId,
                    lfs == null ? Optional.empty() : Optional.of(lfs.sha256 == null ? "" : lfs.sha256));
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Lfs(@Nullable String sha256) {}

    /** @throws HubException when the bytes are not such an answer, or one that no honest hub gives */
    static HubListing parse(byte[] json, HubId id) {
        HubReply reply;
        try {
            reply = MAPPER.readValue(json, HubReply.class);
        } catch (StreamReadException e) {
            // without the cause: it repeats the answer
            throw bad(id, "it is not JSON (" + PlainText.of(JsonFile.reason(e), 120) + ")");
        } catch (JsonProcessingException e) {
            throw bad(id, "it is not the description of a model");
        } catch (IOException e) {
            // of bytes in memory only their encoding can be wrong
            throw bad(id, "it is not text");
        }
        if (reply == null || reply.sha == null || !HubId.isCommit(reply.sha)) {
            throw bad(id, "it names no commit");
        }
        if (id.isPinned() && !reply.sha.equals(id.revision())) {
            throw bad(id, "it is about another commit");
        }
        List<Sibling> listed = reply.siblings == null ? List.of() : reply.siblings;
        if (listed.size() > MAX_FILES) {
            throw bad(id, "it lists " + listed.size() + " files");
        }
        boolean gated = reply.gated != null && !Boolean.FALSE.equals(reply.gated);
        return HubListing.of(
                reply.sha,
                listed.stream().map(Sibling::toFile).toList(),
                reply.cardData == null ? "" : reply.cardData.words(),
                gated);
    }

    private static HubException bad(HubId id, String why) {
        return new HubException(
                Kind.BAD_ANSWER,
                "The hub's answer about " + id.text() + " makes no sense: " + why + "; nothing was written.");
    }
}
