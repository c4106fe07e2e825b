package io.patchline.message;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bytes of a patch's message and their fingerprint, which is computed once, when somebody first asks. Safe for use by several threads. */
public final class PatchContent {
    private final byte[] body;
    private final Function<byte[], String> computation;
    private volatile @Nullable String fingerprint;

    private PatchContent(byte[] body, Function<byte[], String> computation) {
        this.body = body;
        this.computation = computation;
    }

    /** Any bytes. */
    static PatchContent of(byte[] body) {
        return new PatchContent(body, ContentFingerprint::of);
    }

    /** Bytes that {@link MessageCodec} has just written of a patch. */
    static PatchContent written(byte[] body, boolean hasPointers) {
        return new PatchContent(
                body, hasPointers ? ContentFingerprint::ofWrittenWithPointers : ContentFingerprint::ofWhole);
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }

    String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = computation.apply(body);
            fingerprint = known;
        }
        return known;
    }
}
