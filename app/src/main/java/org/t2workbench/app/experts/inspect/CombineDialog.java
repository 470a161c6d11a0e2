package org.t2workbench.app.experts.inspect;

import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.dialog.FormDialog;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.core.svf.ExpertOperation;

/** Sets up an expert that is made from others: which operation, of which, under which name. */
public final class CombineDialog {

    private static final double WIDTH = 520;
    private static final double LABEL = 96;
    private static final double LIST = 200;
    private static final double LINE = 25;

    private final FormDialog dialog;
    private final CombineViewModel viewModel;
    private final Strings strings;

    public CombineDialog(Window owner, CombineViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        dialog = new FormDialog(owner, "combine", strings.get("inspect.combine.title"), content())
                .doing("combine-make", strings.get("inspect.combine.make"), viewModel.ready(), viewModel::save);
    }

    public void show() {
        dialog.show();
    }

    private VBox content() {
        Segments<ExpertOperation> operation =
                new Segments<>(viewModel.operationProperty().get());
        operation.setId("combine-operation");
        operation.add(ExpertOperation.SUM, strings.get("inspect.combine.sum"), "");
        operation.add(ExpertOperation.DIFFERENCE, strings.get("inspect.combine.difference"), "");
        operation.add(ExpertOperation.NEGATION, strings.get("inspect.combine.negation"), "");
        operation.add(ExpertOperation.MEAN, strings.get("inspect.combine.mean"), "");
        operation.valueProperty().bindBidirectional(viewModel.operationProperty());
        HBox.setHgrow(operation, Priority.ALWAYS);
        Label explained = FormDialog.explanation("combine-explained");
        Label formula = new Label();
        formula.setId("combine-formula");
        formula.getStyleClass().add("mono");
        formula.setWrapText(true);
        formula.setMinHeight(Region.USE_PREF_SIZE);
        InvalidationListener show = change -> {
            explained.setText(strings.get(about(viewModel.operationProperty().get())));
            formula.setText(viewModel.formula());
        };
        viewModel.operationProperty().addListener(show);
        viewModel.chosen().addListener((ListChangeListener<ExpertSummary>)
                change -> show.invalidated(change.getList()));
        show.invalidated(viewModel.operationProperty());
        TextField name = new TextField();
        name.setId("combine-name");
        name.textProperty().bindBidirectional(viewModel.nameProperty());
        HBox.setHgrow(name, Priority.ALWAYS);
        VBox box = new VBox(
                10,
                new FormRow(
                        LABEL,
                        strings.get("inspect.combine.operation"),
                        strings.get("inspect.combine.operation.help"),
                        operation),
                explained,
                new FormRow(
                        LABEL,
                        strings.get("inspect.combine.experts"),
                        strings.get("inspect.combine.experts.help"),
                        experts()),
                new FormRow(
                        LABEL,
                        strings.get("inspect.combine.formula"),
                        strings.get("inspect.combine.formula.help"),
                        formula),
                new FormRow(
                        LABEL, strings.get("inspect.combine.name"), strings.get("inspect.combine.name.help"), name));
        box.setPrefWidth(WIDTH);
        return box;
    }

    private Node experts() {
        VBox list = new VBox(6);
        list.setId("combine-experts");
        for (ExpertSummary expert : viewModel.experts()) {
            CheckBox box = new CheckBox(expert.name());
            box.setMnemonicParsing(false);
            box.setId("combine-" + expert.id());
            box.setSelected(viewModel.chosen().contains(expert));
            box.setOnAction(event -> viewModel.toggle(expert));
            list.getChildren().add(box);
        }
        ScrollPane scroll = new Scroller(list);
        scroll.setFitToWidth(true);
        double height = Math.min(LIST, LINE * list.getChildren().size());
        scroll.setMinHeight(height);
        scroll.setMaxHeight(height);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        return scroll;
    }

    private static String about(ExpertOperation operation) {
        return switch (operation) {
            case SUM -> "inspect.combine.sum.about";
            case DIFFERENCE -> "inspect.combine.difference.about";
            case NEGATION -> "inspect.combine.negation.about";
            case MEAN -> "inspect.combine.mean.about";
        };
    }
}
