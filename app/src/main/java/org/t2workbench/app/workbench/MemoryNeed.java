package org.t2workbench.app.workbench;

/** Bytes: what a model needs to run and what the machine has free now. */
public record MemoryNeed(long weights, long decomposition, long total, long available) {

    public boolean fits() {
        return total <= available;
    }
}
