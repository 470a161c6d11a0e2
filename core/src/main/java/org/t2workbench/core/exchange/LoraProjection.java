package org.t2workbench.core.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.FactorSource;
import org.t2workbench.core.svf.HardRank;
import org.t2workbench.core.svf.MatrixChanges;
import org.t2workbench.core.svf.Parametrisation;

/**
 * The expert that comes closest to an adapter: of ΔW what lies along the singular directions, gᵢ = 1 + uᵢᵀ ΔW vᵢ / σᵢ, and
 * gᵢ = 1 where σᵢ counts as 0. As the uᵢvᵢᵀ are orthonormal, no other gains leave less of ΔW out.
 *
 * @param expert the gains
 * @param share ‖kept part of ΔW‖ / ‖ΔW‖ (Frobenius) over all matrices; 0 where ΔW is 0
 * @param matrices the same of each
 */
public record LoraProjection(Expert expert, double share, List<MatrixShare> matrices) {

    public LoraProjection {
        matrices = List.copyOf(matrices);
    }

    /**
     * What of one matrix's ΔW is kept.
     *
     * @param norm ‖ΔW‖
     * @param kept ‖kept part of ΔW‖
     */
    public record MatrixShare(String matrix, double norm, double kept) {

        /** 0 where ΔW is 0. */
        public double share() {
            return LoraProjection.share(kept, norm);
        }
    }

    /**
     * Projects an adapter at α = 1.
     *
     * @param target the model it is made for
     * @throws org.t2workbench.core.job.InvalidInputException when it does not fit the model
     * @throws org.t2workbench.core.job.CancelledException when cancelled; asked per matrix
     */
    public static LoraProjection of(
            AddedAdapter adapter,
            ReferenceImport.Labels labels,
            BaseModel.Target target,
            MatrixChanges changes,
            FactorSource decomposition,
            Progress progress,
            CancellationToken token) {
        adapter.checkAgainst(target);
        Adaptation alone = new Adaptation(Map.of(), List.of(new Adaptation.Added(adapter, Alpha.everywhere(1))));
        Map<String, float[]> gains = new LinkedHashMap<>();
        List<MatrixShare> shares = new ArrayList<>();
        double norms = 0;
        double kepts = 0;
        for (MatrixInfo matrix : target.matrices()) {
            if (!adapter.adapts(matrix.name())) {
                continue;
            }
            token.throwIfCancelled();
            progress.report(
                    "projecting " + matrix.name(),
                    shares.size(),
                    adapter.matrices().size());
            MatrixChanges.Projection projection = changes.project(alone, matrix);
            Kept kept = kept(projection.along(), decomposition.singularValues(matrix.name()), matrix);
            gains.put(matrix.name(), kept.gains());
            shares.add(new MatrixShare(matrix.name(), projection.norm(), Math.sqrt(kept.squares())));
            norms += projection.norm() * projection.norm();
            kepts += kept.squares();
        }
        String origin = new JsonMapper()
                .createObjectNode()
                .put("projected_from", adapter.name())
                .put("share", share(Math.sqrt(kepts), Math.sqrt(norms)))
                .toString();
        Expert expert = new Expert(
                labels.name(),
                target.model(),
                Parametrisation.DIRECT,
                labels.task(),
                OptionalLong.empty(),
                Optional.empty(),
                origin,
                "",
                gains,
                Map.of());
        return new LoraProjection(expert, share(Math.sqrt(kepts), Math.sqrt(norms)), shares);
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over, kept by nobody
    private record Kept(float[] gains, double squares) {}

    private static Kept kept(double[] along, double[] sigma, MatrixInfo matrix) {
        double tolerance = HardRank.tolerance(sigma[0], matrix.rows(), matrix.columns());
        float[] gains = new float[sigma.length];
        double squares = 0;
        for (int i = 0; i < sigma.length; i++) {
            float gain = (float) (1 + along[i] / sigma[i]);
            if (sigma[i] > tolerance && Float.isFinite(gain)) {
                gains[i] = gain;
                squares += along[i] * along[i];
            } else {
                gains[i] = 1;
            }
        }
        return new Kept(gains, squares);
    }

    private static double share(double kept, double norm) {
        // rounding may lift a whole above itself
        return norm > 0 ? Math.min(1, kept / norm) : 0;
    }
}
