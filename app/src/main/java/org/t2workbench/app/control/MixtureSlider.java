package org.t2workbench.app.control;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * A slider for α: from −1 to 2, with marks at 0 (neutral) and 1 (as trained), filled from the neutral mark to the thumb.
 * Arrow keys move by 0.05, with Shift by 0.01, Page keys by 0.25; Delete goes to neutral.
 */
public final class MixtureSlider extends Region {

    public static final double LOWEST = -1;
    public static final double HIGHEST = 2;

    private static final double THUMB = 16;
    private static final double TRACK = 4;
    private static final double MARK = 14;
    private static final double HINT = 10;
    private static final double STEP = 0.05;
    private static final double FINE_STEP = 0.01;
    private static final double PAGE = 0.25;
    private static final double SNAP = 0.025;
    private static final double WIDTH = 220;

    private final DoubleProperty value = new SimpleDoubleProperty();
    private final DoubleProperty hint = new SimpleDoubleProperty(Double.NaN);
    private final ReadOnlyBooleanWrapper changing = new ReadOnlyBooleanWrapper();
    private final Region track = part("mixture-track");
    private final Region fill = part("mixture-fill");
    private final Region neutral = part("mixture-mark");
    private final Region trained = part("mixture-mark");
    private final StackPane thumb = new StackPane();
    private final Region pointer = part("mixture-hint");

    public MixtureSlider() {
        getStyleClass().add("mixture-slider");
        neutral.getStyleClass().add("neutral");
        thumb.getStyleClass().add("mixture-thumb");
        thumb.setMouseTransparent(true);
        getChildren().setAll(track, trained, fill, neutral, thumb, pointer);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setMinSize(80, THUMB + 6);
        setPrefSize(WIDTH, THUMB + 6);
        setMaxHeight(THUMB + 6);
        value.addListener((property, before, now) -> requestLayout());
        hint.addListener((property, before, now) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            requestFocus();
            changing.set(true);
            moveTo(event.getX());
            event.consume();
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> moveTo(event.getX()));
        addEventHandler(MouseEvent.MOUSE_RELEASED, event -> changing.set(false));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** α; may lie outside the slider's range when it was entered as a number. */
    public DoubleProperty valueProperty() {
        return value;
    }

    /** A second α, which is pointed at from above; NaN for none. */
    public DoubleProperty hintProperty() {
        return hint;
    }

    /** True from press to release; a key press is a change that ends at once. */
    public ReadOnlyBooleanProperty changingProperty() {
        return changing.getReadOnlyProperty();
    }

    private static Region part(String style) {
        Region region = new Region();
        region.getStyleClass().add(style);
        region.setMouseTransparent(true);
        return region;
    }

    private void moveTo(double x) {
        double share = (x - THUMB / 2) / (getWidth() - THUMB);
        double wanted = LOWEST + Math.max(0, Math.min(1, share)) * (HIGHEST - LOWEST);
        for (double mark : new double[] {0, 1}) {
            if (Math.abs(wanted - mark) < SNAP) {
                wanted = mark;
            }
        }
        value.set(rounded(wanted));
    }

    private void key(KeyEvent event) {
        double step = event.isShiftDown() ? FINE_STEP : STEP;
        double now = value.get();
        Double next =
                switch (event.getCode()) {
                    case LEFT, DOWN -> now - step;
                    case RIGHT, UP -> now + step;
                    case PAGE_DOWN -> now - PAGE;
                    case PAGE_UP -> now + PAGE;
                    case HOME -> LOWEST;
                    case END -> HIGHEST;
                    case DELETE, BACK_SPACE -> 0.0;
                    default -> null;
                };
        if (next == null || event.isShortcutDown()) {
            return;
        }
        changing.set(true);
        value.set(rounded(Math.max(LOWEST, Math.min(HIGHEST, next))));
        changing.set(false);
        event.consume();
    }

    private static double rounded(double value) {
        double hundredths = Math.rint(value * 100);
        return hundredths == 0 ? 0 : hundredths / 100;
    }

    private double place(double alpha) {
        double inside = Math.max(LOWEST, Math.min(HIGHEST, alpha));
        return THUMB / 2 + (inside - LOWEST) / (HIGHEST - LOWEST) * (getWidth() - THUMB);
    }

    @Override
    protected void layoutChildren() {
        double middle = getHeight() / 2;
        double at = place(value.get());
        double zero = place(0);
        track.resizeRelocate(0, middle - TRACK / 2, getWidth(), TRACK);
        fill.resizeRelocate(Math.min(at, zero), middle - TRACK / 2, Math.abs(at - zero), TRACK);
        neutral.resizeRelocate(zero - 1, middle - MARK / 2, 2, MARK);
        trained.resizeRelocate(place(1) - 0.5, middle - MARK / 2, 1, MARK);
        thumb.resizeRelocate(at - THUMB / 2, middle - THUMB / 2, THUMB, THUMB);
        pointer.setVisible(!Double.isNaN(hint.get()));
        if (pointer.isVisible()) {
            pointer.resizeRelocate(place(hint.get()) - HINT / 2, 0, HINT, HINT * 0.7);
        }
    }
}
