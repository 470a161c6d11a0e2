package org.t2workbench.app.control;

import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.transform.Transform;

/** What is shown, as a picture in the clipboard. FX thread only. */
public final class PictureClipboard {

    /** So that it stays sharp in a document. */
    private static final double SCALE = 2;

    private PictureClipboard() {}

    public static void copy(Node node) {
        SnapshotParameters sharp = new SnapshotParameters();
        sharp.setTransform(Transform.scale(SCALE, SCALE));
        ClipboardContent content = new ClipboardContent();
        content.putImage(node.snapshot(sharp, null));
        Clipboard.getSystemClipboard().setContent(content);
    }
}
