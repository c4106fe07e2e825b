package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.output.OutputAsk;
import io.patchline.ingest.output.OutputPart;
import io.patchline.ingest.output.PatchOutput;
import io.patchline.ingest.status.PatchStory;
import io.patchline.outcome.ErrorCode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Puts what commands wrote into a result, marked as that. */
@Singleton
final class OutputContent {
    /** What is shown with a patch where nobody asked for more. */
    static final OutputAsk LAST_LINES = ofAll(new OutputAsk.Start.Last(20));

    private static final int CHARACTERS = 4_000;

    private final PatchOutput output;

    OutputContent(PatchOutput output) {
        this.output = output;
    }

    /** A short part, of all commands of the newest attempt. */
    static OutputAsk ofAll(OutputAsk.Start start) {
        return new OutputAsk(Optional.empty(), Optional.empty(), Optional.empty(), start, CHARACTERS);
    }

    /** Adds the part to the content, or says why it is not there; a result where that is all there is to say. Blocks. */
    Optional<ToolResult> add(PatchStory story, OutputAsk ask, ToolCall call, ObjectNode content) {
        try {
            Optional<OutputPart> part = output.read(story, ask, call.memory());
            part.ifPresent(found -> put(found, content));
            if (part.isEmpty()) {
                content.put(
                        "output_missing",
                        call.memory().isDeclined()
                                ? "More is being read than there is memory for. Call read_patch_output in two seconds."
                                : "No such attempt has begun: nothing was written yet.");
            }
            return Optional.empty();
        } catch (InvalidParameterException e) {
            return Optional.of(ToolResult.refused(
                    ErrorCode.INVALID_REQUEST,
                    String.valueOf(e.getMessage()),
                    "Call the tool again with next_cursor of an earlier answer, or without cursor."));
        } catch (IOException e) {
            content.put("output_missing", "The output cannot be read from the broker's log now: " + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            content.put("output_missing", "The service is shutting down. Ask again.");
            return Optional.empty();
        }
    }

    private static void put(OutputPart part, ObjectNode content) {
        content.put("run", part.run()).put("attempt", part.attempt());
        content.put("output_note", PatchContent.UNTRUSTED);
        content.put("output", part.text());
        content.put("next_cursor", part.cursor());
        content.put("more", part.more());
        content.put("total_bytes", part.total());
        if (part.leftOut() > 0) {
            content.put("left_out_bytes", part.leftOut());
        }
    }

    static ToolResult overloaded() {
        return ToolResult.refused(
                ErrorCode.OVERLOADED,
                "More is being read than there is memory for.",
                "Call the tool again in two seconds.");
    }
}
