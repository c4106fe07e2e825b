package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;

/** Answers that several endpoints give. None is kept by anybody on the way. */
final class Responses {
    private static final String RETRY_SECONDS = "2";
    private static final int SEE_OTHER = 303;

    private Responses() {}

    static HTTPResponse json(String json) {
        HTTPResponse response = unkept(HTTPResponse.SC_OK);
        response.setHeader("Content-Type", "application/json");
        response.setBody(json);
        return response;
    }

    static HTTPResponse unkept(int status) {
        HTTPResponse response = new HTTPResponse(status);
        response.setCacheControl("no-store");
        return response;
    }

    /** An error of RFC 6749, 5.2, with what to do next. */
    static HTTPResponse error(ErrorObject error, String description) {
        return new TokenErrorResponse(error.setDescription(description)).toHTTPResponse();
    }

    /** The broker is away: nothing was done, or it is not known what was. */
    static HTTPResponse unavailable() {
        HTTPResponse response = error(
                OAuth2Error.TEMPORARILY_UNAVAILABLE,
                "The message broker does not answer at present. Try again after the pause in Retry-After.");
        response.setHeader("Retry-After", RETRY_SECONDS);
        return response;
    }

    /** Back to the client. 303 and not 307, which would send the person's token along. (Source: RFC 9700, 4.12.) */
    static HTTPResponse redirect(URI to) {
        HTTPResponse response = unkept(SEE_OTHER);
        response.setLocation(to);
        response.setHeader("Referrer-Policy", "no-referrer");
        keepOpener(response);
        return response;
    }

    /** Clients open the login in a window of its own, and lose sight of it where one answer on the way wants to be alone. */
    static void keepOpener(HTTPResponse response) {
        response.setHeader("Cross-Origin-Opener-Policy", "unsafe-none");
    }
}
