package org.t2workbench.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.t2workbench.core.adaptation.AdaptedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Next-token logits at every position of a list of token ids, taken as it is. */
@Command(name = "logits", description = "next-token logits at every position of a list of token ids")
final class LogitsCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final MixtureOptions mixture = new MixtureOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--tokens", required = true, paramLabel = "1,2,3", description = "token ids, separated by commas")
    private String tokens = "";

    private final Console console;

    LogitsCommand(Console console) {
        this.console = console;
    }

    record Document(List<Integer> tokens, float[][] logits) {}

    @Override
    public void run() {
        int[] ids = parse(tokens);
        mixture.check(false);
        try (Opening opening = Opening.forTokens(model, common, console)) {
            AdaptedModel opened = opening.model();
            float[][] logits = opened.logits(mixture.read(opened::readAdapter), ids, console.token());
            if (common.json) {
                JsonOutput.print(
                        console.out(), new Document(IntStream.of(ids).boxed().toList(), logits));
                return;
            }
            for (int position = 0; position < ids.length; position++) {
                float[] row = logits[position];
                int best = IntStream.range(0, row.length).reduce(0, (a, b) -> row[b] > row[a] ? b : a);
                console.out()
                        .printf(
                                Locale.ROOT,
                                "position %d, token %d: highest %.4f at %d; %d logits (all of them with --json)%n",
                                position,
                                ids[position],
                                row[best],
                                best,
                                row.length);
            }
        }
    }

    private static int[] parse(String list) {
        try {
            return Arrays.stream(list.split(",", -1))
                    .mapToInt(id -> Integer.parseInt(id.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw new WrongUsageException(
                    "The tokens '" + list + "' are not whole numbers separated by commas, as in --tokens 1,2,3.");
        }
    }
}
