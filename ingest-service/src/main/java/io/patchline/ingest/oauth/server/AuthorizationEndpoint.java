package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import io.patchline.ingest.oauth.client.Clients;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.ingest.oauth.server.Persons.Person;
import io.patchline.ingest.oauth.server.Persons.Shown;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Shows the consent page, and takes the person's answer. What the client asks for is checked anew with the answer: nothing is kept in between. */
public final class AuthorizationEndpoint implements Endpoint {
    private final AuthorizationCheck check;
    private final ConsentCookie cookies;
    private final Persons persons;
    private final Grants grants;
    private final ServerAddress address;

    public AuthorizationEndpoint(Clients clients, Persons persons, Grants grants, ServerAddress address) {
        this.check = new AuthorizationCheck(clients, address);
        this.cookies = new ConsentCookie(address);
        this.persons = persons;
        this.grants = grants;
        this.address = address;
    }

    @Override
    public HTTPResponse answer(HTTPRequest request) {
        boolean answered = request.getMethod() == HTTPRequest.Method.POST;
        try {
            Form form = new Form(answered ? request.getBodyAsFormParameters() : request.getQueryStringParameters());
            return switch (check.check(form)) {
                case AuthorizationCheck.Result.Page page -> Html.error(page.status(), page.text());
                case AuthorizationCheck.Result.Redirect redirect -> Responses.redirect(redirect.to());
                case AuthorizationCheck.Result.Asked asked ->
                    answered ? decided(request, form, asked.grant()) : shown(request, asked.grant());
            };
        } catch (ParseException e) {
            return Html.error(400, "The answer is no form. Go back to the program that sent you here and begin again.");
        } catch (GrantsUnavailableException e) {
            return Html.error(
                    503,
                    "The message broker does not answer at present. Go back to the program that sent you here and begin again in a moment.");
        }
    }

    private HTTPResponse shown(HTTPRequest request, AskedGrant asked) {
        return page(200, request, asked, asked.scopes(), Optional.empty());
    }

    private HTTPResponse decided(HTTPRequest request, Form form, AskedGrant asked) throws GrantsUnavailableException {
        if (!cookies.isRight(request, form.get("consent_csrf").orElse(""))) {
            return Html.error(
                    403,
                    "This answer does not come from a page that was shown to you here a short while ago, or your browser keeps no cookies. Go back to the program "
                            + "that sent you here and begin again.");
        }
        String decision = form.get("consent_decision").orElse("");
        return switch (decision) {
            case "allow" -> allowed(request, form, asked);
            case "deny" -> denied(asked);
            default -> Html.error(400, "The answer is neither to allow nor to deny.");
        };
    }

    private HTTPResponse allowed(HTTPRequest request, Form form, AskedGrant asked) throws GrantsUnavailableException {
        Set<String> scopes = new LinkedHashSet<>(form.all(Form.SCOPES));
        scopes.retainAll(asked.scopes());
        if (scopes.isEmpty()) {
            return page(400, request, asked, scopes, Optional.of("Tick what the program may do, or deny it."));
        }
        String token = form.get("consent_token").orElse("").strip();
        return switch (persons.show(token, request.getClientIPAddress())) {
            case Shown.Refused refused -> refused(request, asked, scopes, refused);
            case Shown.Known known -> allowed(request, asked, scopes, known.person());
        };
    }

    private HTTPResponse refused(HTTPRequest request, AskedGrant asked, Set<String> scopes, Shown.Refused refused) {
        boolean tooMany = refused.retryAfterSeconds() > 0;
        HTTPResponse response = page(tooMany ? 429 : 403, request, asked, scopes, Optional.of(refused.detail()));
        if (tooMany) {
            response.setHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
        }
        return response;
    }

    private HTTPResponse allowed(HTTPRequest request, AskedGrant asked, Set<String> scopes, Person person)
            throws GrantsUnavailableException {
        Set<String> beyond = new LinkedHashSet<>(scopes);
        beyond.removeAll(person.scopes());
        if (!beyond.isEmpty()) {
            scopes.removeAll(beyond);
            return page(
                    403,
                    request,
                    asked,
                    scopes,
                    Optional.of("Your token itself does not allow: " + String.join(", ", beyond)
                            + ". Allow the rest, or show a token that does."));
        }
        Optional<String> code = grants.allow(new Grants.Allowed(
                person.name(),
                person.binding(),
                asked.client().id(),
                asked.client().name(),
                asked.redirectUri().toString(),
                asked.challenge(),
                address.resource().toString(),
                scopes));
        return code.map(text -> sent(asked, text))
                .orElseGet(
                        () -> page(
                                403,
                                request,
                                asked,
                                scopes,
                                Optional.of(
                                        "As many programs as may be have been allowed something with this token. Revoke one first: patchline token list.")));
    }

    private HTTPResponse sent(AskedGrant asked, String code) {
        return Responses.redirect(new AuthorizationSuccessResponse(
                        asked.redirectUri(),
                        new AuthorizationCode(code),
                        null,
                        asked.state(),
                        new Issuer(address.issuer()),
                        ResponseMode.QUERY)
                .toURI());
    }

    private HTTPResponse denied(AskedGrant asked) {
        return Responses.redirect(new AuthorizationErrorResponse(
                        asked.redirectUri(),
                        OAuth2Error.ACCESS_DENIED,
                        asked.state(),
                        new Issuer(address.issuer()),
                        ResponseMode.QUERY)
                .toURI());
    }

    private HTTPResponse page(
            int status, HTTPRequest request, AskedGrant asked, Set<String> ticked, Optional<String> problem) {
        String text = cookies.textFor(request);
        HTTPResponse response = new ConsentPage(asked, Set.copyOf(ticked), text, problem).response(status);
        response.setHeader("Set-Cookie", cookies.header(text));
        return response;
    }
}
