package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.output.Printer;

/** Says on standard error how a patch ended and what to do next. */
public record EndNote(Printer printer) {
    /** @param patch with its id, status and, if it did not succeed, its summary */
    public void print(JsonNode patch) {
        String id = patch.path("id").asText();
        String summary = patch.path("summary").asText();
        printer.note(id + " " + patch.path("status").asText() + (summary.isEmpty() ? "" : ": " + summary));
        if (patch.path("status").asText().equals(PatchStates.AWAITING_REVIEW)) {
            printer.note("To judge it: patchline get " + id + "; then patchline approve " + id + " or patchline reject "
                    + id + " --reason …");
        }
        if (patch.path("dead_letter").asBoolean()) {
            printer.note("It is a dead letter. What it wrote: patchline logs " + id
                    + "; to run it again: patchline dead-letters replay " + id);
        }
    }
}
