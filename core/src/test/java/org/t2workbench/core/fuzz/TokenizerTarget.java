package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.text.Tokenizer;

/** What a fuzzer calls with any bytes. */
public final class TokenizerTarget {

    private TokenizerTarget() {}

    private static final FuzzFolder FOLDER = FuzzFolder.of("tokenizer.json");

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FOLDER.read(bytes, TokenizerTarget::read);
    }

    private static void read(Path file) {
        try (Tokenizer tokenizer = Tokenizer.open(ModelText.of(file), Optional.empty())) {
            int[] ids = tokenizer.encode("Tom has 17 cards. 你好 🙂\n", true);
            tokenizer.decode(ids, false);
            for (int id = 0; id < Math.min(tokenizer.vocabularySize(), 100); id++) {
                tokenizer.piece(id);
            }
        }
    }
}
