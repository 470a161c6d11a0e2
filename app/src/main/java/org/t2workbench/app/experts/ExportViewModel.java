package org.t2workbench.app.experts;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ExportForm;
import org.t2workbench.app.workbench.ExportRequest;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.Quantities;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.exchange.LoraPlan;

/** An export as it is being set up: what, in which form, where to; for a LoRA what its rank costs. FX thread only. */
public final class ExportViewModel {

    private static final int USUAL_RANK = 16;
    private static final double SMALL = 1e-3;

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final ObjectProperty<ExportForm> form = new SimpleObjectProperty<>(ExportForm.LORA);
    private final IntegerProperty rank = new SimpleIntegerProperty(USUAL_RANK);
    private final BooleanProperty replace = new SimpleBooleanProperty();
    private final ObjectProperty<@Nullable ExpertSummary> alone = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable LoraPlan> plan = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Path> target = new ReadOnlyObjectWrapper<>();
    private @Nullable JobHandle planning;

    ExportViewModel(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        form.addListener((property, before, now) -> {
            target.set(null);
            plan();
        });
        alone.addListener((property, before, now) -> {
            plan.set(null);
            plan();
        });
    }

    // Properties

    public ObjectProperty<ExportForm> formProperty() {
        return form;
    }

    public IntegerProperty rankProperty() {
        return rank;
    }

    public BooleanProperty replaceProperty() {
        return replace;
    }

    /** The one expert that is exported at α = 1; null for the mixture of the sliders. */
    public ObjectProperty<@Nullable ExpertSummary> aloneProperty() {
        return alone;
    }

    /** The rank from which on nothing is lost; 0 while it is not known. */
    public int fullRank() {
        LoraPlan known = plan.get();
        return known == null ? 0 : known.fullRank();
    }

    /** Changes when {@link #fullRank} and {@link #error} do. */
    public ReadOnlyObjectProperty<?> planProperty() {
        return plan.getReadOnlyProperty();
    }

    /** Where to; null before it was chosen. */
    public ReadOnlyObjectProperty<@Nullable Path> targetProperty() {
        return target.getReadOnlyProperty();
    }

    /** ‖ΔW − ΔWᵣ‖/‖ΔW‖ for the chosen rank, in words. */
    public StringBinding error() {
        return Bindings.createStringBinding(
                () -> {
                    LoraPlan known = plan.get();
                    return known == null
                            ? strings.get(mixture().isNeutral() ? "export.nothing" : "export.planning")
                            : strings.get("export.error", percent(known.error(rank.get())));
                },
                plan,
                rank,
                workspace.mixtureProperty());
    }

    /** What else the rank means: the worst matrix, the size, the rank from which on nothing is lost. */
    public StringBinding errorNote() {
        return Bindings.createStringBinding(
                () -> {
                    LoraPlan known = plan.get();
                    if (known == null) {
                        return "";
                    }
                    int used = known.cut(rank.get());
                    double worst = known.parts().stream()
                            .mapToDouble(part -> part.error(used))
                            .max()
                            .orElse(0);
                    return strings.get(
                            "export.errorNote",
                            percent(worst),
                            Quantities.bytes(known.values(used) * Float.BYTES),
                            Integer.toString(known.fullRank()));
                },
                plan,
                rank);
    }

    /** The experts of the sliders and their α. */
    public String mixtureText() {
        String named = workspace.experts().stream()
                .filter(expert -> workspace.mixture().alpha(expert.id()) != 0)
                .map(expert -> String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        expert.name(),
                        workspace.mixture().alpha(expert.id())))
                .collect(Collectors.joining(" · "));
        return named.isEmpty() ? strings.get("export.neutral") : named;
    }

    /** Whether there is anything to export and a place for it. */
    public BooleanBinding ready() {
        return Bindings.createBooleanBinding(
                () -> target.get() != null && !mixture().isNeutral(), target, alone, workspace.mixtureProperty());
    }

    // Commands

    /**
     * Starts anew.
     *
     * @param selected the expert that may be exported by itself; where the sliders are all at 0 it is what is meant
     */
    public void begin(@Nullable ExpertSummary selected) {
        target.set(null);
        plan.set(null);
        replace.set(false);
        rank.set(USUAL_RANK);
        alone.set(workspace.mixture().isNeutral() ? selected : null);
        plan();
    }

    /** Stops what is computed for the dialog. */
    public void end() {
        if (planning != null) {
            planning.cancel();
            planning = null;
        }
    }

    /** Asks where to. */
    public void chooseTarget() {
        Optional<Path> chosen =
                switch (form.get()) {
                    case EXPERT ->
                        dialogs.chooseNewFile(
                                strings.get("export.chooseFile"),
                                strings.get("experts.kind"),
                                "*.safetensors",
                                "mixture.safetensors");
                    case GGUF ->
                        dialogs.chooseNewFile(
                                strings.get("export.chooseGguf"), strings.get("model.kind"), "*.gguf", "adapted.gguf");
                    case MODEL, LORA -> dialogs.chooseFolder(strings.get("export.chooseFolder"), null);
                };
        chosen.ifPresent(this::setTarget);
    }

    /** A folder, or a file where the form is one. */
    public void setTarget(Path chosen) {
        target.set(chosen);
    }

    /** Writes it, as a job of the status bar. */
    public void export() {
        Path where = target.get();
        if (where == null || mixture().isNeutral()) {
            return;
        }
        ExportRequest request = new ExportRequest(mixture(), form.get(), where, rank.get(), replace.get());
        String name = String.valueOf(where.getFileName());
        workspace
                .runner()
                .start(Job.compute(strings.get("job.exportMixture", name), (progress, token) -> {
                            workspace.session().exchange().export(request, progress, token);
                            return request;
                        })
                        .onSuccess(done -> dialogs.showNote(
                                strings.get("export.done"), done.target().toString())));
    }

    private MixtureSetting mixture() {
        ExpertSummary only = alone.get();
        return only == null ? workspace.mixture() : MixtureSetting.NEUTRAL.with(only.id(), 1);
    }

    private void plan() {
        end();
        if (form.get() != ExportForm.LORA || plan.get() != null || mixture().isNeutral()) {
            return;
        }
        MixtureSetting planned = mixture();
        planning = workspace
                .runner()
                .start(Job.compute(
                                strings.get("job.exportPlan"),
                                (progress, token) ->
                                        workspace.session().exchange().loraPlan(planned, progress, token))
                        .interleave()
                        .onSuccess(found -> {
                            if (planned.equals(mixture())) {
                                plan.set(found);
                                rank.set(found.cut(rank.get()));
                            }
                        }));
    }

    /** 12.34 %, or 1.2e-07 where that would read as nothing. */
    private static String percent(double share) {
        boolean small = share > 0 && share < SMALL;
        return small ? String.format(Locale.ROOT, "%.1e", share) : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
