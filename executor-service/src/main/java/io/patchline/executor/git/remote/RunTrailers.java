package io.patchline.executor.git.remote;

import io.patchline.message.PatchMessage;
import io.patchline.patch.PatchId;

/**
 * The lines at the end of a commit's message that say which run made it. They are its last paragraph, so that no other text of the message can be taken for them; {@link
 * io.patchline.executor.git.message.EscapedText} sees that none hides them.
 */
public final class RunTrailers {
    public static final String RUN = "Patchline-Run";

    private static final String MARK = "\\";

    private RunTrailers() {}

    /** Of the run that carries the message out. */
    public static String of(PatchMessage message) {
        return "Patchline-Id: %s\n%s: %s\nPatchline-Source: %s\nPatchline-Lane: %s\n"
                .formatted(
                        message.patch().id(),
                        RUN,
                        run(message.patch().id(), message.run()),
                        oneLine(message.source()),
                        message.patch().lane());
    }

    /** The value of the trailer by which a run is found: of a patch whose id begins with blanks, which are no part of a trailer's value, behind a mark; and so of one that begins with the mark. */
    public static String run(PatchId patch, int run) {
        return prefix(patch) + run;
    }

    private static String prefix(PatchId patch) {
        String id = patch.value();
        return (id.startsWith(MARK) || !id.equals(id.stripLeading()) ? MARK + id : id) + "/";
    }

    /** Whether the value is that of a run of this patch, of this number at most. */
    public static boolean isOf(String value, PatchId patch, int last) {
        return numberOf(value, patch) > 0 && numberOf(value, patch) <= last;
    }

    /** The number of the run; 0 if it is none of this patch. */
    public static int numberOf(String value, PatchId patch) {
        String prefix = prefix(patch);
        String number = value.startsWith(prefix) ? value.substring(prefix.length()) : "";
        return number.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(number) : 0;
    }

    /** The text without what would end its line. */
    public static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
