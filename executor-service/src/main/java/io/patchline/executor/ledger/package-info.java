/** The record on disk, beside the workspace, of what ran: it is why nothing runs twice. */
@NullMarked
package io.patchline.executor.ledger;

import org.jspecify.annotations.NullMarked;
