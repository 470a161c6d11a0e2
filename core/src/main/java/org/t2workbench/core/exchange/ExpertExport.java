package org.t2workbench.core.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.Parametrisation;

/** A mixture of experts as one expert, with the mixed gains. Any thread. */
public final class ExpertExport {

    private ExpertExport() {}

    /**
     * The expert that at α = 1 is the mixture.
     *
     * @param name what it is to be called
     * @throws InvalidInputException when the mixture changes nothing, or has an adapter in it that is no gains
     */
    public static Expert of(String name, ExportedMixture mixture, List<MatrixInfo> matrices) {
        for (Mixture.Share share : mixture.mixture().shares()) {
            if (share.adapter() instanceof AddedAdapter && !share.alpha().isZero()) {
                throw new InvalidInputException("The adapter " + share.adapter().name()
                        + " has no gains to become part of an expert; project it onto the singular basis first, or"
                        + " export the mixture as a LoRA.");
            }
        }
        Map<String, float[]> gains =
                new LinkedHashMap<>(mixture.adaptation(matrices).gains());
        return new Expert(
                name,
                mixture.base(),
                Parametrisation.DIRECT,
                "",
                OptionalLong.empty(),
                Optional.empty(),
                mixture.origin().experts().toString(),
                "",
                gains,
                Map.of());
    }
}
