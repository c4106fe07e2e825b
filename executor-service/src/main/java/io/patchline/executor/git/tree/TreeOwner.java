package io.patchline.executor.git.tree;

import java.io.IOException;
import java.nio.file.Path;

/** Who the files of a working tree belong to: the user that commands run as. */
@FunctionalInterface
public interface TreeOwner {
    /** The files belong to the executor's own user, and so do commands. */
    TreeOwner SELF = tree -> {};

    /** Gives the tree, with all that is in it, to this user. */
    void own(Path tree) throws IOException;
}
