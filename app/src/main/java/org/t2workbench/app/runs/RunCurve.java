package org.t2workbench.app.runs;

import java.util.List;
import org.t2workbench.core.run.Curve;

/**
 * One run's line in the chart.
 *
 * @param name empty for the line in the background that a smoothed one was made of
 * @param colour its place in the palette
 */
record RunCurve(String name, int colour, boolean faint, List<Curve.Point> points) {}
