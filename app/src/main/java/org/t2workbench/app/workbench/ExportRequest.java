package org.t2workbench.app.workbench;

import java.nio.file.Path;

/**
 * What is to be exported, and where to.
 *
 * @param target a folder, or a file where the form is an expert
 * @param rank of a LoRA; more than is needed is cut
 * @param replace whether a model or an adapter that is there may be replaced
 */
public record ExportRequest(MixtureSetting mixture, ExportForm form, Path target, int rank, boolean replace) {}
