package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;

class LineTailTest {

    private final Path file;
    private final LineTail tail;

    LineTailTest(@TempDir Path folder) {
        file = folder.resolve("metrics.jsonl");
        tail = new LineTail(file);
    }

    @Test
    void onlyWhatIsNewIsReadAndALineCountsOnceItIsComplete() throws IOException {
        assertThat(tail.look().lines()).isEmpty();
        append(line(0, 1) + line(1, 2));
        assertThat(iterations(tail.look())).containsExactly(0L, 1L);
        assertThat(tail.look().lines()).isEmpty();
        append("{\"iteration\":2,\"rew");
        assertThat(tail.look().lines()).isEmpty();
        append("ard\":3}");
        assertThat(tail.look().lines()).isEmpty();
        append("\n");
        LineTail.Look look = tail.look();
        assertThat(look.lines()).extracting(line -> line.values().get("reward")).containsExactly(3);
        assertThat(look.restarted()).isFalse();
    }

    @Test
    void aFileThatWasCutIsReadAgainFromItsStart() throws IOException {
        append(line(0, 1) + line(1, 2) + line(2, 3));
        tail.look();
        Files.writeString(file, line(0, 1) + line(1, 2));
        LineTail.Look look = tail.look();
        assertThat(look.restarted()).isTrue();
        assertThat(iterations(look)).containsExactly(0L, 1L);
    }

    @Test
    void aFileThatWasCutAndGrewBeyondTheOldEndIsReadAgain() throws IOException {
        append(line(0, 1) + line(1, 2) + line(2, 3));
        tail.look();
        // as a resumed run does between two looks: the same iterations, other seconds
        Files.writeString(file, line(0, 1) + line(1, 7) + line(2, 8) + line(3, 9));
        LineTail.Look look = tail.look();
        assertThat(look.restarted()).isTrue();
        assertThat(iterations(look)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aFileThatWasReplacedByAnotherIsReadAgain() throws IOException {
        append(line(0, 1) + line(1, 2));
        tail.look();
        Path other = Files.writeString(file.resolveSibling("other"), line(0, 1) + line(1, 2) + line(2, 3));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(iterations(tail.look())).containsExactly(0L, 1L, 2L);
    }

    @Test
    void anIterationThatGoesBackMeansThatTheFileWasWrittenAnew() throws IOException {
        append(line(5, 1));
        tail.look();
        append(line(3, 1));
        LineTail.Look look = tail.look();
        assertThat(look.restarted()).isTrue();
    }

    @Test
    void aFileThatIsGoneHasNoLinesAndComesBack() throws IOException {
        append(line(0, 1));
        tail.look();
        Files.delete(file);
        assertThat(tail.look().restarted()).isTrue();
        assertThat(tail.look().restarted()).isFalse();
        append(line(0, 2));
        assertThat(iterations(tail.look())).containsExactly(0L);
    }

    @Test
    void aDamagedLineIsNamedUnlessItIsTheLast() throws IOException {
        append(line(0, 1) + "\0\0\0\n");
        assertThat(iterations(tail.look())).containsExactly(0L);
        append(line(1, 2));
        assertThatThrownBy(tail::look)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Line 2 of " + file);
    }

    @Test
    void aLongFileComesInPiecesAndALongLineWhole() throws IOException {
        String filler = "x".repeat(6 << 20);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            many.append("{\"iteration\":")
                    .append(i)
                    .append(",\"text\":\"")
                    .append("y".repeat(200))
                    .append("\"}\n");
        }
        append(many + "{\"iteration\":40000,\"text\":\"" + filler + "\"}\n" + line(40001, 1));
        int looks = 0;
        int lines = 0;
        LineTail.Look look;
        do {
            look = tail.look();
            looks++;
            lines += look.lines().size();
        } while (look.more());
        lines += tail.look().lines().size();
        assertThat(lines).isEqualTo(40_002);
        assertThat(looks).isGreaterThan(2);
    }

    @Test
    void theLatestLinesAreFoundWithoutReadingTheOthers() throws IOException {
        append(line(0, 1) + line(1, 2) + line(2, 3));
        LineTail latest = new LineTail(file, line(2, 3).length() + 3);
        assertThat(iterations(latest.look())).containsExactly(2L);
        append(line(3, 4));
        assertThat(iterations(latest.look())).containsExactly(3L);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(int iteration, int reward) {
        return "{\"iteration\":" + iteration + ",\"reward\":" + reward + "}\n";
    }

    private static List<Long> iterations(LineTail.Look look) {
        return look.lines().stream().map(RunLine::iteration).toList();
    }
}
