package org.t2workbench.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubIdTest {

    @ParameterizedTest
    @CsvSource({
        "HuggingFaceTB/SmolLM2-135M-Instruct, HuggingFaceTB, SmolLM2-135M-Instruct, main",
        "' meta-llama/Llama-3.2-1B ', meta-llama, Llama-3.2-1B, main",
        "a/b@v1.0, a, b, v1.0",
        "a/b@refs/pr/12, a, b, refs/pr/12",
        "a/b@main, a, b, main",
        "_x/y_, _x, y_, main",
        "https://huggingface.co/org/name, org, name, main",
        "https://huggingface.co/org/name/, org, name, main",
        "https://huggingface.co/org/name/tree/v2, org, name, v2",
        "huggingface.co/org/name?library=transformers, org, name, main",
        "https://hf.co/org/name#files, org, name, main"
    })
    void namesAndPagesOfModels(String text, String organisation, String name, String revision) {
        HubId id = HubId.parse(text).orElseThrow();
        assertThat(id).isEqualTo(new HubId(organisation, name, revision));
        assertThat(HubId.parse(id.text())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sample",
                "gpt2",
                "/tmp/model",
                "./a/b",
                "../b",
                "a/b/c",
                "a//b",
                "a/",
                "/b",
                "~/b",
                "a\\b",
                "C:\\a",
                "a--b/c",
                "a/b..c",
                "a/.b",
                "a/b.git",
                "-a/b",
                "a/b-",
                "a b/c",
                "ä/b",
                "a/b@",
                "a/b@../x",
                "a/b@x..y",
                "a/b@/x",
                "a/b@x/",
                "a/b@.x",
                "a/b@x/.y",
                "a/b@x.lock",
                "a/b@x y",
                "a/b@x?y",
                "a/b@x\\y",
                "a/b@a:b",
                "https://example.org/a/b",
                "https://huggingface.co/a",
                "https://huggingface.co/datasets/a/b",
                "a/b\u0000"
            })
    void whatIsNoName(String text) {
        assertThat(HubId.parse(text)).isEmpty();
    }

    @Test
    void aNameIsNoLongerThanTheHubAllows() {
        assertThat(HubId.parse("a/" + "b".repeat(96))).isPresent();
        assertThat(HubId.parse("a/" + "b".repeat(97))).isEmpty();
        assertThat(HubId.parse("a/b@" + "c".repeat(500))).isEmpty();
    }

    @Test
    void aCommitInFullIsPinned() {
        assertThat(HubId.parse("a/b@" + "0123456789".repeat(4)).orElseThrow().isPinned())
                .isTrue();
        assertThat(HubId.parse("a/b@" + "0123456789").orElseThrow().isPinned()).isFalse();
        assertThat(HubId.parse("a/b").orElseThrow()).hasToString("a/b");
        assertThat(HubId.parse("a/b@x").orElseThrow()).hasToString("a/b@x");
        assertThatThrownBy(() -> new HubId("a", "../b", "main")).isInstanceOf(IllegalArgumentException.class);
    }
}
