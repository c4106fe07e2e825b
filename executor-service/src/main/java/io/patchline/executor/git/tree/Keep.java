package io.patchline.executor.git.tree;

/** What stays in a working tree between runs. */
public enum Keep {
    /** Files that {@code .gitignore} names: caches, what was built or installed. */
    IGNORED,
    /** Nothing but what is in the commit. */
    NOTHING,
}
