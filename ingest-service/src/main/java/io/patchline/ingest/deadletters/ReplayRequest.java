package io.patchline.ingest.deadletters;

import java.util.Optional;

/**
 * How a dead letter is to be replayed.
 *
 * @param withHeld whether those that were set aside because of it shall follow it, in order
 */
record ReplayRequest(Optional<Boolean> withHeld) {}
