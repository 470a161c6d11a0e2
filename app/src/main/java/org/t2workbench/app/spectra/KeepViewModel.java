package org.t2workbench.app.spectra;

import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.KeepReport;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.KeepTexts;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.Workspace;

/**
 * Some components kept and the others switched off, and what the model makes of it: asked for as the slider moves, and
 * what was asked before is given up. FX thread only.
 */
public final class KeepViewModel {

    /** Which components stay. */
    public enum Mode {
        ALL,
        TOP,
        BOTTOM,
        BAND
    }

    private static final int ANSWER_TOKENS = 40;

    private final Workspace workspace;
    private final Strings strings;
    private final ObjectProperty<@Nullable MatrixSummary> selected;
    private final ReadOnlyObjectProperty<SpectrumEdit> edit;
    private final Coalescer<KeepRequest> loader;
    private final Coalescer<ModelSummary> textsLoader;

    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.ALL);
    private final ObjectProperty<KeepRequest.Scope> scope = new SimpleObjectProperty<>(KeepRequest.Scope.MATRIX);
    private final IntegerProperty first = new SimpleIntegerProperty();
    private final IntegerProperty count = new SimpleIntegerProperty();
    private final ReadOnlyIntegerWrapper rank = new ReadOnlyIntegerWrapper();
    private final StringProperty prompt = new SimpleStringProperty("");
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable KeepReport> report = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<String> problem = new ReadOnlyObjectWrapper<>("");

    private boolean active;
    private int asked;
    private boolean settling;
    private @Nullable ModelSummary textsOf;
    private @Nullable KeepRequest last;

    KeepViewModel(
            Workspace workspace,
            Strings strings,
            ObjectProperty<@Nullable MatrixSummary> selected,
            ReadOnlyObjectProperty<SpectrumEdit> edit) {
        this.workspace = workspace;
        this.strings = strings;
        this.selected = selected;
        this.edit = edit;
        loader = new Coalescer<>(workspace.runner(), this::job);
        textsLoader = new Coalescer<>(workspace.runner(), this::textsJob);
        selected.addListener((property, before, now) -> matrixChanged(before, now));
        edit.addListener((property, before, now) -> ask());
        mode.addListener((property, before, now) -> ask());
        scope.addListener((property, before, now) -> ask());
        first.addListener((property, before, now) -> ask());
        count.addListener((property, before, now) -> ask());
        prompt.addListener((property, before, now) -> ask());
        text.addListener((property, before, now) -> ask());
        matrixChanged(null, selected.get());
    }

    // Properties

    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    public ObjectProperty<KeepRequest.Scope> scopeProperty() {
        return scope;
    }

    /** The first component of the band, from 0. */
    public IntegerProperty firstProperty() {
        return first;
    }

    /** How many components stay, counted in the chosen matrix. */
    public IntegerProperty countProperty() {
        return count;
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    public StringProperty textProperty() {
        return text;
    }

    /** What the model does, as far as it is known; null before anything is. */
    public ReadOnlyObjectProperty<@Nullable KeepReport> reportProperty() {
        return report.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Why there is no report, a sentence; empty while there is one. */
    public ReadOnlyObjectProperty<String> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** How many components the chosen matrix has; 0 without one. */
    public ReadOnlyIntegerProperty rankProperty() {
        return rank.getReadOnlyProperty();
    }

    public int rank() {
        return rank.get();
    }

    /** The first component that stays. */
    public int firstKept() {
        return switch (mode.get()) {
            case ALL, TOP -> 0;
            case BOTTOM -> rank() - count.get();
            case BAND -> Math.min(first.get(), rank());
        };
    }

    /** The last component that stays; below the first when none does. */
    public int lastKept() {
        return switch (mode.get()) {
            case ALL, BOTTOM -> rank() - 1;
            case TOP -> count.get() - 1;
            case BAND -> Math.min(rank(), first.get() + count.get()) - 1;
        };
    }

    // Commands

    void activate() {
        active = true;
        ModelSummary model = workspace.model();
        if (model != null && !model.equals(textsOf)) {
            textsLoader.submit(model);
        } else {
            ask();
        }
    }

    void deactivate() {
        active = false;
        if (busy.get()) {
            // half an answer is asked for again
            last = null;
        }
        loader.cancel();
        busy.set(false);
    }

    private void matrixChanged(@Nullable MatrixSummary before, @Nullable MatrixSummary now) {
        if (now == null) {
            rank.set(0);
            report.set(null);
            return;
        }
        settling = true;
        rank.set(now.rank());
        if (before == null || before.rank() != now.rank()) {
            first.set(0);
            count.set(now.rank());
        }
        settling = false;
        ask();
    }

    private void ask() {
        MatrixSummary matrix = selected.get();
        ModelSummary model = workspace.model();
        if (!active || settling || matrix == null || model == null || !model.equals(textsOf)) {
            return;
        }
        KeepRequest request = new KeepRequest(
                edit.get(),
                matrix,
                scope.get(),
                firstKept(),
                lastKept(),
                new KeepTexts(prompt.get(), text.get()),
                model.hasChatTemplate(),
                ANSWER_TOKENS);
        if (last != null && sameModel(last, request)) {
            return;
        }
        last = request;
        loader.cancel();
        asked++;
        busy.set(true);
        loader.submit(request);
    }

    /** Where everything is kept, it does not matter of which matrix: walking over the map asks nothing. */
    private static boolean sameModel(KeepRequest before, KeepRequest now) {
        boolean all = keepsAll(before) && keepsAll(now);
        return before.equals(now)
                || all && before.edit().equals(now.edit()) && before.texts().equals(now.texts());
    }

    private static boolean keepsAll(KeepRequest request) {
        return request.first() == 0 && request.last() == request.matrix().rank() - 1;
    }

    private Job<KeepReport> job(KeepRequest request) {
        int number = asked;
        return Job.compute(
                        strings.get("job.keep"),
                        (progress, token) -> workspace
                                .session()
                                .spectra()
                                .keep(
                                        request,
                                        partial -> workspace.runner().ui().execute(() -> show(number, partial)),
                                        token))
                .quiet()
                .interleave()
                .onSuccess(whole -> {
                    show(number, whole);
                    finished(number);
                })
                .onFailure(failure -> {
                    if (number == asked) {
                        report.set(null);
                        last = null;
                        problem.set(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
                    }
                    finished(number);
                })
                .onCancelled(() -> finished(number));
    }

    private void finished(int number) {
        if (number == asked) {
            busy.set(false);
        }
    }

    /** What was asked before the last question is not shown any more. */
    private void show(int number, KeepReport partial) {
        if (number == asked) {
            problem.set("");
            report.set(partial);
        }
    }

    private Job<Optional<KeepTexts>> textsJob(ModelSummary model) {
        return Job.compute(
                        strings.get("job.keep"),
                        (progress, token) -> workspace.session().spectra().keepTexts())
                .quiet()
                .interleave()
                .onSuccess(texts -> {
                    if (model.equals(workspace.model())) {
                        settling = true;
                        prompt.set(texts.map(KeepTexts::prompt).orElse(strings.get("spectra.keep.prompt.default")));
                        text.set(texts.map(KeepTexts::text).orElse(strings.get("spectra.keep.text.default")));
                        settling = false;
                        textsOf = model;
                        last = null;
                        ask();
                    }
                });
    }
}
