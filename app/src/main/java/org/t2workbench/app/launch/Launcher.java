package org.t2workbench.app.launch;

/** The program's entry point. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {}
}
