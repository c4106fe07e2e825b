/** Bulk operations over dead letters, as jobs that survive a restart. */
@NullMarked
package io.patchline.ingest.jobs;

import org.jspecify.annotations.NullMarked;
