package org.t2workbench.app.experts;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.Deck;
import org.t2workbench.app.control.FileDrops;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.experts.adapt.AdaptView;
import org.t2workbench.app.experts.inspect.InspectParts;
import org.t2workbench.app.experts.inspect.Part;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Shortcuts;

/** The Experts screen: its parts, one of which is in front, and their tools. */
public final class ExpertsView extends VBox {

    /** What can be in front. */
    private enum Shown {
        LIST,
        GAINS,
        SIMILARITY,
        TRAJECTORY,
        ADAPT
    }

    private final ExpertsViewModel viewModel;
    private final Strings strings;
    private final InspectParts inspect;
    private final Map<Shown, Part> parts = new EnumMap<>(Shown.class);
    private final Segments<Shown> shown = new Segments<>(Shown.LIST);
    private boolean front;

    public ExpertsView(ExpertsViewModel viewModel, InspectParts inspect, AdaptView adapt, Strings strings) {
        super(12);
        this.viewModel = viewModel;
        this.strings = strings;
        this.inspect = inspect;
        setId("experts");
        getStyleClass().add("screen");
        parts.put(Shown.LIST, new ListPart(new ExpertList(viewModel, inspect.certificate(), strings)));
        parts.put(Shown.GAINS, inspect.gains());
        parts.put(Shown.SIMILARITY, inspect.similarity());
        parts.put(Shown.TRAJECTORY, inspect.trajectory());
        parts.put(Shown.ADAPT, new AdaptPart(adapt));
        shown.setId("experts-shown");
        shown.add(Shown.LIST, strings.get("experts.show.list"), strings.get("experts.show.list.tooltip"));
        shown.add(Shown.GAINS, strings.get("inspect.show.gains"), strings.get("inspect.show.gains.tooltip"));
        shown.add(
                Shown.SIMILARITY,
                strings.get("inspect.show.similarity"),
                strings.get("inspect.show.similarity.tooltip"));
        shown.add(Shown.TRAJECTORY, strings.get("inspect.show.way"), strings.get("inspect.show.way.tooltip"));
        shown.add(Shown.ADAPT, strings.get("experts.show.adapt"), strings.get("experts.show.adapt.tooltip"));
        Deck actions = new Deck();
        actions.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(actions, Priority.ALWAYS);
        Deck views = new Deck();
        views.setMinSize(0, 0);
        VBox.setVgrow(views, Priority.ALWAYS);
        shown.valueProperty().subscribe(which -> {
            actions.show(part(which).tools());
            views.show(part(which).node());
        });
        shown.valueProperty().addListener((property, before, now) -> {
            part(before).setActive(false);
            part(now).setActive(front);
        });
        HBox tools = new HBox(10, shown, actions);
        tools.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(tools, views);
        FileDrops.onto(this, viewModel::canOpen, viewModel::open);
    }

    private HBox listTools() {
        Button combine = new Button(strings.get("inspect.combine"), new FontIcon(Feather.GIT_MERGE));
        combine.setId("experts-combine");
        combine.setTooltip(new Tooltip(strings.get("inspect.combine.tooltip")));
        combine.setOnAction(event -> inspect.combine(
                getScene().getWindow(), viewModel.selectedProperty().get()));
        combine.disableProperty().bind(viewModel.modelProperty().isNull());
        HBox tools = new HBox(8, combine, importMenu(), exportButton());
        tools.setAlignment(Pos.CENTER_RIGHT);
        return tools;
    }

    private MenuButton importMenu() {
        MenuButton menu = new MenuButton(strings.get("experts.import"), new FontIcon(Feather.DOWNLOAD));
        menu.setId("experts-import");
        menu.setTooltip(new Tooltip(strings.get("experts.import.tooltip")));
        MenuItem expert = new MenuItem(
                strings.get("experts.open", Shortcuts.text(Shortcuts.OPEN_EXPERT)), new FontIcon(Feather.FILE_PLUS));
        expert.setId("experts-open");
        expert.setOnAction(event -> viewModel.choose());
        MenuItem adapter = new MenuItem(strings.get("experts.openFolder"), new FontIcon(Feather.FOLDER_PLUS));
        adapter.setId("experts-open-folder");
        adapter.setOnAction(event -> viewModel.chooseAdapter());
        MenuItem reference = new MenuItem(strings.get("experts.openReference"), new FontIcon(Feather.FILE_TEXT));
        reference.setId("experts-open-reference");
        reference.setOnAction(event -> viewModel.imports().choose());
        menu.getItems().setAll(expert, adapter, reference);
        menu.disableProperty().bind(viewModel.modelProperty().isNull());
        viewModel.imports().sourceProperty().addListener((property, before, now) -> {
            if (now != null) {
                new ImportDialog(getScene().getWindow(), viewModel.imports(), strings).show();
            }
        });
        return menu;
    }

    private Button exportButton() {
        Button export = new Button(strings.get("experts.export"), new FontIcon(Feather.UPLOAD));
        export.setId("experts-export");
        export.setTooltip(new Tooltip(strings.get("experts.export.tooltip")));
        export.setOnAction(event -> {
            viewModel.beginExport();
            new ExportDialog(
                            getScene().getWindow(),
                            viewModel.exports(),
                            viewModel.selectedProperty().get(),
                            strings)
                    .show();
        });
        export.disableProperty().bind(viewModel.modelProperty().isNull());
        return export;
    }

    private Part part(Shown which) {
        return Objects.requireNonNull(parts.get(which));
    }

    /** The screen came to the front, or went to the back: then nothing of it keeps the compute thread busy. */
    public void setFront(boolean now) {
        front = now;
        part(shown.valueProperty().get()).setActive(now);
    }

    /** Turns to the search of mixtures, or to the list of experts. */
    public void showAdapt(boolean search) {
        shown.valueProperty().set(search ? Shown.ADAPT : Shown.LIST);
    }

    /** Whether the search of mixtures is in front. */
    public boolean isAdaptShown() {
        return shown.valueProperty().get() == Shown.ADAPT;
    }

    /** The table, a map, or the task of the search, for the keyboard's first focus. */
    public Node firstFocus() {
        return part(shown.valueProperty().get()).firstFocus();
    }

    /** The list with the chosen expert's effect. */
    private final class ListPart implements Part {

        private final ExpertList list;
        private final HBox tools = listTools();

        ListPart(ExpertList list) {
            this.list = list;
        }

        @Override
        public Node node() {
            return list;
        }

        @Override
        public Node tools() {
            return tools;
        }

        @Override
        public void setActive(boolean now) {
            inspect.setCertificateActive(now);
        }

        @Override
        public Node firstFocus() {
            return list.firstFocus();
        }
    }

    /** The search, which goes on whatever is in front. */
    private record AdaptPart(AdaptView adapt) implements Part {

        @Override
        public Node node() {
            return adapt;
        }

        @Override
        public Node tools() {
            return adapt.tools();
        }

        @Override
        public void setActive(boolean now) {}

        @Override
        public Node firstFocus() {
            return adapt.firstFocus();
        }
    }
}
