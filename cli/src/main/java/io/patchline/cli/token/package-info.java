/** The file of tokens that the ingest service reads: who holds one, what it allows, and its hash. */
@NullMarked
package io.patchline.cli.token;

import org.jspecify.annotations.NullMarked;
