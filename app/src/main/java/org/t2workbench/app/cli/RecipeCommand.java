package org.t2workbench.app.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * A command that works through a recipe on one model and writes tables.
 *
 * @param <R> the recipe
 */
abstract class RecipeCommand<R> implements Runnable {

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    String model = "";

    @Mixin
    final RecipeOptions options = new RecipeOptions();

    final Console console;

    RecipeCommand(Console console) {
        this.console = console;
    }

    /** Reads the recipe; what is wrong with it is known before the model is opened. */
    abstract R recipe();

    /** Trains and measures, into the folder that was named, and returns what was found as a document. */
    abstract Object run(R recipe, Opening opening);

    /** The sentence at the end. */
    abstract String done();

    @Override
    public final void run() {
        R recipe = recipe();
        try (Opening opening = Opening.of(model, common, console)) {
            Object result = run(recipe, opening);
            if (common.json) {
                JsonOutput.print(console.out(), result);
            } else {
                console.out().println(done());
            }
        }
    }
}
