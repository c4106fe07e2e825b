package io.patchline.ingest.mcp.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The revisions of the protocol that are spoken, the oldest first. */
public enum Revision {
    R2025_06_18("2025-06-18"),
    R2025_11_25("2025-11-25"),
    /** Without a handshake: each request says for itself which revision it is of. */
    R2026_07_28("2026-07-28");

    private final String text;

    Revision(String text) {
        this.text = text;
    }

    /** As it stands in messages and headers. */
    public String text() {
        return text;
    }

    /** Whether each request describes itself, and there is no {@code initialize}. */
    public boolean isStateless() {
        return this == R2026_07_28;
    }

    public static Optional<Revision> of(String text) {
        return Arrays.stream(values())
                .filter(revision -> revision.text.equals(text))
                .findFirst();
    }

    /** All of them, the newest first. */
    public static List<String> all() {
        return Arrays.stream(values()).map(Revision::text).toList().reversed();
    }

    /** Those that begin with {@code initialize}, the newest first. */
    public static List<Revision> withHandshake() {
        return Arrays.stream(values())
                .filter(revision -> !revision.isStateless())
                .toList()
                .reversed();
    }
}
