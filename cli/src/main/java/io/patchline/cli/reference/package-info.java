/** The command line described from its own definition: for manuals, for completion, for agents. */
@NullMarked
package io.patchline.cli.reference;

import org.jspecify.annotations.NullMarked;
