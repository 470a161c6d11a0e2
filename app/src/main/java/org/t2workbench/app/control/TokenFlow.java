package org.t2workbench.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;

/**
 * A text as its tokens, each on its own ground, wrapped between words. The token under the mouse or the arrow keys is
 * the hovered one.
 */
public final class TokenFlow extends Region {

    /** How a token is set apart. */
    public enum Mark {
        NONE,
        /** In this text and not in the other, the older or the base one. */
        LOST,
        /** In this text and not in the other, the newer or the adapted one. */
        GAINED,
        SPECIAL,
        /** Neighbours in turn, so that the borders are seen. */
        EVEN,
        ODD
    }

    /** One token; {@code doubt} from 0 (sure) to 1 tints its ground. */
    public record Token(String text, double doubt, Mark mark) {}

    private static final PseudoClass HOVERED = PseudoClass.getPseudoClass("hovered-token");
    private static final String NEWLINE = "↵";
    private static final double LINE_GAP = 3;
    private static final double VISIBLE_DOUBT = 0.08;
    private static final double DOUBT_STEPS = 8;

    private final List<Segment> segments = new ArrayList<>();
    private final IntegerProperty hovered = new SimpleIntegerProperty(-1);
    private int tokens;
    private Chosen onChosen = (index, token) -> {};

    /** Hears which token was clicked, or chosen with Enter. */
    public interface Chosen {

        /** @param token where it stands */
        void choose(int index, Node token);
    }

    public TokenFlow() {
        getStyleClass().add("token-flow");
        setFocusTraversable(true);
        setMinWidth(0);
        hovered.addListener((property, before, now) -> showHovered());
        setOnMouseExited(event -> hovered.set(-1));
        setOnMousePressed(event -> {
            // a scroll pane around this would take the focus for itself
            event.consume();
            requestFocus();
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** The index of the hovered token, -1 for none; may be set from outside. */
    public IntegerProperty hoveredProperty() {
        return hovered;
    }

    /** What a click on a token does, and Enter at the hovered one. */
    public void setOnChosen(Chosen action) {
        onChosen = action;
    }

    public void setTokens(List<Token> all) {
        hovered.set(-1);
        segments.clear();
        getChildren().clear();
        tokens = 0;
        append(all);
    }

    public void append(List<Token> more) {
        for (Token token : more) {
            add(token, tokens);
            tokens++;
        }
        requestLayout();
    }

    private void add(Token token, int index) {
        String[] lines = token.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            String text = last ? lines[i] : lines[i] + NEWLINE;
            if (!text.isEmpty()) {
                Label label = label(text, token, index);
                boolean wordStart = Character.isWhitespace(text.charAt(0));
                segments.add(new Segment(label, index, wordStart, !last));
                getChildren().add(label);
            }
        }
    }

    private Label label(String text, Token token, int index) {
        Label label = new Label(text.replace("\t", "→"));
        label.getStyleClass().add("token");
        switch (token.mark()) {
            case LOST -> label.getStyleClass().add("lost");
            case GAINED -> label.getStyleClass().add("gained");
            case SPECIAL -> label.getStyleClass().add("special");
            case EVEN -> label.getStyleClass().add("even");
            case ODD -> label.getStyleClass().add("odd");
            case NONE -> {
                if (token.doubt() > VISIBLE_DOUBT) {
                    long step = Math.max(1, Math.round(Math.min(1, token.doubt()) * DOUBT_STEPS));
                    label.getStyleClass().add("doubt-" + step);
                }
            }
        }
        label.setMinWidth(USE_PREF_SIZE);
        label.setOnMouseEntered(event -> hovered.set(index));
        label.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                onChosen.choose(index, label);
            }
        });
        return label;
    }

    private void showHovered() {
        for (Segment segment : segments) {
            segment.label().pseudoClassStateChanged(HOVERED, segment.token() == hovered.get());
        }
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && hovered.get() >= 0) {
            segments.stream()
                    .filter(segment -> segment.token() == hovered.get())
                    .findFirst()
                    .ifPresent(segment -> onChosen.choose(segment.token(), segment.label()));
            event.consume();
            return;
        }
        if (tokens == 0 || event.getCode() != KeyCode.LEFT && event.getCode() != KeyCode.RIGHT) {
            return;
        }
        int step = event.getCode() == KeyCode.LEFT ? -1 : 1;
        hovered.set(Math.floorMod(hovered.get() + step, tokens));
        event.consume();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return segments.stream().mapToDouble(s -> s.label().prefWidth(-1)).sum() + snappedLeftInset() * 2;
    }

    @Override
    protected double computePrefHeight(double width) {
        return place(width, false);
    }

    @Override
    protected void layoutChildren() {
        place(getWidth(), true);
    }

    /** Walks over the words, line by line; returns the height that they take. */
    private double place(double width, boolean move) {
        double left = snappedLeftInset();
        double right = Math.max(left + 1, width - snappedRightInset());
        double x = left;
        double y = snappedTopInset();
        double line = 0;
        int at = 0;
        while (at < segments.size()) {
            int end = wordEnd(at);
            double word = 0;
            for (int i = at; i < end; i++) {
                word += segments.get(i).label().prefWidth(-1);
            }
            boolean wraps = x > left && x + word > right;
            if (wraps) {
                x = left;
                y += line + LINE_GAP;
            }
            for (int i = at; i < end; i++) {
                Segment segment = segments.get(i);
                double w = segment.label().prefWidth(-1);
                double h = segment.label().prefHeight(-1);
                line = Math.max(line, h);
                if (x > left && x + w > right) {
                    x = left;
                    y += line + LINE_GAP;
                }
                if (move) {
                    segment.label().resizeRelocate(x, y, w, h);
                }
                x += w;
                if (segment.lineEnd()) {
                    x = left;
                    y += line + LINE_GAP;
                }
            }
            at = end;
        }
        return y + line + snappedBottomInset();
    }

    private int wordEnd(int start) {
        int end = start + 1;
        while (end < segments.size()
                && !segments.get(end).wordStart()
                && !segments.get(end - 1).lineEnd()) {
            end++;
        }
        return end;
    }

    private record Segment(Label label, int token, boolean wordStart, boolean lineEnd) {}
}
