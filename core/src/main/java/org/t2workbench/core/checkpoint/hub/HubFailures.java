package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.PlainText;

/** One sentence for each way in which a hub does not give what was asked for. */
final class HubFailures {

    private static final int LONGEST_REASON = 160;

    private final HubSettings settings;
    private final HubId id;

    HubFailures(HubSettings settings, HubId id) {
        this.settings = settings;
        this.id = id;
    }

    HubException offline() {
        return new HubException(
                Kind.OFFLINE,
                "The model " + id.text() + " is not complete in " + settings.cache()
                        + ", and HF_HUB_OFFLINE forbids fetching it; unset that variable, or fetch the model first.");
    }

    /** After the last try. */
    HubException gaveUp(IOException failure) {
        if (failure instanceof TransferException answer) {
            return busy(answer);
        }
        return new HubException(
                Kind.UNREACHABLE,
                "The hub " + settings.hubName() + " cannot be reached: " + reason(failure)
                        + "; check the network, then try again.",
                failure);
    }

    private HubException busy(TransferException answer) {
        String wait =
                answer.pause().map(asked -> "try again in " + words(asked)).orElse("try again later");
        String what = answer.status() == 429
                ? "The hub " + settings.hubName() + " was asked too often (429); "
                : "The hub " + settings.hubName() + " has trouble of its own (" + answer.status() + "); ";
        return new HubException(Kind.BUSY, what + wait + ".", answer);
    }

    private static String words(Duration wait) {
        return wait.toMinutes() >= 2 ? (wait.toSeconds() + 59) / 60 + " minutes" : wait.toSeconds() + " seconds";
    }

    private String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "its name is not known here";
            }
            if (cause instanceof HttpTimeoutException) {
                return "it does not answer in time";
            }
            if (cause instanceof SSLException) {
                return "no safe connection comes about (" + shown(String.valueOf(cause.getMessage())) + ")";
            }
        }
        return failure instanceof ConnectException
                ? "nothing answers at its address"
                : shown(String.valueOf(failure.getMessage()));
    }

    /**
     * For an answer that is neither what was asked for nor one to try again after.
     *
     * @param file that was asked for; empty for the list of all
     */
    HubException refused(HubAnswer answer, Optional<HubFile> file) {
        String code = answer.hubHeader("X-Error-Code").orElse("");
        String said = answer.hubHeader("X-Error-Message").orElse("");
        int status = answer.status();
        if (code.equals("GatedRepo")) {
            return gated();
        }
        if (code.equals("RevisionNotFound")) {
            return new HubException(
                    Kind.NO_REVISION,
                    "The repository " + id.repository() + " has no revision \"" + id.revision()
                            + "\"; give a branch, a tag or a commit of it.");
        }
        boolean wrongToken = status == 401 && settings.token().isPresent() && said.contains("Invalid credentials");
        if (status == 401 && !wrongToken && settings.token().isEmpty()) {
            return new HubException(
                    Kind.UNAUTHORISED,
                    "The hub " + settings.hubName() + " shows nobody a model " + id.repository()
                            + " without knowing who asks; check the name, or set HF_TOKEN if it is private or gated.");
        }
        if (wrongToken || (status == 401 && !code.equals("RepoNotFound"))) {
            String origin = settings.token().map(HubToken::origin).orElse("HF_TOKEN");
            return new HubException(
                    Kind.UNAUTHORISED,
                    "The hub " + settings.hubName() + " does not accept the access token of " + origin
                            + "; make a new one at " + settings.endpoint() + "/settings/tokens.");
        }
        if (status == 404 && file.isPresent() && !code.equals("RepoNotFound")) {
            return badAnswer(file.get().path() + " is listed but not there");
        }
        if (code.equals("RepoNotFound") || status == 401 || status == 404) {
            return new HubException(
                    Kind.NO_REPOSITORY,
                    "The hub " + settings.hubName() + " has no model " + id.repository()
                            + ", or it is private; check the name, or set HF_TOKEN to a token that may see it.");
        }
        if (status == 403) {
            return new HubException(
                    Kind.UNAUTHORISED,
                    "The hub " + settings.hubName() + " refuses access to " + id.repository() + inBrackets(said)
                            + "; look at " + page() + ".");
        }
        return new HubException(
                Kind.BAD_ANSWER,
                "The hub " + settings.hubName() + " answers " + status + inBrackets(said) + " when asked for "
                        + id.repository() + ", which this program does not expect.");
    }

    private HubException gated() {
        String then = settings.token().isPresent()
                ? "; then try again."
                : "; then set HF_TOKEN to an access token of the account that asked.";
        return new HubException(
                Kind.GATED, "The model " + id.repository() + " is gated: ask for access at " + page() + then);
    }

    HubException badAnswer(String what) {
        return new HubException(
                Kind.BAD_ANSWER,
                "The hub " + settings.hubName() + " gives a wrong answer about " + id.repository() + ": " + shown(what)
                        + ".");
    }

    private String page() {
        return settings.endpoint() + "/" + id.repository();
    }

    private String inBrackets(String said) {
        return said.isBlank() ? "" : " (" + shown(said.strip()) + ")";
    }

    /** A text that came from outside, without the token and on one line. */
    private String shown(String text) {
        return PlainText.of(settings.token().map(token -> token.hideIn(text)).orElse(text), LONGEST_REASON);
    }
}
