package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is given or happens to a command against its expectations: one sentence or one document, and the right exit code. */
class HostileArgumentsTest extends CommandLineFixture {

    /** Takes one document and nothing else, and no NaN in it. */
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String MATRIX = "model.layers.0.self_attn.q_proj.weight";

    private JsonNode onlyDocument() throws IOException {
        return STRICT.readTree(out.toString(StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPromptThatBeginsLikeAFileOfArgumentsIsItself() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "4");
        assertThat(run("generate", "sample", "--prompt", "@" + file, "--max-tokens", "1", "--json"))
                .isZero();
        assertThat(onlyDocument().get("prompt_tokens").size()).isGreaterThan(4);
    }

    @Test
    void numbersThatRanOverAreNullInJson() throws IOException {
        assertThat(run("logits", "sample", "--tokens", "1,2", "--expert", expert("math") + "=1e38", "--json"))
                .isZero();
        assertThat(onlyDocument().at("/logits/1/0").isNull()).isTrue();
        JsonOutput.print(
                new PrintStream(out, true, StandardCharsets.UTF_8), new double[] {1, Double.POSITIVE_INFINITY});
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("[ 1.0, null ]" + System.lineSeparator());
    }

    @Test
    void wrongUsageIsTheSameSentenceInJson() throws IOException {
        assertThat(run("eval", "sample", "--task", "math", "--split", "none", "--json"))
                .isEqualTo(2);
        assertThat(onlyDocument().at("/error/message").asText()).startsWith("Invalid value for option '--split'");
        assertThat(errors())
                .startsWith("Invalid value for option '--split'")
                .contains("Try 't2-workbench eval --help'.");
    }

    @Test
    void aDecompositionThatFailsInPartIsOneDocument() throws IOException {
        Path damaged = damaged();
        assertThat(run("decompose", damaged.toString(), "--json")).isEqualTo(1);
        assertThat(onlyDocument().at("/error/message").asText())
                .contains("1 matrix of")
                .contains(MATRIX);
        assertThat(run("decompose", damaged.toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("27 were in the store");
    }

    /** The sample with a number of a matrix that is none. */
    private Path damaged() throws IOException {
        Path model = Files.createDirectories(folder.resolve("damaged"));
        Path sample = Path.of("..", "samples", "model");
        Files.copy(sample.resolve("config.json"), model.resolve("config.json"));
        byte[] bytes = Files.readAllBytes(sample.resolve("model.safetensors"));
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(file.getLong(0));
        JsonNode tensors = STRICT.readTree(new String(bytes, Long.BYTES, header, StandardCharsets.UTF_8));
        int begin = tensors.get(MATRIX).get("data_offsets").get(0).asInt();
        file.putFloat(Long.BYTES + header + begin, Float.NaN);
        Files.write(model.resolve("model.safetensors"), bytes);
        return model;
    }

    @Test
    void aTemperatureTooSmallToDivideByTakesTheLikeliestToken() throws IOException {
        assertThat(run("generate", "sample", "--prompt", "x", "--max-tokens", "4", "--json"))
                .isZero();
        JsonNode greedy = onlyDocument().get("tokens");
        assertThat(run("generate", "sample", "--prompt", "x", "--max-tokens", "4", "--temperature", "1e-40", "--json"))
                .isZero();
        assertThat(onlyDocument().get("tokens")).isEqualTo(greedy);
    }

    @Test
    void numbersOutOfTheirRangeAndOptionsWithoutEffectAreRefused() {
        assertThat(run("logits", "sample", "--tokens", "1", "--threads", "-1")).isEqualTo(2);
        assertThat(errors()).contains("number of threads").hasLineCount(1);
        assertThat(run("logits", "sample", "--tokens", "1", "--threads", "100000"))
                .isEqualTo(2);
        assertThat(run("soak", "sample", "--steps", "-1")).isEqualTo(2);
        assertThat(run("generate", "sample", "--prompt", "x", "--routes")).isEqualTo(2);
        assertThat(errors()).contains("prompt or classifier").hasLineCount(1);
        assertThat(run("generate", "sample", "--prompt", "x", "--strategy", "classifier", "--routes", "--compare"))
                .isEqualTo(2);
        assertThat(run("logits", "sample", "--tokens", "1", "--dtype", "f12")).isEqualTo(2);
        assertThat(errors()).contains("f32, bf16").hasLineCount(1);
        assertThat(run("logits", "sample", "--tokens", "1", "--device", "abacus"))
                .isEqualTo(2);
        assertThat(errors()).contains("cpu or gpu").hasLineCount(1);
        String[] train = {"train", "sample", "--task", "math", "--out", "never-written"};
        for (String option : new String[] {"--preset", "--method", "--adapter"}) {
            String[] all = Arrays.copyOf(train, train.length + 2);
            all[train.length] = option;
            all[train.length + 1] = "best";
            assertThat(run(all)).as(option).isEqualTo(2);
            assertThat(errors()).contains("best").hasLineCount(1);
        }
    }

    @Test
    void anOutputThatCannotBeWrittenIsAFailure() {
        PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        int code = CommandLineProgram.run(
                new String[] {"info", "sample", "--json"}, full, new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(1);
        assertThat(errors()).startsWith("The output could not be written").hasLineCount(1);
    }

    @Test
    void aFullHeapIsToldInASentence() {
        PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(int one) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        int code = CommandLineProgram.run(
                new String[] {"info", "sample"}, full, new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(1);
        assertThat(errors()).startsWith("The Java heap is full").hasLineCount(1);
    }

    @Test
    void lettersThatTheSystemLostAreNoticed() {
        String[] lost = {"generate", "sample", "--prompt", "Gr\ufffd\ufffd"};
        assertThat(CommandLineProgram.isGarbled(lost, "ANSI_X3.4-1968")).isTrue();
        assertThat(CommandLineProgram.isGarbled(lost, "UTF-8")).isFalse();
        assertThat(CommandLineProgram.isGarbled(new String[] {"info", "sample"}, "ANSI_X3.4-1968"))
                .isFalse();
    }
}
