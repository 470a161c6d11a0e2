package org.t2workbench.app.experts.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.ExpertCombination;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.svf.ExpertOperation;

/** Making an expert from experts. FX thread only. */
public final class CombineViewModel {

    private static final String ENDING = ".safetensors";

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final Consumer<ExpertSummary> onMade;
    private final ObjectProperty<ExpertOperation> operation = new SimpleObjectProperty<>(ExpertOperation.SUM);
    private final ObservableList<ExpertSummary> chosen = FXCollections.observableArrayList();
    private final ObservableList<ExpertSummary> chosenView = FXCollections.unmodifiableObservableList(chosen);
    private final StringProperty name = new SimpleStringProperty("");
    private final BooleanBinding ready;
    private String proposed = "";

    /** @param onMade hears of the new expert when it is open */
    CombineViewModel(Workspace workspace, DialogService dialogs, Strings strings, Consumer<ExpertSummary> onMade) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.onMade = onMade;
        ready = Bindings.createBooleanBinding(() -> combination().isComplete(), operation, chosen, name);
        operation.addListener((property, before, now) -> propose());
        workspace.modelProperty().addListener((property, before, now) -> chosen.clear());
    }

    // Properties

    /** Those that can take part. */
    public List<ExpertSummary> experts() {
        return workspace.experts().stream()
                .filter(expert -> !expert.isAdapter())
                .toList();
    }

    public ObjectProperty<ExpertOperation> operationProperty() {
        return operation;
    }

    /** In the order in which they were chosen. */
    public ObservableList<ExpertSummary> chosen() {
        return chosenView;
    }

    public StringProperty nameProperty() {
        return name;
    }

    /** Whether the operation takes what is chosen. */
    public BooleanBinding ready() {
        return ready;
    }

    /** What will be made, as a formula in the experts' names; empty while nothing is chosen. */
    public String formula() {
        List<String> names = chosen.stream().map(ExpertSummary::name).toList();
        if (names.isEmpty()) {
            return "";
        }
        return switch (operation.get()) {
            case SUM -> String.join(" + ", names);
            case DIFFERENCE -> String.join(" − ", names);
            case NEGATION -> "−" + String.join(" − ", names);
            case MEAN -> "(" + String.join(" + ", names) + ") / " + names.size();
        };
    }

    // Commands

    /**
     * Starts anew.
     *
     * @param first chosen to begin with; null for none
     */
    public void begin(@Nullable ExpertSummary first) {
        chosen.clear();
        if (first != null && !first.isAdapter()) {
            chosen.add(first);
        }
        propose();
    }

    /** Takes an expert in, at the end, or out. */
    public void toggle(ExpertSummary expert) {
        if (!chosen.remove(expert)) {
            chosen.add(expert);
        }
        propose();
    }

    /** Asks for a file, writes the expert there, and adds it to the experts. */
    public void save() {
        if (!ready.get()) {
            return;
        }
        String file = name.get().strip().replaceAll("[^A-Za-z0-9_-]+", "-");
        dialogs.chooseNewFile(
                        strings.get("spectra.edit.save.choose"),
                        strings.get("experts.kind"),
                        "*" + ENDING,
                        file + ENDING)
                .ifPresent(this::saveTo);
    }

    /** Writes the expert and adds it to the experts. */
    public void saveTo(Path file) {
        ExpertCombination made = combination();
        workspace
                .runner()
                .start(Job.compute(strings.get("job.combine"), (progress, token) -> {
                            workspace.session().inspection().saveCombined(made, file);
                            return file;
                        })
                        .interleave()
                        .onSuccess(written -> workspace.loadExpert(written, expert -> {
                            onMade.accept(expert);
                            dialogs.showNote(
                                    strings.get("inspect.combine.made", expert.name()),
                                    strings.get("spectra.edit.saved.text"));
                        })));
    }

    private ExpertCombination combination() {
        return new ExpertCombination(
                operation.get(), chosen.stream().map(ExpertSummary::id).toList(), name.get());
    }

    /** A name from the formula, unless another was typed. */
    private void propose() {
        if (name.get().equals(proposed)) {
            List<String> names = chosen.stream().map(ExpertSummary::name).toList();
            proposed = names.isEmpty() ? "" : operation.get().label() + "-" + String.join("-", names);
            name.set(proposed);
        }
    }
}
