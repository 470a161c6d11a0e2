package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.text.Font;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.engine.CoreSession;
import org.t2workbench.app.engine.EngineSettings;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.svf.DecompositionStore;

/** The JavaFX side of the program's start. */
public final class WorkbenchApplication extends Application {

    private static final Logger LOG = LoggerFactory.getLogger(WorkbenchApplication.class);

    private static final String SETTINGS = "settings.json";

    /** Of the one window that a program has. */
    private static volatile CompletableFuture<Void> closed = CompletableFuture.completedFuture(null);

    private CompletableFuture<Void> fonts = CompletableFuture.completedFuture(null);
    private @Nullable AppContext context;

    /** The system's fonts are looked for on a thread of their own, as that takes a quarter of a second. */
    @Override
    public void init() {
        fonts = CompletableFuture.runAsync(Font::getDefault);
    }

    @Override
    public void start(Stage stage) {
        UserFolders folders = UserFolders.ofThisUser();
        Optional<InstallFolder> install = InstallFolder.find();
        CoreSession session = new CoreSession(EngineSettings.DEFAULT, install, DecompositionStore.ofThisUser());
        Path settings = folders.data().resolve(SETTINGS);
        AppContext built = new AppContext(session, settings, new RunRegistry(folders.data()));
        context = built;
        // the engine starts and reads the sample on its own thread while the window is being built here
        built.workspace().open(ModelSource.SAMPLE);
        // what went wrong with them is met again where they are used
        fonts.handle((none, error) -> true).join();
        new MainWindow(stage, built).show();
        WindowProcess.whenStarterEnds(Platform::exit);
        noteWhenUsable(built.workspace());
    }

    /** Says how long the start took, for who starts with {@code -Dt2.log=INFO}. */
    private static void noteWhenUsable(Workspace workspace) {
        long started = WindowProcess.startMilliseconds();
        workspace.modelProperty().subscribe(model -> {
            if (model != null) {
                // after the pulse that draws it
                Platform.runLater(() -> LOG.info(
                        "{} is open and shown {} ms after the start.",
                        model.name(),
                        System.currentTimeMillis() - started));
            }
        });
    }

    /** Waits until all is written and closed after the window is gone. */
    static void awaitClosed() {
        // what went wrong with that is no reason to stay
        closed.handle((none, error) -> true).join();
    }

    @Override
    public void stop() {
        if (context != null) {
            closed = context.closeBehind();
        }
    }
}
