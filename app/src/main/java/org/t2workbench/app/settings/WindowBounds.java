package org.t2workbench.app.settings;

/** Place and size of the window in screen units. */
public record WindowBounds(double x, double y, double width, double height, boolean maximized) {}
