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
    private List<ComponentReading.Word> words = List.of();
    private boolean filling;

    /** @param side of a chip, {@link WordChip#ALONG} or {@link WordChip#AGAINST} */
    ChipRow(String side) {
        this.side = side;
        setMinWidth(0);
    }

    /** Shows these words in the chips that are there, and in new ones where those are not enough. */
    void show(List<ComponentReading.Word> shown) {
        words = List.copyOf(shown);
        if (!filling) {
            addUpTo(words.size());
        }
        for (int i = 0; i < used().size(); i++) {
            chips.get(i).show(words.get(i));
        }
        requestLayout();
    }

    @Override
    public void empty() {
        filling = true;
        chips.clear();
        getChildren().clear();
    }

    @Override
    public boolean fill() {
        int before = chips.size();
        int enough = Math.max(USUAL, words.size());
        addUpTo(Math.min(enough, before + STEP));
        for (int i = before; i < used().size(); i++) {
            chips.get(i).show(words.get(i));
        }
        filling = chips.size() < enough;
        return !filling;
    }

    private void addUpTo(int count) {
        while (chips.size() < count) {
            WordChip chip = new WordChip(side);
            chips.add(chip);
            getChildren().add(chip);
        }
    }

    private List<WordChip> used() {
        return chips.subList(0, Math.min(words.size(), chips.size()));
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
        chips.subList(used().size(), chips.size()).forEach(chip -> chip.setVisible(false));
    }
}
