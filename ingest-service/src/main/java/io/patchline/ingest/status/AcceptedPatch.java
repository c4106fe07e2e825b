package io.patchline.ingest.status;

import io.patchline.message.PatchMessage;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.WorkspaceName;
import io.patchline.trace.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the view keeps of a patch's own message: enough to find and to list it. What repeats from patch to patch is kept once for all.
 *
 * @param fingerprint the hash of its content
 * @param description its beginning: at most {@value #DESCRIPTION} characters
 * @param searchable the id, that beginning of the description, and the beginning of what it runs: at most {@value #COMMAND} characters of that ({@link TextSearch#searchable})
 * @param source the name of the credential that it came with
 * @param address of the sender, where it is known
 * @param trace the id of the trace that it was submitted in, where there is one
 * @param workspace that it names
 * @param reverts the patches that it takes back
 * @param offset where in the log the whole of it is; absent in the moment between the confirm and the log
 */
public record AcceptedPatch(
        String fingerprint,
        Lane lane,
        Optional<String> role,
        Optional<String> targetFile,
        Optional<String> description,
        String searchable,
        Instant acceptedAt,
        String source,
        Optional<String> address,
        Optional<String> trace,
        Optional<WorkspaceName> workspace,
        List<PatchId> reverts,
        Optional<Long> offset) {
    static final int DESCRIPTION = 200;
    static final int COMMAND = 500;
    /** Longer than any address of IPv6; the header is for whoever publishes to write. */
    static final int ADDRESS = 64;

    private static final int FIXED_BYTES = 250;

    public static AcceptedPatch of(PatchMessage message, Optional<Long> offset) {
        Patch patch = message.patch();
        Optional<String> description = patch.description().map(text -> ErrorExcerpt.of(text, DESCRIPTION));
        return new AcceptedPatch(
                message.fingerprint(),
                new Lane(patch.lane().name().intern()),
                patch.role().map(String::intern),
                patch.targetFile().map(String::intern),
                description,
                searchable(patch, description),
                message.acceptedAt(),
                message.source().intern(),
                message.address().map(text -> ErrorExcerpt.of(text, ADDRESS).intern()),
                message.trace().map(TraceParent::traceId),
                patch.workspace(),
                reverts(patch),
                offset);
    }

    boolean isSameContentAs(AcceptedPatch other) {
        return fingerprint.equals(other.fingerprint);
    }

    /** What it takes on the heap besides a story, in bytes. */
    int heapBytes() {
        return FIXED_BYTES + textBytes();
    }

    /** What its texts take on the heap, in bytes. */
    int textBytes() {
        return fingerprint.length()
                + ErrorExcerpt.bytes(lane.name())
                + targetFile.map(ErrorExcerpt::bytes).orElse(0)
                + description.map(ErrorExcerpt::bytes).orElse(0)
                + ErrorExcerpt.bytes(searchable)
                + trace.map(ErrorExcerpt::bytes).orElse(0)
                + reverts.stream()
                        .mapToInt(id -> ErrorExcerpt.bytes(id.value()))
                        .sum();
    }

    private static String searchable(Patch patch, Optional<String> description) {
        String command = ErrorExcerpt.of(commands(patch), COMMAND);
        return TextSearch.searchable(Stream.of(Stream.of(patch.id().value()), description.stream(), Stream.of(command))
                .flatMap(texts -> texts));
    }

    private static List<PatchId> reverts(Patch patch) {
        return patch.actions().stream()
                .filter(PatchAction.Revert.class::isInstance)
                .map(action -> ((PatchAction.Revert) action).patch())
                .distinct()
                .toList();
    }

    private static String commands(Patch patch) {
        return patch.actions().stream()
                .filter(PatchAction.RunCommand.class::isInstance)
                .map(action -> ((PatchAction.RunCommand) action).script())
                .collect(Collectors.joining("\n"));
    }
}
