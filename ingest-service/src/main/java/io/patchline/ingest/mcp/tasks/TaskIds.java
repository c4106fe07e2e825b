package io.patchline.ingest.mcp.tasks;

import io.patchline.ingest.access.Caller;
import io.patchline.patch.PatchId;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of tasks: the patch's id, and a code over it under what binds it to the caller's credential. So nobody else can make one or use it, and every replica knows it after any restart
 * without keeping anything (docs/decisions/0118).
 */
final class TaskIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int CODE_BYTES = 16;
    private static final int LONGEST = 1_200;

    private TaskIds() {}

    static String of(PatchId patch, Caller caller) {
        Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
        return text.encodeToString(code(patch, caller)) + "."
                + text.encodeToString(patch.value().getBytes(StandardCharsets.UTF_8));
    }

    /** The patch that this task of this caller is; empty if it is none. */
    static Optional<PatchId> patch(String task, Caller caller) {
        String[] parts = task.split("\\.", -1);
        if (parts.length != 2 || task.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] code = Base64.getUrlDecoder().decode(parts[0]);
            PatchId patch = new PatchId(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return Optional.of(patch).filter(id -> MessageDigest.isEqual(code, code(id, caller)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] code(PatchId patch, Caller caller) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(caller.binding().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update("patchline task\n".getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(patch.value().getBytes(StandardCharsets.UTF_8)), CODE_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256, for every key that is not empty", e);
        }
    }
}
