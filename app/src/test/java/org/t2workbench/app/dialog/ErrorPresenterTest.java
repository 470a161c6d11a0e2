package org.t2workbench.app.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

class ErrorPresenterTest {

    private final List<ErrorReport> shown = new ArrayList<>();
    private final ErrorPresenter presenter = new ErrorPresenter(new Recorder(), new Strings(Locale.ENGLISH));

    @Test
    void badInputIsOneSentenceWithTheFileAndAdvice() {
        presenter.accept(new InvalidInputException("The header is cut off.", Path.of("a", "model.safetensors")));
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).sentence()).contains("The header is cut off.").contains("model.safetensors");
        assertThat(shown.get(0).advice()).isNotBlank();
        assertThat(shown.get(0).details()).contains("InvalidInputException");
    }

    @Test
    void aFileThatTheSentenceNamesIsNotNamedTwice() {
        presenter.accept(new OutOfResourcesException("The disk of x.json is full.", Path.of("x.json"), null));
        assertThat(shown.get(0).sentence()).isEqualTo("The disk of x.json is full.");
    }

    @Test
    void anErrorOfTheProgramNamesNoClassInItsSentence() {
        presenter.accept(new IllegalStateException("index 3 of Foo"));
        assertThat(shown.get(0).sentence()).doesNotContain("Foo").doesNotContain("Exception");
        assertThat(shown.get(0).details()).contains("index 3 of Foo");
    }

    @Test
    void cancelledIsNotAnError() {
        presenter.accept(new CancelledException());
        assertThat(shown).isEmpty();
    }

    private final class Recorder implements DialogService {

        @Override
        public Optional<Path> chooseFolder(String title, @Nullable Path start) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> chooseFile(String title, String kind, String pattern, @Nullable Path start) {
            return Optional.empty();
        }

        @Override
        public void showError(ErrorReport report) {
            shown.add(report);
        }

        @Override
        public void showNote(String title, String text) {}
    }
}
