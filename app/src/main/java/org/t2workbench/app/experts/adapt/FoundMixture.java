package org.t2workbench.app.experts.adapt;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.Member;

/**
 * The best mixture up to the generation that is looked at: which experts and places its α belong to, and what can be done
 * with it. FX thread only.
 */
public final class FoundMixture {

    /** The place that stands for all of them together. */
    static final int EVERYWHERE = -1;

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final SearchWords words;
    private final Scrub scrub;
    private final ObservableList<String> places = FXCollections.observableArrayList();
    private final IntegerProperty place = new SimpleIntegerProperty(EVERYWHERE);
    private final ReadOnlyStringWrapper unusable = new ReadOnlyStringWrapper("");
    private @Nullable SearchRequest request;

    FoundMixture(Workspace workspace, DialogService dialogs, Strings strings, SearchWords words, Scrub scrub) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.words = words;
        this.scrub = scrub;
    }

    // Properties

    /** Layers or matrices that have α of their own; one entry where there is only one α per expert. */
    public ObservableList<String> places() {
        return places;
    }

    /** Which place is shown, or −1 for all together. */
    public IntegerProperty placeProperty() {
        return place;
    }

    /** Why the search cannot be used with the open model, or empty. */
    public ReadOnlyStringProperty unusableProperty() {
        return unusable.getReadOnlyProperty();
    }

    /** Names of the experts, in the order of their α. */
    public List<String> names() {
        SearchRequest shown = request;
        return shown == null
                ? List.of()
                : shown.experts().stream().map(this::name).toList();
    }

    private String name(Path file) {
        for (ExpertSummary expert : workspace.experts()) {
            if (same(expert.file(), file)) {
                return expert.name();
            }
        }
        return String.valueOf(file.getFileName()).replaceFirst("\\.safetensors$", "");
    }

    private static boolean same(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Why it cannot be put on the sliders, in one sentence; empty when it can. */
    public String applyProblem() {
        SearchRequest shown = request;
        Generation generation = scrub.generation().orElse(null);
        if (shown == null || generation == null) {
            return strings.get("adapt.apply.none");
        }
        return words.sliderProblem(shown.settings(), generation.best());
    }

    // Commands

    public boolean canSave() {
        return scrub.generation().map(shown -> !shown.best().score().refused()).orElse(false)
                && unusable.get().isEmpty();
    }

    public boolean canApply() {
        return canSave() && applyProblem().isEmpty();
    }

    /** Turns to a search; what its α belong to follows when the engine has a moment. */
    void follow(SearchRequest asked) {
        if (asked.equals(request)) {
            return;
        }
        forget();
        request = asked;
        workspace
                .runner()
                .start(Job.compute(
                                "",
                                (progress, token) ->
                                        workspace.session().searches().places(asked))
                        .quiet()
                        .interleave()
                        .onSuccess(found -> ifStill(asked, () -> places.setAll(found)))
                        .onFailure(error ->
                                ifStill(asked, () -> unusable.set(Objects.toString(error.getMessage(), "")))));
    }

    /** Turns away. */
    void forget() {
        request = null;
        place.set(EVERYWHERE);
        places.clear();
        unusable.set("");
    }

    private void ifStill(SearchRequest asked, Runnable action) {
        if (asked.equals(request)) {
            action.run();
        }
    }

    /**
     * Puts it on the sliders; its experts are opened where they are not.
     *
     * @param then when they are there
     */
    public void apply(Consumer<MixtureSetting> then) {
        SearchRequest shown = request;
        if (canApply() && shown != null) {
            List<Double> alpha = scrub.generation().orElseThrow().best().alpha();
            collect(shown.experts(), alpha, 0, MixtureSetting.NEUTRAL, then);
        }
    }

    private void collect(
            List<Path> files, List<Double> alpha, int at, MixtureSetting setting, Consumer<MixtureSetting> then) {
        if (at == files.size()) {
            workspace.mixtureProperty().set(setting);
            then.accept(setting);
            return;
        }
        Consumer<ExpertSummary> next =
                expert -> collect(files, alpha, at + 1, setting.with(expert.id(), alpha.get(at)), then);
        for (ExpertSummary expert : workspace.experts()) {
            if (same(expert.file(), files.get(at))) {
                next.accept(expert);
                return;
            }
        }
        workspace.loadExpert(files.get(at), next);
    }

    /** Asks for a file and keeps it there. */
    public void save() {
        SearchRequest shown = request;
        if (!canSave() || shown == null) {
            return;
        }
        Member best = scrub.generation().orElseThrow().best();
        dialogs.chooseNewFile(
                        strings.get("compare.mixture.save"),
                        strings.get("compare.mixture.kind"),
                        "*.json",
                        plainName(shown.task()) + "-mixture.json")
                .ifPresent(file -> workspace
                        .runner()
                        .start(Job.compute(strings.get("job.saveMixture"), (progress, token) -> {
                                    workspace.session().searches().save(shown, best, file);
                                    return file;
                                })
                                .interleave()
                                .onSuccess(saved -> dialogs.showNote(
                                        strings.get("adapt.saved"),
                                        strings.get("adapt.saved.text", String.valueOf(saved.getFileName()))))));
    }

    /** A task's name, or that of its file. */
    static String plainName(String task) {
        return String.valueOf(Path.of(task).getFileName()).replaceFirst("\\.json$", "");
    }
}
