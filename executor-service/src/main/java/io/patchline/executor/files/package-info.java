/**
 * File actions: computed in memory, written without following links, all or nothing, and undone when a later step fails. It begins at
 * {@link io.patchline.executor.files.FileActions}; the rules are in {@code docs/decisions/0010-patch-engine.md}.
 */
@NullMarked
package io.patchline.executor.files;

import org.jspecify.annotations.NullMarked;
