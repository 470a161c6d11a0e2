package org.t2workbench.app.compare;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.settings.SettingsStore;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;

/** The mixture files that somebody may want again: saved or opened here, or written by a search. Any thread. */
public final class KeptMixtures {

    private static final Logger LOG = LoggerFactory.getLogger(KeptMixtures.class);
    private static final String OUT = "--out";
    private static final int MOST = 24;

    private final RunRegistry registry;
    private final SettingsStore settings;

    /**
     * @param registry where searches are
     * @param settings where the others are remembered
     */
    public KeptMixtures(RunRegistry registry, SettingsStore settings) {
        this.registry = registry;
        this.settings = settings;
    }

    /** Notes a file that was saved or opened. */
    public void note(Path file) {
        settings.update(
                now -> now.withRecentMixture(file.toAbsolutePath().normalize().toString()));
    }

    /** Those that are still there; what was used here first, then what was searched, newest first. Reads the disk. */
    public List<Path> list() {
        Set<Path> found = new LinkedHashSet<>();
        settings.settings().recentMixtures().forEach(text -> path(text).ifPresent(found::add));
        for (RunFolder run : registry.runs(unreadable -> LOG.debug("A run is passed over.", unreadable))) {
            if (run.config().kind().equals(MixtureSearch.KIND)) {
                written(run.config().command()).ifPresent(found::add);
            }
        }
        return found.stream().filter(Files::isRegularFile).limit(MOST).toList();
    }

    /** Where a search was to write its mixture. */
    private static Optional<Path> written(List<String> command) {
        int option = command.indexOf(OUT);
        return option < 0 || option + 1 == command.size() ? Optional.empty() : path(command.get(option + 1));
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
