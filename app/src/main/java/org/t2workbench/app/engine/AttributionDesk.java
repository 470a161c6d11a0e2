package org.t2workbench.app.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.t2workbench.app.workbench.AnswerToken;
import org.t2workbench.app.workbench.AttributionRequest;
import org.t2workbench.app.workbench.AttributionSession;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.TokenAttribution;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.spectrum.Attribution;
import org.t2workbench.core.spectrum.AttributionMeter;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Mixture;

/** Takes tokens of one model's answers apart. Compute thread only; closed before its model. */
final class AttributionDesk implements AttributionSession, AutoCloseable {

    private static final int TOP = 30;

    /** Components that are really set back, one by one. */
    private static final int CHECKED = 10;

    private final AdaptedModel adapted;
    private final ExpertShelf shelf;
    private final DispatchDesk dispatch;
    private final AttributionMeter meter;

    AttributionDesk(AdaptedModel adapted, ExpertShelf shelf, DispatchDesk dispatch) {
        this.adapted = adapted;
        this.shelf = shelf;
        this.dispatch = dispatch;
        this.meter = new AttributionMeter(adapted.model(), adapted.decomposition());
    }

    @Override
    public TokenAttribution attribute(AttributionRequest request, Progress progress, CancellationToken token) {
        Comparison comparison = request.comparison();
        Mixture mixture = request.side() == Side.BASE ? Mixture.offset() : mixture(comparison);
        Adaptation adaptation = mixture.adaptation(adapted.model().matrices());
        int[] tokens = before(request);
        int target = request.token().id();
        Attribution found = meter.attribute(
                adaptation,
                adapted.weights(mixture, tokens.length, progress, token),
                tokens,
                target,
                TOP,
                progress,
                token);
        Attribution.Check check = meter.check(found, adaptation, tokens, target, CHECKED, progress, token);
        return summary(found, check);
    }

    /** What the adapted answer was given under. */
    private Mixture mixture(Comparison comparison) {
        CompareRequest request = comparison.request();
        DispatchReport report = comparison.dispatch();
        return request.strategy().strategy().choosesAlone()
                ? dispatch.mixture(request, report == null ? "" : report.label())
                : shelf.mixture(request.mixture());
    }

    /** The prompt and what was answered before the token. */
    private int[] before(AttributionRequest request) {
        CompareRequest asked = request.comparison().request();
        int[] prompt = adapted.encode(asked.prompt().text(), asked.prompt().chat());
        List<AnswerToken> answer = (request.side() == Side.BASE
                        ? request.comparison().base()
                        : request.comparison().adapted())
                .tokens();
        int[] tokens = Arrays.copyOf(prompt, prompt.length + request.index());
        for (int i = 0; i < request.index(); i++) {
            tokens[prompt.length + i] = answer.get(i).id();
        }
        return tokens;
    }

    private static TokenAttribution summary(Attribution found, Attribution.Check check) {
        List<TokenAttribution.ComponentShare> components = new ArrayList<>();
        for (Attribution.Component component : found.top()) {
            int i = components.size();
            components.add(new TokenAttribution.ComponentShare(
                    OpenModel.summary(component.matrix()),
                    component.component(),
                    component.gain(),
                    component.contribution(),
                    i < check.each().size() ? check.each().get(i).real() : Double.NaN));
        }
        return new TokenAttribution(
                found.logProbability(),
                found.reference() == Attribution.Reference.BASE,
                found.total(),
                found.matrices().stream()
                        .map(sum ->
                                new TokenAttribution.MatrixShare(OpenModel.summary(sum.matrix()), sum.contribution()))
                        .toList(),
                components,
                check.each().size(),
                check.together().predicted(),
                check.together().real());
    }

    @Override
    public void close() {
        meter.close();
    }
}
