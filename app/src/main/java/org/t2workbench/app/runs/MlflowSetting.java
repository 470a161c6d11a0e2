package org.t2workbench.app.runs;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.settings.SettingsStore;
import org.t2workbench.core.run.MlflowServer;

/** The MLflow server that the window remembers; runs that are started in the window are sent to it. FX thread only. */
public final class MlflowSetting {

    private final SettingsStore settings;
    private final Strings strings;
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private final StringProperty address = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /** What was remembered counts from here on. */
    public MlflowSetting(SettingsStore settings, Strings strings) {
        this.settings = settings;
        this.strings = strings;
        MlflowServer.remember(settings.settings().mlflow());
        address.addListener((property, before, now) -> problem.set(""));
        shown.addListener(
                (property, before, now) -> address.set(settings.settings().mlflow()));
    }

    // Properties

    /** Whether the address is on the screen. */
    public BooleanProperty shownProperty() {
        return shown;
    }

    /** As it is typed. */
    StringProperty addressProperty() {
        return address;
    }

    /** What is wrong with the address, in one sentence; empty when nothing is. */
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Where runs are sent now, in words. */
    String standing() {
        return MlflowServer.ofEnvironment()
                .map(named -> strings.get("runs.mlflow.environment", named))
                .orElseGet(() -> strings.get("runs.mlflow.note"));
    }

    // Commands

    /** Remembers what was typed and puts the field away; an empty text is no server. */
    void save() {
        String typed = address.get().strip();
        if (!typed.isEmpty() && !MlflowServer.isAddress(typed)) {
            problem.set(strings.get("runs.mlflow.wrong", typed));
            return;
        }
        settings.update(now -> now.withMlflow(typed));
        MlflowServer.remember(typed);
        shown.set(false);
    }

    /** Puts the field away and forgets what was typed. */
    void cancel() {
        shown.set(false);
    }
}
