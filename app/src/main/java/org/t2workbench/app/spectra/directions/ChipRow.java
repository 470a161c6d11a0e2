package org.t2workbench.app.spectra.directions;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import org.t2workbench.app.staging.Gradual;
import org.t2workbench.app.workbench.ComponentReading;

/** Words side by side, as many as there is room for; none is cut off. */
final class ChipRow extends Region implements Gradual {

    private static final double GAP = 6;
    private static final int STEP = 4;
    private static final int USUAL = 16;

    private final List<WordChip> chips = new ArrayList<>();
    private final String side;
    private int words;

    /** @param side of a chip, {@link WordChip#ALONG} or {@link WordChip#AGAINST} */
    ChipRow(String side) {
        this.side = side;
        setMinWidth(0);
    }

    /** Shows these words in the chips that are there, and in new ones where those are not enough. */
    void show(List<ComponentReading.Word> shown) {
        words = shown.size();
        addUpTo(words);
        for (int i = 0; i < words; i++) {
            chips.get(i).show(shown.get(i));
        }
        requestLayout();
    }

    /** There are no chips yet before there are words. */
    @Override
    public void empty() {}

    @Override
    public boolean fill() {
        addUpTo(Math.min(USUAL, chips.size() + STEP));
        return chips.size() >= USUAL;
    }

    private void addUpTo(int count) {
        while (chips.size() < count) {
            WordChip chip = new WordChip(side);
            chips.add(chip);
            getChildren().add(chip);
        }
    }

    private List<WordChip> used() {
        return chips.subList(0, words);
    }

    @Override
    protected double computePrefWidth(double height) {
        return used().stream().mapToDouble(chip -> chip.prefWidth(-1) + GAP).sum();
    }

    @Override
    protected double computePrefHeight(double width) {
        return used().stream().mapToDouble(chip -> chip.prefHeight(-1)).max().orElse(0);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double x = 0;
        boolean room = true;
        for (WordChip chip : used()) {
            double width = snapSizeX(chip.prefWidth(-1));
            room = room && x + width <= getWidth();
            chip.setVisible(room);
            chip.resizeRelocate(x, 0, width, chip.prefHeight(-1));
            x += width + GAP;
        }
        chips.subList(words, chips.size()).forEach(chip -> chip.setVisible(false));
    }
}
