package org.t2workbench.app.experts.inspect;

import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunRegistry;

/** Everything that looks into experts. FX thread only. */
public final class InspectViewModel {

    private final GainsViewModel gains;
    private final SimilarityViewModel similarity;
    private final TrajectoryViewModel trajectory;
    private final CertificateViewModel certificate;
    private final CombineViewModel combine;

    /**
     * @param registry where runs are looked for
     * @param expert the chosen one, on the whole screen
     * @param prompt what effects are measured on
     */
    public InspectViewModel(
            Workspace workspace,
            DialogService dialogs,
            Strings strings,
            RunRegistry registry,
            ObjectProperty<@Nullable ExpertSummary> expert,
            Supplier<PromptText> prompt) {
        FigureFiles files = new FigureFiles(workspace.runner(), dialogs, strings);
        gains = new GainsViewModel(workspace, strings, expert, files);
        similarity = new SimilarityViewModel(workspace, strings, files);
        trajectory = new TrajectoryViewModel(workspace, dialogs, strings, registry, prompt, files);
        certificate = new CertificateViewModel(workspace, strings, expert, prompt, files);
        combine = new CombineViewModel(workspace, dialogs, strings, expert::set);
    }

    public GainsViewModel gains() {
        return gains;
    }

    public SimilarityViewModel similarity() {
        return similarity;
    }

    public TrajectoryViewModel trajectory() {
        return trajectory;
    }

    public CertificateViewModel certificate() {
        return certificate;
    }

    public CombineViewModel combine() {
        return combine;
    }
}
