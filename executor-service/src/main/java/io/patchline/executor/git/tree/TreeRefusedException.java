package io.patchline.executor.git.tree;

import io.patchline.executor.git.program.NameList;
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

    /** It changes more files than a commit may. */
    static TreeRefusedException tooManyFiles() {
        return new TreeRefusedException(
                ErrorCode.PATH_REFUSED,
                List.of(
                        "the patch changes more files than one commit may (" + NameList.MOST_FILES
                                + "), or their names have more than " + NameList.MOST_BYTES
                                + " bytes together. Make several patches of it, or name in .gitignore what is not to be in the commit"));
    }

    /** Git cannot look at it. */
    static TreeRefusedException tooMuchMemory() {
        return new TreeRefusedException(
                ErrorCode.FILE_REFUSED,
                List.of("git needs more memory to look at it than it may have (" + Place.MOST_MEMORY
                        + " bytes). Make the .gitignore and .gitattributes in it smaller, or leave fewer files"));
    }

    public ErrorCode code() {
        return code;
    }

    public List<String> details() {
        return details;
    }
}
