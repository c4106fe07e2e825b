package io.patchline.message;

import io.patchline.patch.Digest;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.util.Optional;

/**
 * The name of a dead letter: the patch's id, or, for what shares that id with another patch or is no patch, a name made of its bytes. So whoever sees
 * the message comes to the same name.
 */
public record DeadLetterId(String value) {
    /** Stands for the lane of what is no patch. */
    public static final Lane NO_LANE = new Lane("(none)");

    private static final int HASH_DIGITS = 32;

    /** Of a patch that failed. */
    public static DeadLetterId of(PatchId patch) {
        return new DeadLetterId(patch.value());
    }

    /** Of a patch that came under the id of another. */
    public static DeadLetterId ofConflict(byte[] body) {
        return new DeadLetterId("conflict-" + hash(body));
    }

    /** Of a message that is no patch. */
    public static DeadLetterId ofBytes(byte[] body) {
        return new DeadLetterId("message-" + hash(body));
    }

    /** Stands for the patch's id where there is no patch. */
    public PatchId asPatch() {
        return new PatchId(value);
    }

    /** The name as events carry it: only where it is not the patch's id. */
    public Optional<String> besides(PatchId patch) {
        return value.equals(patch.value()) ? Optional.empty() : Optional.of(value);
    }

    private static String hash(byte[] body) {
        return Digest.sha256Hex(body).substring(0, HASH_DIGITS);
    }

    @Override
    public String toString() {
        return value;
    }
}
