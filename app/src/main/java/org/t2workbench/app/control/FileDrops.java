package org.t2workbench.app.control;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

/** Lets files and folders be dropped onto a part of the window. */
public final class FileDrops {

    private FileDrops() {}

    /**
     * @param willing whether anything can be done with them now
     * @param receiver takes each of them, on the FX thread
     */
    public static void onto(Node node, BooleanSupplier willing, Consumer<Path> receiver) {
        node.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles() && willing.getAsBoolean()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        node.setOnDragDropped(event -> {
            Dragboard board = event.getDragboard();
            event.setDropCompleted(board.hasFiles());
            board.getFiles().forEach(file -> receiver.accept(file.toPath()));
            event.consume();
        });
    }
}
