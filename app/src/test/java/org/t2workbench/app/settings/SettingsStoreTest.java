package org.t2workbench.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsStoreTest {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    private SettingsStore store() {
        return new SettingsStore(folder.resolve("new").resolve("settings.json"), executor, Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void whatWasChangedIsThereAtTheNextStart() {
        try (SettingsStore store = store()) {
            store.update(now -> now.withTheme(ThemeMode.DARK).withRecentModel("/models/é"));
            store.update(now -> now.withMlflow("http://localhost:5000"));
            store.update(now -> now.withWindow(new WindowBounds(1, 2, 3, 4, true)));
        }
        try (SettingsStore again = store()) {
            assertThat(again.settings().theme()).isEqualTo(ThemeMode.DARK);
            assertThat(again.settings().recentModels()).containsExactly("/models/é");
            assertThat(again.settings().mlflow()).isEqualTo("http://localhost:5000");
            assertThat(again.settings().window()).isEqualTo(new WindowBounds(1, 2, 3, 4, true));
        }
    }

    @Test
    void aRecentModelMovesToTheFrontAndTheListIsBounded() {
        Settings settings = Settings.defaults();
        for (int i = 0; i < 20; i++) {
            settings = settings.withRecentModel("m" + i);
        }
        settings = settings.withRecentModel("m15");
        assertThat(settings.recentModels()).hasSize(8).startsWith("m15", "m19");
    }

    @Test
    void malformedOrUnknownContentStartsAfreshWithoutAnError() throws IOException {
        Path file = folder.resolve("settings.json");
        for (String content :
                new String[] {"", "{", "null", "[]", "{\"theme\":\"PINK\",\"later\":1,\"window\":null}"}) {
            Files.writeString(file, content);
            try (SettingsStore store = new SettingsStore(file, executor, Duration.ofHours(1))) {
                assertThat(store.settings().theme()).as(content).isEqualTo(ThemeMode.SYSTEM);
                assertThat(store.settings().recentModels()).isEmpty();
                assertThat(store.settings().mlflow()).isEmpty();
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotStopTheProgram() throws IOException {
        Path file = Files.createFile(folder.resolve("file")).resolve("settings.json");
        try (SettingsStore store = new SettingsStore(file, executor, Duration.ofHours(1))) {
            store.update(now -> now.withTheme(ThemeMode.LIGHT));
        }
        assertThat(Files.exists(file)).isFalse();
    }
}
