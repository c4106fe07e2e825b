package io.patchline.ingest.console;

import io.patchline.ingest.http.HtmlText;

/** What a person reads whose login by the identity provider came to nothing. A page without script. */
final class LoginPage {
    private LoginPage() {}

    /**
     * @param detail what is wrong and what to do
     */
    static String of(String detail) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <meta name="robots" content="noindex">
                  <title>Not logged in · Patchline</title>
                  <link rel="icon" href="/console/icon.svg" type="image/svg+xml">
                  <link rel="stylesheet" href="/console/style/theme.css">
                  <link rel="stylesheet" href="/console/style/layout.css">
                  <link rel="stylesheet" href="/console/style/parts.css">
                  <link rel="stylesheet" href="/console/style/forms.css">
                </head>
                <body>
                <main class="login" id="main">
                  <h1>You are not logged in</h1>
                  <p class="note note-problem" role="alert">%s</p>
                  <p><a href="/console/">Back to the login</a>, where a token lets you in, too.</p>
                </main>
                </body>
                </html>
                """.formatted(HtmlText.escape(detail));
    }
}
