package org.t2workbench.app.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.MatrixSummary;

/** The matrices of a model by layer, with their shapes. */
public final class MatrixTree extends TreeView<MatrixTree.Entry> {

    /** A line of the tree: a layer, or a matrix in it. */
    public record Entry(String text, String note, @Nullable MatrixSummary matrix) {}

    private static final double ROW = 26;
    /** Rows that are seen above the chosen one. */
    private static final int ABOVE = 3;

    private boolean selecting;

    public MatrixTree(Consumer<MatrixSummary> onSelected) {
        setShowRoot(false);
        setFixedCellSize(ROW);
        getStyleClass().add("matrix-tree");
        setCellFactory(view -> new EntryCell());
        // where it is not seen it has no height to scroll in
        visibleProperty().addListener((property, before, now) -> {
            if (now) {
                Platform.runLater(this::scrollToChosen);
            }
        });
        getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            MatrixSummary chosen = now == null ? null : now.getValue().matrix();
            if (chosen != null && !selecting) {
                onSelected.accept(chosen);
            }
        });
    }

    /** @param layerName the words for a layer by its number */
    public void setMatrices(List<MatrixSummary> matrices, IntFunction<String> layerName) {
        Map<Integer, TreeItem<Entry>> layers = new LinkedHashMap<>();
        TreeItem<Entry> root = new TreeItem<>();
        for (MatrixSummary matrix : matrices) {
            TreeItem<Entry> layer = layers.computeIfAbsent(matrix.layer(), number -> {
                TreeItem<Entry> item = new TreeItem<>(new Entry(layerName.apply(number), "", null));
                item.setExpanded(number == 0);
                root.getChildren().add(item);
                return item;
            });
            String shape = matrix.rows() + " × " + matrix.columns();
            layer.getChildren().add(new TreeItem<>(new Entry(tail(matrix), shape, matrix)));
        }
        setRoot(root);
    }

    /** Shows a matrix as chosen, and where it is, without telling anybody. */
    public void select(MatrixSummary matrix) {
        TreeItem<Entry> shown = getSelectionModel().getSelectedItem();
        if (getRoot() == null
                || (shown != null && matrix.equals(shown.getValue().matrix()))) {
            return;
        }
        for (TreeItem<Entry> layer : getRoot().getChildren()) {
            for (TreeItem<Entry> item : layer.getChildren()) {
                if (matrix.equals(item.getValue().matrix())) {
                    selecting = true;
                    layer.setExpanded(true);
                    getSelectionModel().select(item);
                    selecting = false;
                    scrollToChosen();
                }
            }
        }
    }

    private void scrollToChosen() {
        scrollTo(Math.max(0, getSelectionModel().getSelectedIndex() - ABOVE));
    }

    /** {@code mlp.down_proj} of {@code layers.3.mlp.down_proj}, {@code mlp.c_proj} of {@code h.3.mlp.c_proj}. */
    private static String tail(MatrixSummary matrix) {
        return matrix.shortName().replaceFirst("^(layers|h)\\.\\d+\\.", "");
    }

    private static final class EntryCell extends TreeCell<Entry> {

        private final Label text = new Label();
        private final Label note = new Label();
        private final HBox row;

        EntryCell() {
            note.getStyleClass().addAll("muted", "mono-small");
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            row = new HBox(8, text, gap, note);
            row.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable Entry item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            text.setText(item.text());
            note.setText(item.note());
            setGraphic(row);
        }
    }
}
