package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.http.HtmlText;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a person whether a client may have something.
 *
 * @param ticked the scopes that are ticked at first
 * @param cookie text that has to come back with the answer
 * @param problem with what was answered before
 */
record ConsentPage(AskedGrant asked, Set<String> ticked, String cookie, Optional<String> problem) {
    HTTPResponse response(int status) {
        return Html.page(status, "Patchline: allow a program", body(), Optional.of(cspSource(asked.redirectUri())));
    }

    private String body() {
        return """
                <h1>Allow %s to use Patchline?</h1>
                %s<dl>
                <dt>Program</dt><dd>%s</dd>
                <dt>Vouched for by</dt><dd>%s</dd>
                <dt>The answer is sent to</dt><dd>%s</dd>
                </dl>
                <form method="post" action="/oauth/authorize" autocomplete="off">
                %s<fieldset>
                <legend>It may</legend>
                %s</fieldset>
                <p><label for="token">Your Patchline token</label>
                <input id="token" name="consent_token" type="password" maxlength="200" required autofocus autocomplete="off" spellcheck="false" aria-describedby="token-help"%s></p>
                <p id="token-help">It is checked here and not given to the program, which gets a token of its own with what is ticked above. That ends when yours does;
                <code>patchline token list</code> shows it, <code>patchline token revoke</code> ends it.</p>
                <p class="buttons"><button name="consent_decision" value="allow">Allow</button>
                <button name="consent_decision" value="deny" formnovalidate>Deny</button></p>
                </form>""".formatted(
                        HtmlText.escape(name()),
                        problem.map(ConsentPage::alert).orElse(""),
                        HtmlText.escape(name()),
                        HtmlText.escape(voucher()),
                        HtmlText.escape(destination()),
                        hidden(),
                        boxes(),
                        problem.isPresent() ? " aria-invalid=\"true\"" : "");
    }

    private String name() {
        return asked.client().name().isEmpty()
                ? "a program without a name"
                : asked.client().name();
    }

    private String voucher() {
        return asked.client()
                .host()
                .map(host -> host + ", where its description is")
                .orElse("nobody: it registered itself, and its name is its own word");
    }

    private String destination() {
        URI uri = asked.redirectUri();
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            return "a program on this computer (" + uri.getRawAuthority() + ")";
        }
        return uri.getRawAuthority() == null ? uri.getScheme() + ":" : uri.getRawAuthority();
    }

    private static String alert(String problem) {
        return "<p role=\"alert\" class=\"problem\">" + HtmlText.escape(problem) + "</p>\n";
    }

    private String hidden() {
        StringBuilder fields = new StringBuilder();
        asked.parameters().forEach((name, values) -> values.forEach(value -> hidden(fields, name, value)));
        hidden(fields, "consent_csrf", cookie);
        return fields.toString();
    }

    private static void hidden(StringBuilder fields, String name, String value) {
        fields.append("<input type=\"hidden\" name=\"")
                .append(HtmlText.escape(name))
                .append("\" value=\"")
                .append(HtmlText.escape(value))
                .append("\">\n");
    }

    private String boxes() {
        StringBuilder boxes = new StringBuilder();
        GrantScopes.ALL.stream()
                .filter(asked.scopes()::contains)
                .forEach(scope -> boxes.append(
                        """
                <p><input type="checkbox" id="scope-%1$s" name="consent_scope" value="%1$s"%2$s>
                <label for="scope-%1$s"><strong>%1$s</strong>: %3$s</label></p>
                """.formatted(scope, ticked.contains(scope) ? " checked" : "", GrantScopes.meaning(scope))));
        return boxes.toString();
    }

    /** Where the form may lead, for CSP: browsers hold redirects to it. An IPv6 address or a scheme of its own cannot be said more exactly than by the scheme. */
    private static String cspSource(URI uri) {
        String authority = uri.getRawAuthority();
        return authority != null && authority.matches("[A-Za-z0-9.-]+(:[0-9]+)?")
                ? uri.getScheme() + "://" + authority
                : uri.getScheme() + ":";
    }
}
