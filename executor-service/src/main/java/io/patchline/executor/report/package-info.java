/** What executors publish: result events and dead letters, confirmed. */
@NullMarked
package io.patchline.executor.report;

import org.jspecify.annotations.NullMarked;
