/** Parser of patch texts: unified and git diffs, V4A, SEARCH/REPLACE blocks. */
@NullMarked
package io.patchline.executor.parser;

import org.jspecify.annotations.NullMarked;
