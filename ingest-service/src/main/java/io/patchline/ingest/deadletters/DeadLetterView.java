package io.patchline.ingest.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.ingest.status.PatchView;
import java.util.Optional;

/**
 * A dead letter with all that is known of it.
 *
 * @param patch what was asked; absent where it is in neither the log nor the queue, or is no patch
 * @param text the message as text, for what is no patch: its first 64 KiB
 * @param story the patch's whole story, with the output and the diff of its newest run; absent for what is no part of it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeadLetterView(
        @JsonUnwrapped DeadLetterSummary summary,
        Optional<JsonNode> patch,
        Optional<String> text,
        Optional<PatchView> story) {}
