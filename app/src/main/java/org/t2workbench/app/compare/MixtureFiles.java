package org.t2workbench.app.compare;

import java.util.function.Consumer;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.Workspace;

/** The sliders in files that are asked for, each noted for another time. FX thread only. */
final class MixtureFiles {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final KeptMixtures kept;
    private final Strings strings;

    MixtureFiles(Workspace workspace, DialogService dialogs, KeptMixtures kept, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.kept = kept;
        this.strings = strings;
    }

    /** Asks for a file and keeps the mixture there. */
    void save() {
        dialogs.chooseNewFile(
                        strings.get("compare.mixture.save"),
                        strings.get("compare.mixture.kind"),
                        "*.json",
                        "mixture.json")
                .ifPresent(file -> {
                    workspace.saveMixture(file);
                    kept.note(file);
                });
    }

    /**
     * Asks for a mixture's file and opens it.
     *
     * @param then takes the mixture, once its experts are open
     */
    void open(Consumer<MixtureSetting> then) {
        dialogs.chooseFile(strings.get("compare.mixture.open"), strings.get("compare.mixture.kind"), "*.json", null)
                .ifPresent(file -> workspace.openMixture(file, opened -> {
                    kept.note(file);
                    then.accept(opened);
                }));
    }
}
