package org.t2workbench.app.learn;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.Strategy;
import org.t2workbench.app.workbench.StrategySetting;

/** Step 8: a first pass reads the prompt, the expert it names answers. FX thread only. */
public final class PassesStep implements LearnStep {

    private final LearnContext context;
    private final ObjectProperty<String> family = new SimpleObjectProperty<>("");
    private final StringProperty prompt = new SimpleStringProperty("");
    private final BooleanProperty classified = new SimpleBooleanProperty(true);
    private final Latest<String, String> question;
    private final Latest<Asked, Comparison> answer;
    private final Latest<LearnContext.Look, SpectrumCurves> curves;
    private boolean active;

    private record Asked(String prompt, boolean classified) {}

    PassesStep(LearnContext context) {
        this.context = context;
        this.question = context.shortly((task, token) -> context.session().training().sample(task, 1).items().stream()
                .findFirst()
                .map(item -> item.question())
                .orElse(""));
        this.answer = context.atLength((asked, token) ->
                context.session().dispatch().compare(request(asked), report -> {}, written -> {}, token));
        this.curves = context.curves();
        answer.resultProperty().addListener((property, before, now) -> look());
        context.matrixProperty().addListener((property, before, now) -> look());
        question.resultProperty().addListener((property, before, now) -> prompt.set(now == null ? "" : now));
        family.addListener((property, before, now) -> takeQuestion());
        prompt.addListener((property, before, now) -> ask());
        classified.addListener((property, before, now) -> ask());
    }

    private CompareRequest request(Asked asked) {
        CompareRequest plain = context.request(asked.prompt(), MixtureSetting.NEUTRAL);
        Strategy strategy = asked.classified() ? Strategy.CLASSIFIER : Strategy.PROMPT;
        return new CompareRequest(
                plain.prompt(),
                MixtureSetting.NEUTRAL,
                plain.settings(),
                new StrategySetting(strategy, Reading.SCORE, null));
    }

    // Properties

    /** The families of prompts, the tasks that experts were trained on. */
    public List<String> families() {
        return context.experts().stream().map(expert -> expert.task()).toList();
    }

    /** The family whose question was taken last; empty before the first. */
    public ObjectProperty<String> familyProperty() {
        return family;
    }

    /** What is asked; may be written over. */
    public StringProperty promptProperty() {
        return prompt;
    }

    /** Whether the dispatch expert reads the prompt, or the base model. */
    public BooleanProperty classifiedProperty() {
        return classified;
    }

    /** Both answers and what the first pass came to. */
    public ReadOnlyObjectProperty<@Nullable Comparison> answerProperty() {
        return answer.resultProperty();
    }

    /** σ and σ′ of the chosen matrix as pass two answers. */
    public ReadOnlyObjectProperty<@Nullable SpectrumCurves> curvesProperty() {
        return curves.resultProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return answer.busyProperty();
    }

    public ReadOnlyStringProperty problemProperty() {
        return answer.problemProperty();
    }

    public LearnContext context() {
        return context;
    }

    // Commands

    @Override
    public void activate() {
        active = true;
        if (prompt.get().isEmpty()) {
            family.set(families().isEmpty() ? "" : families().get(0));
            takeQuestion();
        } else {
            ask();
        }
    }

    @Override
    public void deactivate() {
        active = false;
        question.cancel();
        answer.cancel();
        curves.cancel();
    }

    @Override
    public void reset() {
        classified.set(true);
        family.set(families().isEmpty() ? "" : families().get(0));
        takeQuestion();
    }

    private void takeQuestion() {
        if (active && !family.get().isEmpty()) {
            question.forget();
            question.ask(family.get());
        }
    }

    private void look() {
        MatrixSummary matrix = context.matrixProperty().get();
        Comparison given = answer.resultProperty().get();
        DispatchReport report = given == null ? null : given.dispatch();
        if (active && matrix != null && report != null) {
            curves.ask(new LearnContext.Look(matrix.name(), report.setting()));
        }
    }

    private void ask() {
        if (active && !prompt.get().isBlank()) {
            answer.ask(new Asked(prompt.get(), classified.get()));
        }
    }
}
