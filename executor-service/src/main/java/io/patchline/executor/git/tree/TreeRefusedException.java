package io.patchline.executor.git.tree;

import io.patchline.outcome.ErrorCode;
import java.util.List;

/** What a patch has made of the tree cannot become a commit. */
public final class TreeRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient List<String> details;

    /** @param details what is wrong, a place each: at least one */
    public TreeRefusedException(ErrorCode code, List<String> details) {
        super(details.getFirst());
        this.code = code;
        this.details = List.copyOf(details);
    }

    public ErrorCode code() {
        return code;
    }

    public List<String> details() {
        return details;
    }
}
