package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;

/** The variables, as the library that shares the cache reads them. */
class HubSettingsTest {

    @TempDir
    Path user;

    private HubSettings of(String... pairs) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return HubSettings.of(environment::get, user);
    }

    @Test
    void withoutVariablesItIsThePublicHubAndTheUsersCache() {
        HubSettings settings = of();
        assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.hubName()).isEqualTo("huggingface.co");
        assertThat(settings.cache()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        assertThat(settings.offline()).isFalse();
        assertThat(settings.links()).isTrue();
        assertThat(settings.token()).isEmpty();
    }

    @Test
    void theCacheIsWhereTheNearestVariableSays() {
        assertThat(of("XDG_CACHE_HOME", "/x").cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(of("XDG_CACHE_HOME", "/x", "HF_HOME", "/h").cache()).isEqualTo(Path.of("/h/hub"));
        assertThat(of("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/old").cache()).isEqualTo(Path.of("/old"));
        assertThat(of("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/c")
                        .cache())
                .isEqualTo(Path.of("/c"));
        assertThat(of("HF_HUB_CACHE", "  ", "HF_HOME", "~/models").cache()).isEqualTo(user.resolve("models/hub"));
        assertThat(of("DISK", "/big", "HF_HOME", "${DISK}/hf").cache()).isEqualTo(Path.of("/big/hf/hub"));
        assertThat(of("HF_HOME", "/h", "HF_HUB_CACHE", "$HF_HOME/c").cache()).isEqualTo(Path.of("/h/c"));
        assertThat(of("HF_HOME", "$NOT_SET/h").cache().toString()).endsWith("$NOT_SET/h/hub");
    }

    @Test
    void theEndpointIsAnAddressWithoutPassword() {
        assertThat(of("HF_ENDPOINT", "https://hub.example.org/").endpoint())
                .isEqualTo(URI.create("https://hub.example.org"));
        assertThat(of("HF_ENDPOINT", "http://localhost:8080/mirror").endpoint())
                .isEqualTo(URI.create("http://localhost:8080/mirror"));
        for (String wrong :
                new String[] {"hub", "ftp://hub", "https://me:w0rd@hub", "https://", "http://a b", "https://h?x"}) {
            assertThatThrownBy(() -> of("HF_ENDPOINT", wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("HF_ENDPOINT is not the address of a hub")
                    .hasMessageNotContaining("w0rd")
                    .hasNoCause();
        }
    }

    @Test
    void theEndpointIsOneSchemeHostAndPort() {
        HubSettings settings = of("HF_ENDPOINT", "https://hub.example.org");
        assertThat(settings.isEndpoint(URI.create("https://HUB.example.org:443/api")))
                .isTrue();
        for (String other : new String[] {
            "http://hub.example.org/",
            "https://hub.example.org:8443/",
            "https://hub.example.org.evil.net/",
            "https://cdn.hub.example.org/",
            "https://example.org/"
        }) {
            assertThat(settings.isEndpoint(URI.create(other))).as(other).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "on", "YES", "True"})
    void offlineIsAnyWordForYes(String yes) {
        assertThat(of("HF_HUB_OFFLINE", yes).offline()).isTrue();
        assertThat(of("TRANSFORMERS_OFFLINE", yes).offline()).isTrue();
        assertThat(of("TRANSFORMERS_OFFLINE", yes, "HF_HUB_OFFLINE", "0").offline())
                .isFalse();
        assertThat(of("HF_HUB_DISABLE_SYMLINKS", yes).links()).isFalse();
    }

    @Test
    void theTokenIsOfTheVariableOrElseOfTheFile() throws IOException {
        assertThat(of("HF_TOKEN", " hf_a\n", "HUGGING_FACE_HUB_TOKEN", "hf_b")
                        .token()
                        .orElseThrow()
                        .header())
                .isEqualTo("Bearer hf_a");
        assertThat(of("HUGGING_FACE_HUB_TOKEN", "hf_b").token().orElseThrow().header())
                .isEqualTo("Bearer hf_b");
        Path file = user.resolve(".cache/huggingface/token");
        Files.createDirectories(user.resolve(".cache/huggingface"));
        Files.writeString(file, "hf_c\n");
        HubToken kept = of().token().orElseThrow();
        assertThat(kept.header()).isEqualTo("Bearer hf_c");
        assertThat(kept.origin()).isEqualTo("the file " + file);
        assertThat(kept.toString()).doesNotContain("hf_c");
        Files.writeString(user.resolve("mine"), "hf_d");
        assertThat(of("HF_TOKEN_PATH", "~/mine").token().orElseThrow().header()).isEqualTo("Bearer hf_d");
        assertThat(of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1").token()).isEmpty();
        Files.writeString(file, "  \n");
        assertThat(of().token()).isEmpty();
    }

    @Test
    void whatIsNoTokenIsSaidWithoutShowingIt() throws IOException {
        for (String wrong : new String[] {"two words", "hf_\u0007bell", "hf_käse"}) {
            assertThatThrownBy(() -> of("HF_TOKEN", wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the variable HF_TOKEN")
                    .hasMessageNotContaining(wrong);
        }
        Files.createDirectories(user.resolve(".cache/huggingface"));
        Files.write(user.resolve(".cache/huggingface/token"), new byte[20_000]);
        assertThatThrownBy(this::of).isInstanceOf(InvalidInputException.class);
    }
}
