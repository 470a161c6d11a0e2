package org.t2workbench.app.dialog;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.core.checkpoint.hub.HubException;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.model.OverflowException;

/** The one place where an exception becomes words; it is logged once, here. Called on the FX thread. */
public final class ErrorPresenter implements Consumer<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPresenter.class);

    private final DialogService dialogs;
    private final Strings strings;

    public ErrorPresenter(DialogService dialogs, Strings strings) {
        this.dialogs = dialogs;
        this.strings = strings;
    }

    @Override
    public void accept(Throwable error) {
        if (error instanceof CancelledException) {
            return;
        }
        LOG.error("Shown to the person: {}", error.getMessage(), error);
        dialogs.showError(describe(error));
    }

    /** The words for an error, without showing them. */
    public ErrorReport describe(Throwable error) {
        if (error instanceof WorkbenchException known) {
            return new ErrorReport(title(known), sentence(known), advice(known), details(error));
        }
        if (error instanceof OutOfMemoryError) {
            return new ErrorReport(
                    strings.get("error.title.resources"),
                    strings.get("error.heap"),
                    strings.get("error.advice.heap"),
                    details(error));
        }
        return new ErrorReport(
                strings.get("error.title.unexpected"),
                strings.get("error.unexpected"),
                strings.get("error.advice.unexpected"),
                details(error));
    }

    private String title(WorkbenchException error) {
        if (error instanceof HubException) {
            return strings.get("error.title.hub");
        }
        if (error instanceof InvalidInputException) {
            return strings.get("error.title.input");
        }
        if (error instanceof OutOfResourcesException) {
            return strings.get("error.title.resources");
        }
        return strings.get("error.title.failed");
    }

    private String advice(WorkbenchException error) {
        if (error instanceof HubException) {
            return strings.get("error.advice.hub");
        }
        if (error instanceof InvalidInputException || error instanceof OverflowException) {
            return strings.get("error.advice.input");
        }
        if (error instanceof OutOfResourcesException) {
            return strings.get("error.advice.resources");
        }
        return strings.get("error.advice.failed");
    }

    private static String sentence(WorkbenchException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        Path file = error.file();
        return file == null || message.contains(String.valueOf(file.getFileName())) ? message : message + "\n" + file;
    }

    private static String details(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
