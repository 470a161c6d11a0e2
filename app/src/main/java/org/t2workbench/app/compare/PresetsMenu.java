package org.t2workbench.app.compare;

import javafx.beans.InvalidationListener;
import javafx.collections.ObservableList;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.CatchUp;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;

/** Mixtures at one press: each expert alone, all in equal parts, and those kept in files. */
final class PresetsMenu extends MenuButton {

    private final CompareViewModel viewModel;
    private final Strings strings;

    PresetsMenu(CompareViewModel viewModel, Strings strings) {
        super(strings.get("compare.presets"));
        this.viewModel = viewModel;
        this.strings = strings;
        setId("compare-presets");
        getStyleClass().add("link-button");
        setTooltip(new Tooltip(strings.get("compare.presets.tooltip")));
        Runnable catchUp = new CatchUp(this, this::rebuild);
        InvalidationListener rebuild = change -> catchUp.run();
        viewModel.experts().addListener(rebuild);
        viewModel.modelProperty().addListener(rebuild);
        rebuild();
    }

    private void rebuild() {
        ObservableList<ExpertSummary> experts = viewModel.experts();
        getItems().clear();
        for (ExpertSummary expert : experts) {
            MenuItem alone = new MenuItem(strings.get("compare.presets.alone", expert.name()));
            // an underscore in a name is no mnemonic
            alone.setMnemonicParsing(false);
            alone.setOnAction(event -> viewModel.mix(MixtureSetting.NEUTRAL.with(expert.id(), 1)));
            getItems().add(alone);
        }
        if (experts.size() > 1) {
            MenuItem equal = new MenuItem(strings.get("compare.presets.equal"));
            equal.setId("compare-presets-equal");
            equal.setOnAction(event -> viewModel.mixEqually());
            getItems().add(equal);
        }
        if (!experts.isEmpty()) {
            getItems().add(new SeparatorMenuItem());
        }
        MenuItem save = new MenuItem(strings.get("compare.presets.save"));
        save.disableProperty().bind(viewModel.mixtureProperty().map(MixtureSetting::isNeutral));
        save.setOnAction(event -> viewModel.saveMixture());
        MenuItem open = new MenuItem(strings.get("compare.presets.open"));
        open.setDisable(viewModel.modelProperty().get() == null);
        open.setOnAction(event -> viewModel.openMixture());
        getItems().addAll(save, open);
    }
}
