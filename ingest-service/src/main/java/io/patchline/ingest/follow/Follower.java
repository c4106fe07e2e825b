package io.patchline.ingest.follow;

import io.vertx.core.http.HttpServerResponse;

/**
 * Somebody who wants to follow.
 *
 * @param credential by the name of which
 */
record Follower(String credential, HttpServerResponse response) {}
