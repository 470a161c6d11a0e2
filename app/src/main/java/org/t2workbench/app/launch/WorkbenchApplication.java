package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.util.Optional;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.engine.CoreSession;
import org.t2workbench.app.engine.EngineSettings;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.svf.DecompositionStore;

/** The JavaFX side of the program's start. */
public final class WorkbenchApplication extends Application {

    private static final String SETTINGS = "settings.json";

    private @Nullable AppContext context;

    @Override
    public void start(Stage stage) {
        UserFolders folders = UserFolders.ofThisUser();
        Optional<InstallFolder> install = InstallFolder.find();
        CoreSession session = new CoreSession(EngineSettings.DEFAULT, install, DecompositionStore.ofThisUser());
        Path settings = folders.data().resolve(SETTINGS);
        AppContext built = new AppContext(session, settings, new RunRegistry(folders.data()));
        context = built;
        MainWindow window = new MainWindow(stage, built);
        window.show();
        window.openSample();
    }

    @Override
    public void stop() {
        if (context != null) {
            context.close();
        }
    }
}
