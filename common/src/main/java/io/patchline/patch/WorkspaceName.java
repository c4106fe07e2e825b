package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a workspace, as executors are configured with it: 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or digit. */
public record WorkspaceName(@JsonValue String value) implements Comparable<WorkspaceName> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** The workspace that is meant where a patch names none and several are configured; the directory workspace has this name. */
    public static final WorkspaceName DEFAULT = new WorkspaceName("default");

    /**
     * @throws IllegalArgumentException if the value breaks the rule above
     */
    @JsonCreator
    public WorkspaceName {
        Text.require(
                NAME.matcher(value).matches(),
                "workspace",
                "must be 1 to 63 of a-z, 0-9, \".\", \"_\" and \"-\", beginning with a letter or digit");
    }

    @Override
    public int compareTo(WorkspaceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
