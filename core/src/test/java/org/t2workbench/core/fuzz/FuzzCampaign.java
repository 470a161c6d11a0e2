package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a coverage-guided fuzzer (Jazzer) over the readers, one process each: {@code mvn -q test-compile exec:exec -Pfuzz -pl core}.
 * What breaks a reader lies in {@code target/fuzz/NAME} as {@code crash-…} afterwards, and belongs into the corpus once the
 * reader is mended.
 */
public final class FuzzCampaign {

    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern COVERED = Pattern.compile("#\\d+\\s+(?:DONE|INITED|NEW|REDUCE|pulse)\\s+cov: (\\d+)");

    private FuzzCampaign() {}

    /** @param arguments minutes for each reader, then the readers' names; none: all */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seconds = Math.round(60 * Double.parseDouble(arguments.length > 0 ? arguments[0] : "10"));
        List<String> chosen = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        boolean broken = false;
        for (FuzzTargets target : FuzzTargets.all()) {
            if (chosen.isEmpty() || chosen.contains(target.label())) {
                broken |= !fuzz(target, seconds);
            }
        }
        if (broken) {
            System.exit(1);
        }
    }

    private static boolean fuzz(FuzzTargets target, long seconds) throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of("target", "fuzz", target.label()));
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        Path log = work.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.className(),
                "--instrumentation_includes=org.t2workbench.**",
                // an adapter's module names are patterns by definition; ModulePattern bounds what they may take
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-timeout=240",
                "-max_len=65536",
                "-max_total_time=" + seconds,
                corpus.toString(),
                Path.of("src", "test", "resources", "fuzz", target.label()).toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(seconds + 300, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        boolean sound = ended && process.exitValue() == 0;
        System.out.printf(
                Locale.ROOT,
                "%-14s %12s runs in %4s s, %5s edges, %s%n",
                target.label(),
                last(DONE, text, 1),
                last(DONE, text, 2),
                last(COVERED, text, 1),
                sound ? "nothing found" : "FOUND, see " + log);
        return sound;
    }

    private static String last(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        String found = "?";
        while (matcher.find()) {
            found = matcher.group(group);
        }
        return found;
    }
}
