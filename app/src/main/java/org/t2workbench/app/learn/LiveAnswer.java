package org.t2workbench.app.learn;

import java.util.function.BiFunction;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.core.job.CancellationToken;

/**
 * What the model says next, and in full, as it is and under a setting that changes under the person's hand. FX thread
 * only.
 *
 * @param <S> the setting, immutable
 */
public final class LiveAnswer<S> {

    /** How many of the likeliest tokens are shown. */
    static final int TOP = 5;

    private final Latest<S, NextTokens> next;
    private final Latest<S, Comparison> answer;

    /**
     * @param next asks for the tokens at the end of the prompt, on the compute thread
     * @param answer asks for both answers, likewise
     */
    LiveAnswer(
            LearnContext context,
            BiFunction<S, CancellationToken, NextTokens> next,
            BiFunction<S, CancellationToken, Comparison> answer) {
        this.next = context.shortly(next);
        this.answer = context.atLength(answer);
    }

    // Properties

    public ReadOnlyObjectProperty<@Nullable NextTokens> nextProperty() {
        return next.resultProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Comparison> answerProperty() {
        return answer.resultProperty();
    }

    /** Whether the answer that is shown is of an older setting. */
    public ReadOnlyBooleanProperty busyProperty() {
        return answer.busyProperty();
    }

    /** Why there is no answer, in a sentence; empty when there is one. */
    public ReadOnlyStringProperty problemProperty() {
        return answer.problemProperty();
    }

    // Commands

    void ask(S setting) {
        next.ask(setting);
        answer.ask(setting);
    }

    void cancel() {
        next.cancel();
        answer.cancel();
    }
}
