package org.t2workbench.app.i18n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bundle against the sources: no key missing, none left over. */
class StringsTest {

    private static final Path BUNDLE = Path.of("..", "resources", "ui", "strings.properties");
    private static final Path SOURCES = Path.of("src", "main", "java");
    /** A literal that looks like a key: two or more parts, the first in small letters. */
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:\\.[A-Za-z]+)+)\"");

    @Test
    void everyKeyInTheSourcesIsInTheBundle() throws IOException {
        Set<String> keys = keys();
        Set<String> rooms = new HashSet<>();
        keys.forEach(key -> rooms.add(key.substring(0, key.indexOf('.'))));
        Set<String> missing = new TreeSet<>();
        for (String literal : literals()) {
            if (rooms.contains(literal.substring(0, literal.indexOf('.'))) && !keys.contains(literal)) {
                missing.add(literal);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noKeyOfTheBundleIsUnused() throws IOException {
        Set<String> unused = new TreeSet<>(keys());
        unused.removeAll(literals());
        assertThat(unused).isEmpty();
    }

    @Test
    void aMissingKeyIsAnError() {
        assertThatThrownBy(() -> new Strings(Locale.ENGLISH).get("no.such.key"))
                .isInstanceOf(MissingResourceException.class);
    }

    @Test
    void argumentsAreFilledIn() {
        Strings strings = new Strings(Locale.ENGLISH);
        assertThat(strings.get("status.device", "CPU", 1)).isEqualTo("CPU, 1 thread");
        assertThat(strings.get("status.device", "CPU", 2)).isEqualTo("CPU, 2 threads");
    }

    private static Set<String> keys() throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(BUNDLE)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames();
    }

    private static Set<String> literals() throws IOException {
        Set<String> found = new HashSet<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(SOURCES)) {
            files = walk.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path file : files) {
            Matcher matcher = LITERAL.matcher(Files.readString(file));
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }
}
