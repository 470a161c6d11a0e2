package org.t2workbench.sandbox;

import java.io.OutputStream;

/** Where what is printed goes: counted and forgotten. Safe from any thread. */
final class BoundedOutput extends OutputStream {

    private final long most;
    private volatile long written;

    BoundedOutput(long most) {
        this.most = most;
    }

    boolean isFull() {
        return written > most;
    }

    @Override
    public void write(int b) {
        add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        add(length);
    }

    private synchronized void add(int count) {
        written += count;
    }
}
