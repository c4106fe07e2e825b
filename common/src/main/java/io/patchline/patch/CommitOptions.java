package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Optional;

/**
 * How a patch of a git workspace becomes a commit.
 *
 * @param base what it was made on; absent: it is carried out on whatever the branch is at
 * @param review whether it waits for a review, whatever it changes
 * @param message the commit's message, its first line the subject: 1 to {@value #MAX_MESSAGE_CHARACTERS} characters, no control characters but tab and
 *     line feed; absent: the description, else a summary of the actions
 */
public record CommitOptions(
        Optional<Base> base,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean review,

        Optional<String> message) {
    /** The longest message, in characters (code points). */
    public static final int MAX_MESSAGE_CHARACTERS = 4_000;

    /** On whatever the branch is at, reviewed where the workspace asks for it, with a message made of the patch. */
    public static final CommitOptions NONE = new CommitOptions(Optional.empty(), false, Optional.empty());

    /**
     * @throws IllegalArgumentException if the message breaks the rules above
     */
    public CommitOptions {
        message.ifPresent(CommitOptions::check);
    }

    private static void check(String message) {
        Text.notBlank("message", message);
        Text.oneLine("message", message.replaceAll("[\t\n]", " "), MAX_MESSAGE_CHARACTERS);
    }
}
