package io.patchline.ingest.lanes;

/**
 * What the broker says of a lane queue.
 *
 * @param ready messages that nobody has taken yet
 * @param consumers executors that are subscribed; one of them is active
 */
record QueueDepth(long ready, long consumers) {}
