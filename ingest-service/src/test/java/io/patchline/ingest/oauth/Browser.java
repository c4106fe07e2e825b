package io.patchline.ingest.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person's browser: shows the consent page and sends its form. */
final class Browser {
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, List<String>> form = new LinkedHashMap<>();

    private Browser() {}

    /** Has the page open that this request shows. */
    static Browser at(OAuthSite.Replica replica, Map<String, List<String>> parameters) {
        HTTPResponse page = show(replica, parameters);
        if (page.getStatusCode() != 200) {
            throw new AssertionError(page.getStatusCode() + " " + page.getLocation() + " " + page.getBody());
        }
        Browser browser = new Browser();
        Matcher fields = HIDDEN.matcher(page.getBody());
        while (fields.find()) {
            browser.form
                    .computeIfAbsent(unescaped(fields.group(1)), name -> new ArrayList<>())
                    .add(unescaped(fields.group(2)));
        }
        browser.headers.put("Cookie", page.getHeaderValue("Set-Cookie").split(";", 2)[0]);
        browser.headers.put("Origin", OAuthSite.BASE);
        browser.headers.put("Sec-Fetch-Site", "same-origin");
        return browser.field("consent_token", OAuthSite.JO)
                .field("consent_decision", "allow")
                .fields("consent_scope", List.of("read", "submit"));
    }

    static HTTPResponse show(OAuthSite.Replica replica, Map<String, List<String>> parameters) {
        return replica.answer(new HTTPRequest(
                HTTPRequest.Method.GET,
                URI.create(OAuthSite.BASE + "/oauth/authorize?" + URLUtils.serializeParameters(parameters))));
    }

    Browser field(String name, String value) {
        return fields(name, List.of(value));
    }

    Browser fields(String name, List<String> values) {
        form.put(name, values);
        return this;
    }

    Browser header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Browser without(String header) {
        headers.remove(header);
        return this;
    }

    HTTPResponse send(OAuthSite.Replica replica) {
        return replica.answer(post("/oauth/authorize", form, headers));
    }

    static HTTPRequest post(String path, Map<String, List<String>> form, Map<String, String> headers) {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(OAuthSite.BASE + path));
        try {
            request.setContentType("application/x-www-form-urlencoded");
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
        headers.forEach((name, value) -> request.setHeader(name, value));
        request.setBody(URLUtils.serializeParameters(form));
        return request;
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
