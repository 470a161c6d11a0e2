package org.t2workbench.app.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.chart.SpectrumChart;
import org.t2workbench.app.compare.attribution.AttributionState;
import org.t2workbench.app.learn.LearnViewModel;
import org.t2workbench.app.settings.ThemeMode;
import org.t2workbench.app.spectra.ChartViewModel;
import org.t2workbench.app.spectra.KeepViewModel;
import org.t2workbench.app.spectra.SpectraState;
import org.t2workbench.app.spectra.SpectraViewModel;
import org.t2workbench.app.spectra.SpectrumTab;
import org.t2workbench.app.training.TrainState;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.Side;

/**
 * Pictures of Spectra, of the window that takes a token apart, and of Learn, light and dark, over the sample: {@code mvn
 * -q test -Dtest=SeeingTour -Dsurefire.failIfNoSpecifiedTests=false}. Its name keeps it out of the ordinary tests.
 */
class SeeingTour extends TourFixture {

    private static final List<ThemeMode> MODES = List.of(ThemeMode.LIGHT, ThemeMode.DARK);
    /** The names of the steps' pictures, in their order. */
    private static final List<String> STEPS =
            List.of("svd", "spectrum", "keep", "gain", "expert", "reward", "mixing", "passes", "counts", "findings");

    @Test
    void picturesOfSpectra() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        open(folder.resolve("data"));
        robot.clickOn("#rail-spectra");
        SpectraViewModel spectra = context.spectra();
        waitUntil(() -> spectra.stateProperty().get() == SpectraState.READY);
        robot.interact(() -> {
            spectra.overlayProperty().set(spectra.overlays().get(1));
            select("model.layers.2.mlp.down_proj.weight");
        });
        settle();
        for (ThemeMode mode : MODES) {
            String theme = show(mode);
            for (SpectrumTab tab : SpectrumTab.values()) {
                robot.interact(() -> spectra.chart().tabProperty().set(tab));
                settle();
                robot.interact(() -> save((tab == SpectrumTab.SPECTRUM
                                ? "spectra"
                                : "spectra-" + tab.name().toLowerCase(Locale.ROOT))
                        + theme));
            }
            robot.interact(() -> spectra.chart().tabProperty().set(SpectrumTab.SPECTRUM));
            segment("spectra-shown", 1);
            settle();
            robot.interact(() -> save("spectra-table" + theme));
            segment("spectra-shown", 2);
            settle();
            robot.interact(() -> save("spectra-tree" + theme));
            segment("spectra-shown", 0);
            keep();
            settle();
            robot.interact(() -> save("spectra-keep" + theme));
            robot.interact(() -> spectra.keep().modeProperty().set(KeepViewModel.Mode.BAND));
            settle();
            robot.interact(() -> save("spectra-keep-band" + theme));
            robot.interact(() -> spectra.keep().modeProperty().set(KeepViewModel.Mode.ALL));
            edit();
            settle();
            robot.interact(() -> save("spectra-edit" + theme));
            robot.interact(() -> {
                while (spectra.edit().undoableProperty().get()) {
                    spectra.edit().undo();
                }
            });
            segment("spectra-below", 0);
            overlay();
            settle();
            robot.interact(() -> save("spectra-overlaid" + theme));
            robot.interact(() -> {
                spectra.chart().overlaid().clear();
                spectra.chart().unpinAll();
            });
            search();
            robot.interact(() -> save("directions-search" + theme));
            robot.interact(() -> spectra.directions().endSearch());
            robot.interact(() -> select("model.layers.2.mlp.down_proj.weight"));
        }
        close();
    }

    private void select(String name) {
        for (MatrixSummary matrix :
                Objects.requireNonNull(context.workspace().model()).matrices()) {
            if (matrix.name().equals(name)) {
                context.spectra().selectedProperty().set(matrix);
            }
        }
    }

    private void keep() {
        robot.interact(() -> {
            KeepViewModel keep = context.spectra().keep();
            keep.modeProperty().set(KeepViewModel.Mode.TOP);
            keep.scopeProperty().set(KeepRequest.Scope.KIND);
            keep.countProperty().set(24);
        });
    }

    private void edit() {
        segment("spectra-below", 1);
        robot.interact(() -> {
            context.spectra().edit().bandProperty().set(new SpectrumChart.Band(0, 7));
            context.spectra().edit().set(0.5);
            context.spectra().edit().bandProperty().set(new SpectrumChart.Band(24, 60));
            context.spectra().edit().scale(2);
        });
    }

    /** Two experts and two other matrices over the first. */
    private void overlay() throws TimeoutException {
        ChartViewModel chart = context.spectra().chart();
        MenuButton menu = robot.lookup("#spectra-overlaid").queryAs(MenuButton.class);
        robot.interact(() -> menu.getItems().stream()
                .filter(item -> item instanceof CheckMenuItem)
                .skip(1)
                .limit(2)
                .forEach(item -> {
                    ((CheckMenuItem) item).setSelected(true);
                    item.getOnAction().handle(null);
                }));
        robot.interact(() -> select("model.layers.0.mlp.down_proj.weight"));
        settle();
        robot.interact(chart::pin);
        robot.interact(() -> select("model.layers.2.mlp.down_proj.weight"));
    }

    private void search() throws TimeoutException {
        robot.interact(() -> {
            context.spectra().directions().textProperty().set("cards");
            context.spectra().directions().search();
        });
        waitUntil(() -> context.spectra().directions().foundProperty().get() != null);
        ListView<?> list = robot.lookup("#directions-found").queryAs(ListView.class);
        robot.interact(() -> list.getSelectionModel().select(0));
        settle();
    }

    /** Presses one of the segments by its place. */
    private void segment(String id, int place) {
        robot.clickOn(robot.lookup("#" + id + " .segment").nth(place).<Node>query());
    }

    @Test
    void picturesOfAttribution() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        open(folder.resolve("data"));
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
        for (ThemeMode mode : MODES) {
            String theme = show(mode);
            for (Side side : Side.values()) {
                ask(side);
                settle();
                robot.interact(() -> save(
                        robot.lookup("#attribution").query().getScene(),
                        "attribution" + (side == Side.BASE ? "-base" : "") + theme));
                robot.interact(() -> context.compare().attribution().close());
            }
        }
        close();
    }

    private void ask(Side side) throws TimeoutException {
        robot.interact(() -> {
            List<Node> tokens =
                    List.copyOf(robot.lookup(side == Side.BASE ? "#answer-base .token" : "#answer-adapted .token")
                            .queryAll());
            // where the two models differ most: whether the sum is worked out or guessed
            robot.clickOn(tokens.get(0));
        });
        waitUntil(() -> robot.lookup("#attribution-offer").tryQuery().isPresent());
        robot.clickOn("#attribution-offer");
        waitUntil(() -> context.compare().attribution().stateProperty().get() == AttributionState.KNOWN);
    }

    @Test
    void picturesOfLearn() throws TimeoutException, IOException {
        Files.createDirectories(PICTURES);
        open(folder.resolve("data"));
        robot.clickOn("#rail-learn");
        LearnViewModel learn = context.learn();
        robot.interact(() -> {
            learn.expert().onProperty().set(true);
            learn.reward().start();
        });
        waitUntil(() -> learn.reward().stateProperty().get() == TrainState.FINISHED);
        for (ThemeMode mode : MODES) {
            String theme = show(mode);
            for (int i = 0; i < learn.count(); i++) {
                int step = i;
                robot.interact(() -> learn.indexProperty().set(step));
                settle();
                robot.interact(() -> save("learn-" + STEPS.get(step) + theme));
            }
        }
        close();
    }
}
