package org.t2workbench.core.model;

import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.job.OutOfResourcesException;

/** Asked before something large is made: whether this machine can still give the memory. */
public final class AvailableMemory {

    private AvailableMemory() {}

    /**
     * @param purpose what the memory is for, as it reads after "needed to": {@code load the model x in f32}
     * @throws OutOfResourcesException when the machine cannot give that much
     */
    public static void require(long bytes, String purpose) {
        long available = MachineMemory.ofThisMachine().availableBytes();
        if (bytes > available) {
            throw new OutOfResourcesException(
                    "About " + MemoryEstimate.text(bytes) + " of memory are needed to " + purpose + ", but only "
                            + MemoryEstimate.text(available)
                            + " are free; close other programs or use a smaller model or dtype.",
                    null,
                    null);
        }
    }
}
