package org.t2workbench.app.dialog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what would have been shown and answers every chooser with the same path. */
public final class FakeDialogs implements DialogService {

    public final List<ErrorReport> errors = new ArrayList<>();

    /** Title and text of each note. */
    public final List<String> notes = new ArrayList<>();

    /** What the person chooses; null: they close the chooser. */
    public @Nullable Path answer;

    @Override
    public Optional<Path> chooseFolder(String title, @Nullable Path start) {
        return Optional.ofNullable(answer);
    }

    @Override
    public Optional<Path> chooseFile(String title, String kind, String pattern, @Nullable Path start) {
        return Optional.ofNullable(answer);
    }

    @Override
    public Optional<Path> chooseNewFile(String title, String kind, String pattern, String name) {
        return Optional.ofNullable(answer);
    }

    @Override
    public void showError(ErrorReport report) {
        errors.add(report);
    }

    @Override
    public void showNote(String title, String text) {
        notes.add(title + ": " + text);
    }
}
