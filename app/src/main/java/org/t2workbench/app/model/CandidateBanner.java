package org.t2workbench.app.model;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ModelPreview;
import org.t2workbench.app.workbench.Quantities;

/** A model that was chosen, with the memory it will need, before it is opened. */
final class CandidateBanner extends HBox {

    private final Strings strings;
    private final Label name = new Label();
    private final Label need = new Label();
    private final Button open;

    CandidateBanner(ModelViewModel viewModel, Strings strings) {
        super(12);
        this.strings = strings;
        setId("model-candidate");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("banner");
        name.getStyleClass().add("strong");
        need.setWrapText(true);
        VBox words = new VBox(2, name, need);
        HBox.setHgrow(words, Priority.ALWAYS);
        open = new Button(strings.get("model.candidate.open"));
        open.setId("candidate-open");
        open.getStyleClass().add("accent");
        open.setOnAction(event -> viewModel.openCandidate());
        Button dismiss = new Button(strings.get("model.candidate.dismiss"));
        dismiss.setOnAction(event -> viewModel.dismissCandidate());
        for (Button button : new Button[] {open, dismiss}) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        getChildren().setAll(words, open, dismiss);
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
        open.requestFocus();
    }
}
