package org.t2workbench.app.launch;

import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The JavaFX side of the program's start. */
public final class WorkbenchApplication extends Application {

    private @Nullable AppContext context;

    @Override
    public void start(Stage stage) {
        AppContext built = AppContext.forDesktop();
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
