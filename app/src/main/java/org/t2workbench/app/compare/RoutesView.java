package org.t2workbench.app.compare;

import java.util.Locale;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ChosenAlpha;
import org.t2workbench.app.workbench.RouteAnswer;

/** What the other categories would have led to, once it is known. */
final class RoutesView extends VBox {

    private static final double WIDTH = 520;
    private static final double HEIGHT = 330;

    private final DispatchViewModel viewModel;
    private final Strings strings;
    private final Label state = new Label();
    private final Button cancel = new Button();
    private final VBox list = new VBox(12);

    RoutesView(DispatchViewModel viewModel, Strings strings) {
        super(10);
        this.viewModel = viewModel;
        this.strings = strings;
        setId("routes");
        getStyleClass().add("routes");
        setPrefWidth(WIDTH);
        Label title = new Label(strings.get("routes.title"));
        title.getStyleClass().add("strong");
        state.setId("routes-state");
        state.getStyleClass().add("muted");
        cancel.setText(strings.get("routes.cancel"));
        cancel.setId("routes-cancel");
        cancel.setOnAction(event -> viewModel.cancelRoutes());
        HBox row = new HBox(10, state, cancel);
        row.setAlignment(Pos.CENTER_LEFT);
        row.managedProperty().bind(row.visibleProperty());
        row.visibleProperty().bind(viewModel.routesStateProperty().isNotEqualTo(RoutesState.KNOWN));
        ScrollPane scroll = new Scroller(list);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HEIGHT);
        scroll.managedProperty().bind(scroll.visibleProperty());
        scroll.visibleProperty().bind(row.visibleProperty().not());
        getChildren().setAll(title, row, scroll);
        // a popover is made at each press: its listeners must not outlive it
        ListChangeListener<RouteAnswer> routesChanged = change -> showRoutes();
        ChangeListener<RoutesState> stateChanged = (property, before, now) -> showState(now);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                viewModel.routes().removeListener(routesChanged);
                viewModel.routesStateProperty().removeListener(stateChanged);
            } else {
                viewModel.routes().addListener(routesChanged);
                viewModel.routesStateProperty().addListener(stateChanged);
            }
        });
        showState(viewModel.routesStateProperty().get());
        showRoutes();
    }

    private void showState(RoutesState now) {
        boolean running = now == RoutesState.RUNNING || now == RoutesState.CANCELLING;
        cancel.setVisible(running);
        cancel.setDisable(now == RoutesState.CANCELLING);
        state.setText(strings.get(running ? "routes.running" : "routes.none"));
    }

    private void showRoutes() {
        list.getChildren().setAll(viewModel.routes().stream().map(this::row).toList());
    }

    private Node row(RouteAnswer route) {
        Label name = new Label(route.label());
        name.getStyleClass().add("strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label experts = new Label(
                route.alphas().stream().allMatch(ChosenAlpha::isZero)
                        ? strings.get("dispatch.base")
                        : String.join(
                                ", ",
                                route.alphas().stream()
                                        .filter(alpha -> !alpha.isZero())
                                        .map(alpha -> AlphaWords.of(alpha, strings))
                                        .toList()));
        experts.getStyleClass().add("muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label seconds =
                new Label(String.format(Locale.ROOT, "%.3f s", route.times().seconds()));
        seconds.getStyleClass().add("mono");
        seconds.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(10, name, experts, gap, seconds);
        head.setAlignment(Pos.CENTER_LEFT);
        Label text = new Label(route.text());
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().addAll("mono", "route-text");
        text.setMaxWidth(Double.MAX_VALUE);
        VBox row = new VBox(4, head, text);
        row.getStyleClass().add("route");
        if (!route.note().isEmpty()) {
            Label note = new Label(route.note());
            note.setWrapText(true);
            note.setMinHeight(Region.USE_PREF_SIZE);
            note.getStyleClass().add("small-note");
            row.getChildren().add(note);
        }
        return row;
    }
}
