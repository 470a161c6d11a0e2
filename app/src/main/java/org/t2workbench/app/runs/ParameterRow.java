package org.t2workbench.app.runs;

import java.util.List;

/**
 * One setting of all chosen runs.
 *
 * @param values one a run, in the order of the runs
 * @param differs whether they are not all the same
 */
record ParameterRow(String name, List<String> values, boolean differs) {}
