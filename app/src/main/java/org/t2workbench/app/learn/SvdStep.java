package org.t2workbench.app.learn;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.ComponentGains;
import org.t2workbench.app.workbench.LearnSession;
import org.t2workbench.app.workbench.MatrixSummary;

/** Step 1: a picture and a matrix of the model, each from its first k components. FX thread only. */
public final class SvdStep implements LearnStep {

    private static final int FIRST = 8;

    private final LearnContext context;
    private final IntegerProperty components = new SimpleIntegerProperty(FIRST);
    private final Latest<Integer, GreyPictures> picture;
    private final Latest<ComponentGains, GreyPictures> matrix;
    private boolean active;

    SvdStep(LearnContext context) {
        this.context = context;
        this.picture = context.shortly(
                (k, token) -> GreyPictures.ofPicture(context.session().learn().picture(k)));
        this.matrix = context.shortly((gains, token) ->
                GreyPictures.ofMatrix(context.session().learn().matrix(gains.matrix(), gains)));
        components.addListener((property, before, now) -> ask());
        context.matrixProperty().addListener((property, before, now) -> ask());
    }

    // Properties

    /** k. */
    public IntegerProperty componentsProperty() {
        return components;
    }

    public int most() {
        return LearnSession.PICTURE_SIDE;
    }

    public ReadOnlyObjectProperty<@Nullable GreyPictures> pictureProperty() {
        return picture.resultProperty();
    }

    public ReadOnlyObjectProperty<@Nullable GreyPictures> matrixPicturesProperty() {
        return matrix.resultProperty();
    }

    public LearnContext context() {
        return context;
    }

    // Commands

    @Override
    public void activate() {
        active = true;
        ask();
    }

    @Override
    public void deactivate() {
        active = false;
        picture.cancel();
        matrix.cancel();
    }

    @Override
    public void reset() {
        components.set(FIRST);
        context.chooseFirst();
    }

    private void ask() {
        MatrixSummary chosen = context.matrixProperty().get();
        if (active && chosen != null) {
            picture.ask(components.get());
            matrix.ask(ComponentGains.keepFirst(chosen.name(), components.get()));
        }
    }
}
