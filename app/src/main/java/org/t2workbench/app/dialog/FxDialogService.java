package org.t2workbench.app.dialog;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.controlsfx.control.Notifications;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;

/** The dialogs of the real window. */
public final class FxDialogService implements DialogService {

    private final Supplier<Window> owner;
    private final Strings strings;

    public FxDialogService(Supplier<Window> owner, Strings strings) {
        this.owner = owner;
        this.strings = strings;
    }

    @Override
    public Optional<Path> chooseFolder(String title, @Nullable Path start) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        existing(start).ifPresent(chooser::setInitialDirectory);
        return Optional.ofNullable(chooser.showDialog(owner.get())).map(File::toPath);
    }

    @Override
    public Optional<Path> chooseFile(String title, String kind, String pattern, @Nullable Path start) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, pattern));
        existing(start).ifPresent(chooser::setInitialDirectory);
        return Optional.ofNullable(chooser.showOpenDialog(owner.get())).map(File::toPath);
    }

    @Override
    public Optional<Path> chooseNewFile(String title, String kind, String pattern, String name) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, pattern));
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(owner.get())).map(File::toPath);
    }

    @Override
    public void showError(ErrorReport report) {
        new ErrorDialog(owner.get(), report, strings).show();
    }

    @Override
    public void showNote(String title, String text) {
        Notifications.create().owner(owner.get()).title(title).text(text).show();
    }

    private static Optional<File> existing(@Nullable Path folder) {
        return Optional.ofNullable(folder).filter(Files::isDirectory).map(Path::toFile);
    }
}
