package org.t2workbench.app.experts.inspect;

import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.EffectCertificate;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Workspace;

/** What the chosen expert does at α = 1, and whether the figures can be believed. FX thread only. */
public final class CertificateViewModel {

    /** Tokens of the answer that flips are looked for in. */
    private static final int TOKENS = 32;

    /** Up to so many parameters it is measured without being asked: nobody notices. */
    private static final long UNNOTICED_PARAMETERS = 20_000_000;

    private final Workspace workspace;
    private final Strings strings;
    private final ObjectProperty<@Nullable ExpertSummary> expert;
    private final Supplier<PromptText> prompt;
    private final FigureFiles files;
    private final Coalescer<Asked> loader;
    private final ReadOnlyObjectWrapper<@Nullable EffectCertificate> certificate = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private boolean active;

    private record Asked(ExpertSummary expert, PromptText prompt) {}

    /** @param prompt what is measured on */
    CertificateViewModel(
            Workspace workspace,
            Strings strings,
            ObjectProperty<@Nullable ExpertSummary> expert,
            Supplier<PromptText> prompt,
            FigureFiles files) {
        this.workspace = workspace;
        this.strings = strings;
        this.expert = expert;
        this.prompt = prompt;
        this.files = files;
        loader = new Coalescer<>(workspace.runner(), this::job);
        expert.addListener((property, before, now) -> changed());
        Runnable changed = workspace.inTurn(this::changed);
        workspace.modelProperty().addListener((property, before, now) -> changed.run());
        workspace.decompositionProperty().addListener((property, before, now) -> changed.run());
    }

    // Properties

    public ReadOnlyObjectProperty<@Nullable EffectCertificate> certificateProperty() {
        return certificate.getReadOnlyProperty();
    }

    /** Why there are no figures, a sentence; empty where there are. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    FigureFiles files() {
        return files;
    }

    // Commands

    void setActive(boolean front) {
        active = front;
        if (!front) {
            loader.cancel();
            busy.set(false);
        } else if (certificate.get() == null
                || !certificate.get().prompt().equals(prompt.get().text())) {
            changed();
        }
    }

    /** Measures, on the prompt as it is now. */
    public void measure() {
        ExpertSummary chosen = expert.get();
        if (chosen != null && isDecomposed()) {
            problem.set("");
            busy.set(true);
            loader.submit(new Asked(chosen, prompt.get()));
        }
    }

    private boolean isDecomposed() {
        DecompositionStatus status = workspace.decompositionProperty().get();
        return status != null && status.isComplete();
    }

    private void changed() {
        certificate.set(null);
        problem.set("");
        ModelSummary model = workspace.model();
        if (!active || expert.get() == null || model == null) {
            return;
        }
        if (!isDecomposed()) {
            problem.set(strings.get("inspect.effect.undecomposed"));
        } else if (model.parameters() <= UNNOTICED_PARAMETERS) {
            measure();
        } else {
            problem.set(strings.get("inspect.effect.ask"));
        }
    }

    private Job<EffectCertificate> job(Asked asked) {
        Job<EffectCertificate> job = Job.compute(
                        strings.get("job.effect", asked.expert().name()),
                        (progress, token) -> workspace
                                .session()
                                .inspection()
                                .certificate(asked.expert().id(), asked.prompt(), TOKENS, progress, token))
                .onSuccess(found -> {
                    if (Objects.equals(asked.expert(), expert.get())) {
                        busy.set(false);
                        certificate.set(found);
                    }
                })
                .onFailure(failure -> {
                    if (Objects.equals(asked.expert(), expert.get())) {
                        busy.set(false);
                        problem.set(String.valueOf(failure.getMessage()));
                    }
                })
                .onCancelled(() -> busy.set(false));
        ModelSummary model = workspace.model();
        return model != null && model.parameters() <= UNNOTICED_PARAMETERS
                ? job.quiet().interleave()
                : job;
    }
}
