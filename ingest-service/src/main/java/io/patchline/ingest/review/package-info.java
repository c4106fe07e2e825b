/** Commits that wait for a review are approved, rejected, or expire; commits on a branch are taken back. */
@NullMarked
package io.patchline.ingest.review;

import org.jspecify.annotations.NullMarked;
