package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A file's path inside the workspace, in normal form: relative, {@code /} between its segments, without {@code .} or empty segments.
 * A path that could lead out of the workspace or into git's own directory does not exist as a value of this type. Links are the
 * business of whoever opens the path: a name says nothing of them.
 */
public record FilePath(@JsonValue String value) {
    /** The longest path, in bytes of UTF-8: Linux's PATH_MAX. */
    public static final int MAX_BYTES = 4096;

    /** The longest segment, in bytes of UTF-8: Linux's NAME_MAX. */
    public static final int MAX_SEGMENT_BYTES = 255;

    /**
     * @throws IllegalArgumentException if the path is absolute, empty, too long, or has a segment {@code ..} or {@code .git} (in any
     *     case), NUL or a control character
     */
    @JsonCreator
    public FilePath {
        Text.oneLine("path", value, MAX_BYTES);
        Text.require(!value.startsWith("/"), "path", "must be relative to the workspace, without a leading /");
        Text.require(!value.endsWith("/"), "path", "must name a file, not end with /");
        value = String.join("/", normal(value));
        Text.require(!value.isEmpty(), "path", "must name a file below the workspace");
        Text.require(bytes(value) <= MAX_BYTES, "path", "must have at most " + MAX_BYTES + " bytes");
    }

    /** The names from the workspace down to the file: at least one. */
    public List<String> segments() {
        return List.of(value.split("/"));
    }

    @Override
    public String toString() {
        return value;
    }

    private static List<String> normal(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .map(FilePath::checked)
                .toList();
    }

    private static String checked(String segment) {
        Text.require(!segment.equals(".."), "path", "must not contain \"..\"");
        Text.require(!segment.equalsIgnoreCase(".git"), "path", "must not lead into .git");
        Text.require(
                bytes(segment) <= MAX_SEGMENT_BYTES,
                "path",
                "must not have a segment of more than " + MAX_SEGMENT_BYTES + " bytes");
        return segment;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
