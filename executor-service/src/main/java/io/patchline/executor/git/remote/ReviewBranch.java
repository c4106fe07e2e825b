package io.patchline.executor.git.remote;

import io.patchline.patch.PatchId;
import java.util.regex.Pattern;

/** The branch on which a patch's commit waits for a review. */
public final class ReviewBranch {
    private static final String PREFIX = "patchline/";

    /** What is a name of a branch for sure, on any file system (git check-ref-format). */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*");

    private static final String LOCK = ".lock";
    private static final int LONGEST = 100;

    private ReviewBranch() {}

    /** Its name without {@code refs/heads/}: the patch's id, or its hash where the id is no name of a branch. */
    public static String of(PatchId id) {
        String name = id.value();
        boolean plain = PLAIN.matcher(name).matches() && name.length() <= LONGEST && !name.endsWith(LOCK);
        return PREFIX + (plain ? name : id.hash());
    }
}
