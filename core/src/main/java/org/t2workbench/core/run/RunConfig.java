package org.t2workbench.core.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/**
 * Everything needed to repeat a run; written once, as {@code run.json}, before the first iteration. Immutable.
 *
 * @param formatVersion of the run folder; {@link #FORMAT_VERSION} for a new one
 * @param kind what ran: {@code train}, {@code adapt}, {@code pretrain}
 * @param command the command line that does the same, word by word
 * @param config every setting in force, defaults included: strings, numbers, booleans, lists and maps of these
 * @param seed of all random choices
 * @param created when, ISO 8601 in UTC
 * @param versions of the program and of what it stands on, by name
 * @param fingerprints of what went in (model, experts, data), by name
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunConfig(
        int formatVersion,
        String kind,
        List<String> command,
        Map<String, Object> config,
        long seed,
        String created,
        Map<String, String> versions,
        Map<String, String> fingerprints) {

    /** The run folders that this program writes, and the newest that it reads. */
    public static final int FORMAT_VERSION = 1;

    public RunConfig {
        if (kind.isBlank()) {
            throw new IllegalArgumentException("A run needs a kind.");
        }
        try {
            Instant.parse(created);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + created + "\" is not a time in ISO 8601.", e);
        }
        command = List.copyOf(command);
        config = JsonValues.freeze(config);
        versions = Map.copyOf(versions);
        fingerprints = Map.copyOf(fingerprints);
    }

    /** A new run's configuration, created now. */
    public static RunConfig of(
            String kind,
            List<String> command,
            Map<String, ?> config,
            long seed,
            Map<String, String> versions,
            Map<String, String> fingerprints) {
        return new RunConfig(
                FORMAT_VERSION,
                kind,
                command,
                JsonValues.freeze(config),
                seed,
                Instant.now().toString(),
                versions,
                fingerprints);
    }

    /** The Java runtime and the operating system, for {@link #versions()}. */
    public static Map<String, String> runtimeVersions() {
        return Map.of(
                "java", System.getProperty("java.version", "unknown"),
                "os", System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", ""),
                "architecture", System.getProperty("os.arch", "unknown"));
    }
}
