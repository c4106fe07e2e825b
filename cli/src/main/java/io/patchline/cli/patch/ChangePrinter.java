package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.output.SafeText;
import java.util.function.Consumer;

/**
 * Prints what a patch changed.
 *
 * @param line takes a line of ours
 * @param quoted takes text of strangers that somebody is to judge
 */
public record ChangePrinter(Consumer<String> line, Consumer<String> quoted) {
    /** What commits that wait for a review say, the oldest first. */
    public void commits(JsonNode log) {
        for (JsonNode commit : log) {
            long cut = commit.path("omittedCharacters").asLong();
            line.accept("commit " + SafeText.line(commit.path("commit").asText()) + " of "
                    + SafeText.line(commit.path("author").asText())
                    + (commit.has("run") ? ", run " + commit.path("run").asInt() : "")
                    + (cut > 0 ? "; " + cut + " characters of its message, or more, are left out" : ""));
            quoted.accept(commit.path("message").asText());
        }
    }

    public void files(JsonNode files) {
        for (JsonNode file : files) {
            line.accept("file " + SafeText.line(file.path("path").asText()) + ": "
                    + SafeText.line(file.path("change").asText(file.path("kind").asText("changed")))
                    + " (+" + file.path("addedLines").asInt() + " -"
                    + file.path("removedLines").asInt() + ")");
        }
    }

    public void diff(JsonNode diff) {
        if (!diff.asText().isEmpty()) {
            line.accept("diff");
            quoted.accept(diff.asText());
        }
    }
}
