/** Files below an open directory: opened and changed by descriptors, with owner and permissions, never through a link. */
@NullMarked
package io.patchline.executor.directory;

import org.jspecify.annotations.NullMarked;
