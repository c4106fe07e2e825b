package io.patchline.ingest.reading;

import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import io.patchline.patch.Text;

/**
 * The names that a submission may give: shorter than what the wire contract can carry, because each is kept in memory, in the ledger and in every line of
 * the log for as long as its patch is known; and none that a URL takes for something else.
 */
public final class NameBounds {
    /** The longest lane and target, in characters (code points). */
    public static final int MOST_CHARACTERS = 400;

    private NameBounds() {}

    /**
     * @throws IllegalArgumentException if this cannot be a patch's id; the message says why
     */
    public static PatchId id(String text) {
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(
                    "id must not be \".\" or \"..\": in an address they mean another place, and the patch could not be found");
        }
        return new PatchId(text);
    }

    /**
     * @throws IllegalArgumentException if this cannot be a lane's name; the message says why
     */
    public static Lane lane(String text) {
        return new Lane(Text.oneLine("lane", text, MOST_CHARACTERS));
    }

    /**
     * @throws IllegalArgumentException if this cannot be a target; the message says why
     */
    public static String target(String text) {
        return Text.oneLine("target_file", text, MOST_CHARACTERS);
    }
}
