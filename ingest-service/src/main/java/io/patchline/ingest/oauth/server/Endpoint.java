package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;

/** Answers requests of one path. May block. Safe for use by several threads. */
@FunctionalInterface
public interface Endpoint {
    /**
     * @param request with the address that it comes from
     */
    HTTPResponse answer(HTTPRequest request);
}
