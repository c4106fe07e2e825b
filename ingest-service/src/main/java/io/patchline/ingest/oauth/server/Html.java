package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.http.HtmlText;
import java.util.Optional;

/** Pages for persons: no script, no frame, nothing from elsewhere. */
final class Html {
    private Html() {}

    /**
     * @param body HTML
     * @param formTarget where the form's answer may lead besides here, as a source of CSP
     */
    static HTTPResponse page(int status, String title, String body, Optional<String> formTarget) {
        HTTPResponse response = Responses.unkept(status);
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "
                        + formTarget.map(target -> "'self' " + target).orElse("'none'"));
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        // With no-referrer the browser would not say either where the form was.
        response.setHeader("Referrer-Policy", "same-origin");
        Responses.keepOpener(response);
        response.setBody("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%s</title>
                <link rel="stylesheet" href="/oauth/consent.css">
                </head>
                <body>
                <main>
                %s
                </main>
                </body>
                </html>
                """.formatted(HtmlText.escape(title), body));
        return response;
    }

    static HTTPResponse error(int status, String text) {
        return page(
                status,
                "Patchline: not possible",
                "<h1>This is not possible</h1>\n<p role=\"alert\">" + HtmlText.escape(text)
                        + "</p>\n<p>Nothing was allowed to anybody. You may close this page.</p>",
                Optional.empty());
    }
}
