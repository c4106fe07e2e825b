package io.patchline.ingest.body;

import java.time.Duration;

/**
 * What a body may be.
 *
 * @param largest in bytes
 * @param within how long it may take to arrive
 */
record BodyBounds(long largest, Duration within) {}
