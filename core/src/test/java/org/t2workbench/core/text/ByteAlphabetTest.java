package org.t2workbench.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteAlphabetTest {

    @Test
    void theMapIsOneToOneAndHasTheKnownCharacters() {
        Set<Character> characters = new HashSet<>();
        for (int value = 0; value < 256; value++) {
            char character = ByteAlphabet.characterOf(value);
            assertThat(characters.add(character)).isTrue();
            assertThat(ByteAlphabet.byteOf(character)).isEqualTo(value);
        }
        // as they appear in every GPT-2 vocabulary
        assertThat(ByteAlphabet.characterOf(' ')).isEqualTo('Ġ');
        assertThat(ByteAlphabet.characterOf('\n')).isEqualTo('Ċ');
        assertThat(ByteAlphabet.characterOf('\t')).isEqualTo('ĉ');
        assertThat(ByteAlphabet.characterOf(0)).isEqualTo('Ā');
        assertThat(ByteAlphabet.characterOf(0xAD)).isEqualTo('Ń');
        assertThat(ByteAlphabet.characterOf((byte) 0xFF)).isEqualTo('ÿ');
        assertThat(ByteAlphabet.byteOf(' ')).isEqualTo(-1);
        assertThat(ByteAlphabet.byteOf('日')).isEqualTo(-1);
    }
}
