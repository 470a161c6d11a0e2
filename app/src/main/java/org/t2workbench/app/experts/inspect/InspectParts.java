package org.t2workbench.app.experts.inspect;

import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.theme.Theme;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;

/** What the Experts screen is made of beside its list and its search. FX thread only. */
public final class InspectParts {

    private final InspectViewModel viewModel;
    private final Strings strings;
    private final Part gains;
    private final Part similarity;
    private final Part trajectory;
    private final CertificatePane certificate;

    /** @param onOpen shows the spectrum of a matrix under an expert */
    public InspectParts(
            InspectViewModel viewModel,
            Theme theme,
            Strings strings,
            BiConsumer<MatrixSummary, @Nullable ExpertSummary> onOpen) {
        this.viewModel = viewModel;
        this.strings = strings;
        gains = new GainsPane(viewModel.gains(), theme, strings, onOpen).part();
        similarity = new SimilarityPane(viewModel.similarity(), theme, strings).part();
        trajectory = new TrajectoryPane(viewModel.trajectory(), theme, strings).part();
        certificate = new CertificatePane(viewModel.certificate(), theme, strings);
    }

    public Part gains() {
        return gains;
    }

    public Part similarity() {
        return similarity;
    }

    public Part trajectory() {
        return trajectory;
    }

    /** The effect of the chosen expert. */
    public Node certificate() {
        return certificate.node();
    }

    /**
     * Starts or stops the measuring of effects.
     *
     * @param front whether the list with the chosen expert's effect is in front
     */
    public void setCertificateActive(boolean front) {
        certificate.setActive(front);
    }

    /** Asks which expert to make from others. */
    public void combine(Window owner, @Nullable ExpertSummary first) {
        viewModel.combine().begin(first);
        new CombineDialog(owner, viewModel.combine(), strings).show();
    }
}
