package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {

    private static UserFolders of(String system, Map<String, String> properties, Map<String, String> environment) {
        return UserFolders.of(
                key -> key.equals("os.name") ? system : key.equals("user.home") ? "/home/ada" : properties.get(key),
                environment::get);
    }

    @Test
    void linuxFollowsTheBaseDirectories() {
        assertThat(of("Linux", Map.of(), Map.of()))
                .isEqualTo(new UserFolders(
                        Path.of("/home/ada/.cache/t2-workbench"), Path.of("/home/ada/.local/share/t2-workbench")));
        assertThat(of("Linux", Map.of(), Map.of("XDG_CACHE_HOME", "/fast", "XDG_DATA_HOME", "/safe")))
                .isEqualTo(new UserFolders(Path.of("/fast/t2-workbench"), Path.of("/safe/t2-workbench")));
        assertThat(of("Linux", Map.of(), Map.of("XDG_CACHE_HOME", "relative")).cache())
                .isEqualTo(Path.of("/home/ada/.cache/t2-workbench"));
    }

    @Test
    void macAndWindowsHaveTheirOwnPlaces() {
        assertThat(of("Mac OS X", Map.of(), Map.of()))
                .isEqualTo(new UserFolders(
                        Path.of("/home/ada/Library/Caches/t2-workbench"),
                        Path.of("/home/ada/Library/Application Support/t2-workbench")));
        UserFolders windows = of("Windows 11", Map.of(), Map.of("LOCALAPPDATA", "/local"));
        assertThat(windows.cache()).isEqualTo(Path.of("/local/t2-workbench/cache"));
        assertThat(windows.data()).isEqualTo(Path.of("/local/t2-workbench/data"));
        assertThat(of("Windows 11", Map.of(), Map.of()).cache())
                .isEqualTo(Path.of("/home/ada/AppData/Local/t2-workbench/cache"));
    }

    @Test
    void propertyBeatsVariableBeatsPlatform() {
        Map<String, String> environment = Map.of("T2_CACHE", "/variable", "T2_DATA", "/data");
        assertThat(of("Linux", Map.of(), environment).cache()).isEqualTo(Path.of("/variable"));
        assertThat(of("Linux", Map.of("t2.cache", "/property"), environment))
                .isEqualTo(new UserFolders(Path.of("/property"), Path.of("/data")));
    }
}
