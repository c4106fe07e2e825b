package io.patchline.ingest.deadletters;

import io.patchline.ingest.PatchIdGenerator;
import io.patchline.ingest.reading.ParseResult;
import io.patchline.ingest.reading.PatchParser;
import io.patchline.ingest.reading.ValidationRules;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.ContentFingerprint;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Digest;
import io.patchline.patch.Patch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Reads what operators send in a dead letter's place: a patch by the same rules as at the webhook, under a new id, that keeps the old one in its metadata. */
public final class MendedPatches {
    /** The field of the metadata with the id of the dead letter. */
    static final String REPLAY_OF = "replayOf";

    private final ValidationRules rules;
    private final StatusIndex known;

    public MendedPatches(ValidationRules rules, StatusIndex known) {
        this.rules = rules;
        this.known = known;
    }

    /** What was read. */
    public sealed interface Read {
        /** A patch that may be sent. */
        record Good(Patch patch) implements Read {}

        /** It may not; this says why. */
        record Wrong(OperationResult.NotDone answer) implements Read {}
    }

    public Read read(byte[] body, DeadLetterEntry entry) {
        return switch (new PatchParser(rules, idGenerator(body, entry)).read(body)) {
            case ParseResult.Unreadable unreadable ->
                new Read.Wrong(new OperationResult.NotDone(
                        unreadable.code(),
                        "The mended patch cannot be taken; see errors. The dead letter stays as it is.",
                        unreadable.problems()));
            case ParseResult.Understood understood -> checked(inPlaceOf(entry, understood.patch()), entry);
        };
    }

    private Read checked(Patch patch, DeadLetterEntry entry) {
        if (patch.id().equals(entry.ref().patch())) {
            return wrong("The id is that of the dead letter. Give the mended patch a new one, or leave the id out.");
        }
        String fingerprint = ContentFingerprint.of(MessageCodec.write(patch));
        boolean another = known.story(patch.id())
                .flatMap(story -> story.origin())
                .filter(origin -> !origin.fingerprint().equals(fingerprint))
                .isPresent();
        return another
                ? wrong(
                        "The id is that of a patch with other content. Give the mended patch a new one, or leave the id out.")
                : new Read.Good(patch);
    }

    private static Read wrong(String detail) {
        return new Read.Wrong(OperationResult.NotDone.of(ErrorCode.ID_CONFLICT, detail));
    }

    /** The same body in place of the same letter gets the same id: sent twice, it runs once. */
    private static PatchIdGenerator idGenerator(byte[] body, DeadLetterEntry entry) {
        byte[] both =
                (entry.id() + " " + entry.nextRun() + " " + Digest.sha256Hex(body)).getBytes(StandardCharsets.UTF_8);
        long seed = ByteBuffer.wrap(Digest.sha256(both)).getLong();
        return new PatchIdGenerator(InstantSource.fixed(entry.deadAt()), new SplittableRandom(seed));
    }

    private static Patch inPlaceOf(DeadLetterEntry entry, Patch patch) {
        Map<String, Object> metadata = new TreeMap<>(patch.metadata());
        metadata.put(REPLAY_OF, entry.id().value());
        return new Patch(
                patch.id(),
                patch.role(),
                patch.targetFile(),
                patch.lane(),
                patch.actions(),
                patch.options(),
                patch.description(),
                metadata,
                patch.callback(),
                patch.extra(),
                patch.pointers(),
                patch.workspace(),
                patch.commit());
    }
}
