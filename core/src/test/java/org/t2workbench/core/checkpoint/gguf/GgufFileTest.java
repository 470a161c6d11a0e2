package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference implementation wrote the file and dequantised its tensors. */
class GgufFileTest {

    static GgufFile open(String name) {
        return GgufFile.open(HostileGgufTest.golden(name));
    }

    static GgufTensor tensor(GgufFile file, String name) {
        return Objects.requireNonNull(file.header().tensors().get(name), name);
    }

    private static float[] values(GgufFile file, String name) {
        GgufTensor tensor = tensor(file, name);
        byte[] bytes = new byte[(int) tensor.bytes()];
        file.read(tensor, 0, ByteBuffer.wrap(bytes));
        int blocks = bytes.length / tensor.type().blockBytes();
        float[] values = new float[blocks * tensor.type().blockElements()];
        tensor.type().decode(bytes, 0, blocks, values, 0);
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f32", "f16", "bf16", "f64", "q4_0", "q4_1", "q5_0", "q5_1", "q8_0", "q2_k", "q3_k", "q4_k", "q5_k",
                "q6_k"
            })
    void everyTypeIsDequantisedBitForBitAsTheReferenceDoes(String type) {
        try (GgufFile file = open("types.gguf")) {
            assertThat(tensor(file, type).type().label()).isEqualTo(type);
            assertThat(bits(values(file, type))).isEqualTo(bits(values(file, type + ".expected")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iq4_nl", "iq4_xs"})
    void typesWithATableAreDequantisedBitForBitAsTheReferenceDoes(String type) {
        try (GgufFile file = open("tables.gguf")) {
            assertThat(tensor(file, type).type().label()).isEqualTo(type);
            assertThat(bits(values(file, type))).isEqualTo(bits(values(file, type + ".expected")));
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    @Test
    void everyKindOfMetadataIsRead() {
        try (GgufFile file = open("types.gguf")) {
            assertThat(file.number("a.u8")).hasValue(200.0);
            assertThat(file.number("a.i8")).hasValue(-100.0);
            assertThat(file.number("a.u16")).hasValue(60000.0);
            assertThat(file.number("a.i16")).hasValue(-30000.0);
            assertThat(file.number("a.u32")).hasValue(4e9);
            assertThat(file.wholeNumber("a.u16")).hasValue(60000);
            assertThatThrownBy(() -> file.wholeNumber("a.u32"))
                    .hasMessageContaining("\"a.u32\" is 4000000000, but a whole number from 0 to 2147483647");
            assertThatThrownBy(() -> file.wholeNumber("a.i32")).hasMessageContaining("\"a.i32\" is -2000000000");
            assertThatThrownBy(() -> file.wholeNumber("a.u64")).hasMessageContaining("\"a.u64\"");
            assertThat(file.number("a.i64")).hasValue(-0x1p62);
            assertThat(file.number("a.f32")).hasValue(1e-5);
            assertThat(file.number("a.f64")).hasValue(1 / 3.0);
            assertThat(file.flag("a.flag", false)).isTrue();
            assertThat(file.flag("a.none", true)).isTrue();
            assertThat(file.text("a.text")).hasValue("grüß 😀");
            assertThat(file.texts("a.texts")).containsExactly("", "ein", "zwei 😀");
            assertThat(file.wholeNumbers("a.numbers")).containsExactly(1L, 2L, 3L);
            assertThat(file.floats("a.reals")).containsExactly(0.5f, -0.25f);
            assertThat(file.flags("a.flags")).containsExactly(true, false, true);
            assertThat(file.texts("a.none")).isEmpty();
            assertThat(file.wholeNumber("a.none")).isEmpty();
        }
    }

    @Test
    void shapesAreTheOtherWayRound() {
        try (GgufFile file = open("types.gguf")) {
            assertThat(tensor(file, "q4_k").shape()).isEqualTo(List.of(3L, 512L));
            assertThat(tensor(file, "f32").shape()).isEqualTo(List.of(5L, 7L));
        }
    }
}
