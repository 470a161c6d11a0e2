package org.t2workbench.app.experts.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.chart.ComponentMap;
import org.t2workbench.app.theme.Appearance;
import org.t2workbench.app.theme.Palette;
import org.t2workbench.core.spectrum.GainHistogram;
import org.t2workbench.core.spectrum.GainVector;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Measures how long an expert of 96 matrices of 4096 gains takes to open and to be drawn, from its file to a picture:
 * {@code mvn -q test -Dtest=InspectionFigures -Dsurefire.failIfNoSpecifiedTests=false}. Its name keeps it out of the
 * ordinary tests: a busy machine says nothing about the code.
 */
class InspectionFigures {

    private static final int MATRICES = 96;
    private static final int COMPONENTS = 4096;
    private static final int RUNS = 7;

    @SuppressWarnings("NullAway.Init") // made on the FX thread first
    private ComponentMap map;

    @TempDir
    Path folder;

    @Test
    void millisecondsFromAFileToAPicture() throws TimeoutException {
        Path file = folder.resolve("large.safetensors");
        write(file);
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            map = new ComponentMap(Palette.of(Appearance.LIGHT));
            stage.setScene(new Scene(map, 790, 560));
            stage.show();
        });
        WaitForAsyncUtils.waitForFxEvents();
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            Expert expert = ExpertFile.read(file);
            long read = System.nanoTime();
            List<ComponentMap.Row> rows = new ArrayList<>();
            List<GainVector> vectors = new ArrayList<>();
            double reach = 0;
            for (Map.Entry<String, float[]> entry : expert.gains().entrySet()) {
                GainVector vector = GainVector.of(entry.getValue());
                reach = Math.max(reach, vector.largestChange());
                vectors.add(vector);
                rows.add(new ComponentMap.Row(entry.getKey(), rows.size() / 3, vector));
            }
            GainHistogram histogram = GainHistogram.of(vectors, 61);
            long made = System.nanoTime();
            double largest = reach;
            onFxThread(() -> {
                map.setRows(rows, largest);
                map.layout();
                map.snapshot(null, null);
            });
            long drawn = System.nanoTime();
            onFxThread(() -> {
                map.zoom(4);
                map.snapshot(null, null);
            });
            long zoomed = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "run %d: %d gains (%d around 1): file %.0f ms, vectors and histogram %.0f ms, picture %.0f ms,"
                            + " together %.0f ms; a step of zoom %.0f ms%n",
                    run,
                    MATRICES * COMPONENTS,
                    histogram.counts().get(30),
                    (read - start) / 1e6,
                    (made - read) / 1e6,
                    (drawn - made) / 1e6,
                    (drawn - start) / 1e6,
                    (zoomed - drawn) / 1e6);
        }
    }

    /** Without the robot's wait for the window to come to rest. */
    private static void onFxThread(Runnable action) throws TimeoutException {
        WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(action));
    }

    private static void write(Path file) {
        Random random = new Random(1);
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (int i = 0; i < MATRICES; i++) {
            float[] values = new float[COMPONENTS];
            for (int j = 0; j < COMPONENTS; j++) {
                values[j] = 1 + 0.1f * (float) random.nextGaussian();
            }
            gains.put("model.layers." + i / 3 + ".matrix" + i % 3 + ".weight", values);
        }
        ExpertFile.write(file, Expert.untrained("large", new BaseModel("large", Optional.empty()), gains));
    }
}
