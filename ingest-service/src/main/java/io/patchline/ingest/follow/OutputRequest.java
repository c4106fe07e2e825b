package io.patchline.ingest.follow;

import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.log.LogOutcomes;
import io.patchline.ingest.status.AttemptView;
import io.patchline.ingest.status.PatchStory;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which output of a patch is asked for. What is not given is the newest attempt that is over, of all its commands.
 *
 * @param tail only the end: so many lines, or with a {@code b} so many bytes
 */
record OutputRequest(
        Optional<Long> run, Optional<Long> attempt, Optional<Long> action, Optional<Tail> tail, boolean follow) {
    static final String[] NAMES = {"run", "attempt", "action", "tail", "follow"};

    private static final Pattern TAIL = Pattern.compile("(\\d{1,9})(b?)");

    /** The end of a text. */
    record Tail(long number, boolean bytes) {}

    /** An attempt that is over, and where in the log its outcome is. */
    record Attempt(AttemptView view, long event) {}

    /** Reads what is asked for. */
    record Reader(LogOutcomes outcomes) {
        OutputText read(PatchId patch, OutputRequest request, Attempt attempt)
                throws IOException, InterruptedException {
            RunReport report = outcomes.at(patch, attempt.event()).outcome().report();
            OutputText text =
                    request.action.map(number -> OutputText.of(report, number)).orElseGet(() -> OutputText.of(report));
            return request.tail
                    .map(tail -> tail.bytes() ? text.lastBytes(tail.number()) : text.lastLines(tail.number()))
                    .orElse(text);
        }
    }

    static OutputRequest of(Parameters parameters) {
        return new OutputRequest(
                parameters.number("run", 1, Integer.MAX_VALUE),
                parameters.number("attempt", 1, Integer.MAX_VALUE),
                parameters.number("action", 0, Integer.MAX_VALUE),
                parameters.one("tail").map(OutputRequest::tail),
                parameters.flag("follow"));
    }

    /** The attempt that is meant, if it is over. */
    Optional<Attempt> attempt(PatchStory story) {
        return AttemptView.of(story.timeline()).stream()
                .filter(view -> run.filter(number -> number != view.run()).isEmpty())
                .filter(view ->
                        attempt.filter(number -> number != view.attempt()).isEmpty())
                .flatMap(view -> view.event().map(event -> new Attempt(view, event)).stream())
                .reduce((first, last) -> last);
    }

    /** The same as long as the answer would be the same. */
    String tag(Attempt attempt) {
        String part = action.map(number -> "-a" + number).orElse("")
                + tail.map(end -> "-" + (end.bytes() ? "b" : "l") + end.number())
                        .orElse("");
        return "\"" + attempt.event() + part + "\"";
    }

    /** Why there is no such output, and what to do. */
    String nothingYet(PatchStory story) {
        return run.isPresent() || attempt.isPresent()
                ? "No such attempt has ended. GET /v1/patches/<id> lists the attempts."
                : "The patch is " + story.state().wireName()
                        + " and no attempt at it has ended. Follow its output with ?follow=true, or wait for its end with GET /v1/patches/<id>?wait=20.";
    }

    private static Tail tail(String text) {
        Matcher matcher = TAIL.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidParameterException(
                    "The parameter tail is a number of lines such as 20, or of bytes such as 4096b.");
        }
        return new Tail(Long.parseLong(matcher.group(1)), !matcher.group(2).isEmpty());
    }
}
