package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import java.util.List;

/**
 * An edit that cannot be made. A checked exception and not a result, because it ends a reading or a search many calls deep; it never leaves
 * the executor's file packages, which hand it out as a value.
 */
public final class EditRefusedException extends Exception {
    private final List<Fault> faults;

    /** With every reason that was found: at least one. */
    public EditRefusedException(List<Fault> faults) {
        super(faults.getFirst().detail(), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public EditRefusedException(ErrorCode code, String detail) {
        this(List.of(new Fault(code, detail)));
    }

    /** At least one. */
    public List<Fault> faults() {
        return faults;
    }

    /** For a line of a hunk that begins with none of the marks. */
    public static EditRefusedException unmarked(int patchLine, String line) {
        return malformed(
                patchLine,
                "\"" + LineExcerpt.of(line)
                        + "\" starts with none of a space, + or -. A line that stays is written with a space"
                        + " before it, one that goes with -, one that comes with +.");
    }

    public static EditRefusedException malformed(int patchLine, String detail) {
        return new EditRefusedException(ErrorCode.MALFORMED_DIFF, "Line " + patchLine + " of the diff: " + detail);
    }
}
