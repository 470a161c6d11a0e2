package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.OutOfResourcesException;

class MemoryEstimateTest {

    @TempDir
    Path root;

    @BeforeEach
    void eightGibibytesAvailable() throws IOException {
        write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 10 kB\nMemAvailable:    8388608 kB\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private ModelConfig tiny(boolean tied) throws IOException {
        write("config.json", TinyModel.CONFIG.formatted(tied));
        return ModelConfig.read(root.resolve("config.json"));
    }

    @Test
    void tinyModelAsCountedByHand() throws IOException {
        // two layers of: q and o 6x6, k and v 2x6, gate and up 7x6, down 6x7, two norms of 6; embedding 11x6; norm 6
        MemoryEstimate tied = MemoryEstimate.of(tiny(true), 4);
        assertThat(tied.parameters()).isEqualTo(66 + 6 + 2 * (2 * 36 + 2 * 12 + 3 * 42 + 2 * 6));
        assertThat(tied.weights()).isEqualTo(4 * tied.parameters());
        assertThat(tied.decomposition()).isEqualTo(4 * 2 * (2 * 6 * 13 + 2 * 2 * 9 + 3 * 6 * 14));
        assertThat(tied.cache()).isEqualTo(4 * 2 * 2 * 2 * 32);
        assertThat(tied.staging()).isEqualTo(4 * 66);
        assertThat(tied.total())
                .isEqualTo(
                        tied.weights() + tied.decomposition() + tied.cache() + tied.staging() + MemoryEstimate.FIXED);
        assertThat(MemoryEstimate.of(tiny(false), 4).parameters()).isEqualTo(tied.parameters() + 66);
        assertThat(MemoryEstimate.of(tiny(true), 2).weights()).isEqualTo(2 * tied.parameters());
        assertThat(MemoryEstimate.of(tiny(true), 2).decomposition()).isEqualTo(tied.decomposition());
    }

    @Test
    void availableIsWhatTheKernelSaysWithoutGroups() {
        assertThat(new MachineMemory(root).availableBytes()).isEqualTo(8L << 30);
    }

    @Test
    void limitOfTheContainerCounts() throws IOException {
        write("proc/self/cgroup", "0::/outer/inner\n");
        write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
        write("sys/fs/cgroup/outer/inner/memory.current", "5\n");
        write("sys/fs/cgroup/outer/memory.max", "3000000000\n");
        write("sys/fs/cgroup/outer/memory.current", "1200000000\n");
        write("sys/fs/cgroup/outer/memory.stat", "anon 7\ninactive_file 200000000\n");
        assertThat(new MachineMemory(root).availableBytes()).isEqualTo(2_000_000_000);
    }

    @Test
    void limitOfOlderContainersCounts() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000000000\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "600000000\n");
        write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 100000000\n");
        assertThat(new MachineMemory(root).availableBytes()).isEqualTo(500_000_000);
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(new MachineMemory(root).availableBytes()).isEqualTo(8L << 30);
    }

    @Test
    void thisMachineHasMemory() {
        assertThat(MachineMemory.ofThisMachine().availableBytes()).isPositive();
    }

    @Test
    void missingMemoryIsOneSentenceWithBothFigures() {
        var machine = new MachineMemory(root);
        var estimate = new MemoryEstimate(0, 16_100_000_000L, 539_000_000, 0, 0);
        assertThatThrownBy(() -> estimate.requireToLoad("large", machine))
                .isInstanceOf(OutOfResourcesException.class)
                .hasMessage("The model large needs about 16.1 GB of memory, but only 8.6 GB are free;"
                        + " close other programs, compute in bf16, or choose a smaller model.");
        assertThatCode(() -> estimate.requireToDecompose("large", machine)).doesNotThrowAnyException();
        assertThat(MemoryEstimate.text(539_400_000)).isEqualTo("539 MB");
    }
}
