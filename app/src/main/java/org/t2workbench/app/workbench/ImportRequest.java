package org.t2workbench.app.workbench;

import java.nio.file.Path;

/**
 * What is to become an expert.
 *
 * @param source a file of the authors' code, or an adapter's folder
 * @param out the expert file to write
 * @param task it was trained on; may be empty
 * @param parametrisation of the authors' file: sigmoid, direct or mixture; empty for what its kind asks for
 */
public record ImportRequest(Path source, Path out, String task, String parametrisation) {}
