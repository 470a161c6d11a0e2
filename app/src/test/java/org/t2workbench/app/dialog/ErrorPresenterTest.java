package org.t2workbench.app.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

class ErrorPresenterTest {

    private final FakeDialogs dialogs = new FakeDialogs();
    private final List<ErrorReport> shown = dialogs.errors;
    private final ErrorPresenter presenter = new ErrorPresenter(dialogs, new Strings(Locale.ENGLISH));

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
}
