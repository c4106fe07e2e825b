/**
 * What the patch engine is about, all in memory: lines and hunks, why an edit is refused, and the difference of two texts. It knows files only as a
 * {@link io.patchline.executor.diff.FileTree}. {@code parser} reads patch texts, {@code placement} finds where hunks go, {@code edit} computes the new text.
 * The rules, and why they are as they are: {@code docs/decisions/0010-patch-engine.md}, {@code 0078-what-models-send.md}.
 */
@NullMarked
package io.patchline.executor.diff;

import org.jspecify.annotations.NullMarked;
