package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.t2workbench.core.job.ProcessMemory;

class NativeHeapTest {

    private static final int TENSORS = 100;
    private static final long MEGABYTE = 1 << 20;

    /**
     * 100 tensors of 4 MB with smaller ones between them, which keep what the large ones leave from being returned. The
     * smaller ones are too large for the holes that other tests left, or they would not lie between.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void holesBetweenWhatIsStillUsedAreGivenBack() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager kept = engine.newScope()) {
            try (NDManager first = engine.newScope()) {
                // from the first block of a size that is freed, the C library keeps blocks of this size
                first.zeros(new Shape(8 * MEGABYTE), DataType.INT8);
            }
            NativeHeap.giveBack();
            long before = ProcessMemory.resident().orElseThrow();
            try (NDManager freed = engine.newScope()) {
                for (int i = 0; i < TENSORS; i++) {
                    freed.ones(new Shape(4 * MEGABYTE), DataType.INT8);
                    kept.ones(new Shape(MEGABYTE / 4), DataType.INT8);
                }
            }
            NativeHeap.giveBack();
            long grown = ProcessMemory.resident().orElseThrow() - before;
            assertThat(grown).isLessThan(TENSORS * MEGABYTE);
        }
    }
}
