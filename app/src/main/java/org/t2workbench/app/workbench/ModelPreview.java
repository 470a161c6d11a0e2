package org.t2workbench.app.workbench;

/** What is known of a model before its weights are read. */
public record ModelPreview(
        ModelSource source, String name, String architecture, long parameters, String storedDtype, MemoryNeed memory) {}
