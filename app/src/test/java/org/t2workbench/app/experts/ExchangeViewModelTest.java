package org.t2workbench.app.experts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.InlineJobRunner;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ExportForm;
import org.t2workbench.app.workbench.ExportRequest;
import org.t2workbench.app.workbench.FakeExchange;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.ImportRequest;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.job.InvalidInputException;

/** Imports and exports of the Experts screen. */
class ExchangeViewModelTest {

    @TempDir
    private Path folder;

    private final FakeSession session = new FakeSession();
    private final FakeDialogs dialogs = new FakeDialogs();
    private final Strings strings = new Strings(Locale.ENGLISH);
    private final List<Throwable> failures = new ArrayList<>();
    private final Workspace workspace = new Workspace(session, new InlineJobRunner(failures::add), strings);
    private final ExpertsViewModel viewModel = new ExpertsViewModel(workspace, dialogs, strings);

    @BeforeEach
    void open() {
        workspace.open(ModelSource.SAMPLE);
        workspace.mixtureProperty().set(MixtureSetting.NEUTRAL.with("math", 0.7).with("code", -0.4));
    }

    private ExpertSummary adapter() {
        return new ExpertSummary(
                "style", "style", "", "LoRA", 8, Double.NaN, Double.NaN, Double.NaN, "", 0, "", folder, "");
    }

    @Test
    void aLorasErrorFollowsItsRank() {
        ExportViewModel export = viewModel.exports();
        var error = export.error();
        var note = export.errorNote();
        export.begin(null);
        assertThat(export.fullRank()).isEqualTo(FakeExchange.COMPONENTS);
        assertThat(export.mixtureText()).isEqualTo("math 0.70 · code -0.40");
        // exp(-16/12) of a geometric series, and the end that is cut off
        assertThat(error.get()).contains("‖ΔW‖").contains("26.");
        String before = error.get();
        export.rankProperty().set(24);
        assertThat(error.get()).isNotEqualTo(before);
        assertThat(note.get()).contains("from rank 48 on");
        export.rankProperty().set(48);
        assertThat(error.get()).endsWith("0.00 %");
    }

    @Test
    void anExportGoesWhereAndAsItWasAsked() {
        ExportViewModel export = viewModel.exports();
        export.begin(null);
        var ready = export.ready();
        assertThat(ready.get()).isFalse();
        dialogs.answer = folder.resolve("lora");
        export.chooseTarget();
        assertThat(ready.get()).isTrue();
        export.rankProperty().set(8);
        export.export();
        assertThat(session.exchange.exports)
                .containsExactly(
                        new ExportRequest(workspace.mixture(), ExportForm.LORA, folder.resolve("lora"), 8, false));
        assertThat(dialogs.notes)
                .singleElement()
                .asString()
                .contains("Exported")
                .contains("lora");
        export.formProperty().set(ExportForm.EXPERT);
        // a folder is no file
        assertThat(export.targetProperty().get()).isNull();
    }

    @Test
    void oneExpertIsExportedAloneWhereTheSlidersAreAtZero() {
        workspace.mixtureProperty().set(MixtureSetting.NEUTRAL);
        ExpertSummary code = workspace.experts().get(1);
        viewModel.selectedProperty().set(code);
        viewModel.beginExport();
        ExportViewModel export = viewModel.exports();
        assertThat(export.aloneProperty().get()).isEqualTo(code);
        assertThat(export.fullRank()).isPositive();
        dialogs.answer = folder.resolve("x");
        export.chooseTarget();
        export.export();
        assertThat(session.exchange.exports.get(0).mixture()).isEqualTo(MixtureSetting.NEUTRAL.with("code", 1));
        export.aloneProperty().set(null);
        assertThat(export.fullRank()).isZero();
        assertThat(export.error().get()).contains("Nothing to export");
        assertThat(export.ready().get()).isFalse();
    }

    @Test
    void aFileOfTheAuthorsCodeWaitsForItsSettings() throws IOException {
        Path file = Files.createFile(folder.resolve("policy_params.pt"));
        viewModel.open(file);
        ImportViewModel imports = viewModel.imports();
        assertThat(imports.sourceProperty().get()).isEqualTo(file);
        assertThat(session.exchange.imports).isEmpty();
        imports.taskProperty().set("gsm8k ");
        imports.parametrisationProperty().set("mixture");
        dialogs.answer = null;
        imports.run();
        assertThat(session.exchange.imports).isEmpty();
        dialogs.answer = folder.resolve("theirs.safetensors");
        imports.run();
        assertThat(session.exchange.imports)
                .containsExactly(new ImportRequest(file, folder.resolve("theirs.safetensors"), "gsm8k", "mixture"));
        assertThat(imports.sourceProperty().get()).isNull();
        assertThat(workspace.experts()).extracting(ExpertSummary::id).contains("theirs");
        assertThat(Objects.requireNonNull(viewModel.selectedProperty().get()).id())
                .isEqualTo("theirs");
        assertThat(dialogs.notes).singleElement().asString().contains("0.35").doesNotContain("keeps");
    }

    @Test
    void anAdapterIsProjectedAndTellsWhatItKeeps() {
        dialogs.answer = folder.resolve("style-projected.safetensors");
        viewModel.imports().project(adapter());
        assertThat(session.exchange.imports).hasSize(1);
        assertThat(dialogs.notes)
                .singleElement()
                .asString()
                .contains("keeps 42.00 %")
                .contains("adapter's");
        assertThat(adapter().isAdapter()).isTrue();
        assertThat(workspace.experts()).noneMatch(ExpertSummary::isAdapter);
    }

    @Test
    void aFileThatIsRefusedIsAFailureOfItsJob() {
        dialogs.answer = folder.resolve("x.safetensors");
        viewModel.imports().begin(Path.of("evil.pt"));
        viewModel.imports().run();
        assertThat(failures).singleElement().isInstanceOf(InvalidInputException.class);
        assertThat(dialogs.notes).isEmpty();
    }

    @Test
    void anAdaptersFolderIsOpenedAsItIs() {
        dialogs.answer = folder;
        viewModel.chooseAdapter();
        assertThat(workspace.experts()).extracting(ExpertSummary::file).contains(folder);
        assertThat(session.exchange.imports).isEmpty();
    }
}
