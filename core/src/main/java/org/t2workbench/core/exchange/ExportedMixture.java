package org.t2workbench.core.exchange;

import java.util.List;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Mixture;

/**
 * A mixture over the model that it is exported with. One without experts is the model as it is, which only changes its form.
 *
 * @param base the model
 */
public record ExportedMixture(BaseModel base, Mixture mixture) {

    ExportOrigin origin() {
        return new ExportOrigin(base, mixture);
    }

    /**
     * What it does to the model's weights.
     *
     * @throws InvalidInputException when it has experts and they do nothing
     */
    Adaptation adaptation(List<MatrixInfo> matrices) {
        Adaptation adaptation = mixture.adaptation(matrices);
        if (!mixture.shares().isEmpty() && matrices.stream().noneMatch(adaptation::changes)) {
            throw new InvalidInputException("The mixture leaves every weight of " + base.name()
                    + " as it is, so there is nothing to export; give an expert an α other than 0.");
        }
        return adaptation;
    }
}
