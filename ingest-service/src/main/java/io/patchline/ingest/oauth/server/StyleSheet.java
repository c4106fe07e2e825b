package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;

/** How the pages look. */
public final class StyleSheet implements Endpoint {
    private static final String CSS = """
            :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
            body { margin: 0; padding: 1rem; }
            main { max-width: 40rem; margin: 0 auto; overflow-wrap: anywhere; }
            h1 { font-size: 1.5rem; }
            dt { font-weight: 600; }
            dd { margin: 0 0 .75rem; }
            fieldset { margin: 1rem 0; }
            fieldset p { margin: .5rem 0; }
            label[for="token"] { display: block; font-weight: 600; }
            #token { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; }
            button { padding: .5rem 1.5rem; margin-right: .5rem; font: inherit; }
            .problem { border-left: .25rem solid #c00; padding: .5rem .75rem; }
            """;

    @Override
    public HTTPResponse answer(HTTPRequest request) {
        HTTPResponse response = new HTTPResponse(HTTPResponse.SC_OK);
        response.setHeader("Content-Type", "text/css; charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setCacheControl("max-age=3600");
        response.setBody(CSS);
        return response;
    }
}
