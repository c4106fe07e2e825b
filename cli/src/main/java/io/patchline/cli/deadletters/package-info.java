/** The commands for dead letters. */
@NullMarked
package io.patchline.cli.deadletters;

import org.jspecify.annotations.NullMarked;
