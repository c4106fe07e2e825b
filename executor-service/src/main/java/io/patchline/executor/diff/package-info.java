/**
 * The patch engine: reads unified diffs, V4A patches, SEARCH/REPLACE blocks and search-and-replace edits, finds the places they speak of, and computes the new
 * text, all in memory. It knows files only as a {@link io.patchline.executor.diff.FileTree}. The rules, and why they are as they are:
 * {@code docs/decisions/0010-patch-engine.md}, {@code 0078-what-models-send.md}.
 */
@NullMarked
package io.patchline.executor.diff;

import org.jspecify.annotations.NullMarked;
