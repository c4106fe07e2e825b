package io.patchline.executor.git.program;

/**
 * How large what a place holds may be, in bytes.
 *
 * @param file each file of a commit
 * @param commit all files together that one run changes
 * @param checkout all that one checkout writes: a small pack may hold any number of names of one large file
 */
public record SizeLimits(long file, long commit, long checkout) {}
