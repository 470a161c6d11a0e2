package org.t2workbench.app.compare;

import org.t2workbench.app.workbench.Side;

/** A token of one of the two answers. */
public record Place(Side side, int index) {}
