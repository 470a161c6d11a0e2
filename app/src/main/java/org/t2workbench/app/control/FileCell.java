package org.t2workbench.app.control;

import java.util.Objects;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;

/** A name as it is; a file by its last part. */
public final class FileCell extends ListCell<String> {

    public FileCell() {
        setContentDisplay(ContentDisplay.TEXT_ONLY);
    }

    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
        super.updateItem(item, empty);
        String text = empty ? "" : Objects.toString(item, "");
        setText(text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1));
    }
}
