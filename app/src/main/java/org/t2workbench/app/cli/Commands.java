package org.t2workbench.app.cli;

import java.util.List;

/** The commands in the order of the help text. */
final class Commands {

    private Commands() {}

    static List<Object> all(Console console) {
        return List.of(
                new InfoCommand(console),
                new DecomposeCommand(console),
                new SpectrumCommand(console),
                new GenerateCommand(console),
                new LogitsCommand(console),
                new EvalCommand(console),
                new AdaptCommand(console),
                new TrainCommand(console),
                new ImportExpertCommand(console),
                new ExportCommand(console),
                new AblationCommand(console),
                new StudyCommand(console),
                new CheckTaskCommand(console),
                new PretrainCommand(console),
                new RunsCommand(console),
                new BenchCommand(console),
                new SoakCommand(console));
    }
}
