package org.t2workbench.app.model;

import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.HubOffer;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.Quantities;

/** A model that was chosen, with the memory it will need and what has to be fetched, before it is opened. */
final class CandidateBanner extends HBox {

    private final Strings strings;
    private final Label name = new Label();
    private final Label need = new Label();
    private final Label offer = new Label();
    private final FileList files;
    private final Button showFiles;
    private final Button open;

    CandidateBanner(ModelViewModel viewModel, Strings strings) {
        super(12);
        this.strings = strings;
        setId("model-candidate");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("banner");
        name.getStyleClass().add("strong");
        need.setWrapText(true);
        offer.setId("candidate-offer");
        offer.setWrapText(true);
        offer.managedProperty().bind(offer.visibleProperty());
        files = new FileList(strings);
        showFiles = new Button(strings.get("model.candidate.files.show"));
        showFiles.setId("candidate-show-files");
        showFiles.setTooltip(FormRow.tooltip(strings.get("model.candidate.files.tooltip")));
        showFiles.managedProperty().bind(showFiles.visibleProperty());
        showFiles.setOnAction(event -> showFiles(!files.isVisible()));
        files.managedProperty().bind(files.visibleProperty());
        VBox.setMargin(files, new Insets(6, 0, 0, 0));
        VBox words = new VBox(2, name, offer, need, files);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        setMinHeight(Region.USE_PREF_SIZE);
        open = new Button(strings.get("model.candidate.open"));
        open.setId("candidate-open");
        open.getStyleClass().add("accent");
        open.setOnAction(event -> viewModel.openCandidate());
        BooleanBinding possible = viewModel.canOpenCandidate();
        open.disableProperty().bind(possible.not());
        Button dismiss = new Button(strings.get("model.candidate.dismiss"));
        dismiss.setOnAction(event -> viewModel.dismissCandidate());
        for (Button button : new Button[] {showFiles, open, dismiss}) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        getChildren().setAll(words, showFiles, open, dismiss);
        viewModel.candidateProperty().addListener((property, before, now) -> show(now));
        show(viewModel.candidateProperty().get());
    }

    private void show(@Nullable ModelPreview candidate) {
        setVisible(candidate != null);
        setManaged(candidate != null);
        if (candidate == null) {
            return;
        }
        name.setText(strings.get(
                "model.candidate.name",
                candidate.name(),
                candidate.architecture(),
                Quantities.count(candidate.parameters()),
                candidate.storedDtype()));
        need.setText(strings.get(
                candidate.memory().fits() ? "model.candidate.fits" : "model.candidate.tooLarge",
                Quantities.bytes(candidate.memory().total()),
                Quantities.bytes(candidate.memory().weights()),
                Quantities.bytes(candidate.memory().decomposition()),
                Quantities.bytes(candidate.memory().available())));
        show(candidate.hub());
        open.requestFocus();
    }

    private void show(@Nullable HubOffer hub) {
        offer.setVisible(hub != null);
        showFiles.setVisible(hub != null && !hub.files().isEmpty());
        showFiles(false);
        open.setText(strings.get(
                hub == null || hub.bytesToFetch() == 0 ? "model.candidate.open" : "model.candidate.download"));
        if (hub != null) {
            offer.setText(words(hub));
            files.show(hub);
        }
    }

    private void showFiles(boolean shown) {
        files.setVisible(shown);
        showFiles.setText(strings.get(shown ? "model.candidate.files.hide" : "model.candidate.files.show"));
    }

    private String words(HubOffer hub) {
        if (!hub.asked()) {
            return strings.get("model.hub.cacheOnly");
        }
        String size = hub.bytesToFetch() == 0
                ? strings.get("model.hub.complete", Quantities.bytes(hub.bytes()))
                : strings.get(
                        "model.hub.missing",
                        Quantities.bytes(hub.bytesToFetch()),
                        hub.missing(),
                        Quantities.bytes(hub.bytes()));
        String license = hub.license().isEmpty()
                ? strings.get("model.hub.license.none")
                : strings.get("model.hub.license", hub.license());
        return String.join(" ", size, license, hub.gated() ? strings.get("model.hub.gated") : "")
                .strip();
    }
}
