package io.patchline.ingest.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a browser does between the login page and the provider, one step at a time, so that tests may do another one. */
final class LoginBrowser {
    private final Map<String, String> cookies = new HashMap<>();
    private final String base;

    LoginBrowser() {
        this("http://localhost:5555");
    }

    /**
     * @param base as browsers see the service
     */
    LoginBrowser(String base) {
        this.base = base;
    }

    /** Follows the button on the login page. */
    Response begin(String page) {
        String login = given().get("/v1/session/providers").jsonPath().getString("providers[0].login");
        assertThat(login).startsWith(base + "/console/");
        return keep(given().redirects()
                .follow(false)
                .queryParam("page", page)
                .get(URI.create(login).getPath()));
    }

    /** Logs in at the provider as somebody; returns what it sends back. */
    Map<String, String> at(String provider, String somebody) {
        String back = given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .get(provider + (somebody.isEmpty() ? "" : "&as=" + somebody))
                .header("Location");
        assertThat(back).startsWith(base + "/console/login/callback?");
        return Arrays.stream(URI.create(back).getRawQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(
                        parameter -> parameter[0],
                        parameter -> URLDecoder.decode(parameter[1], StandardCharsets.UTF_8),
                        (one, other) -> other,
                        HashMap::new));
    }

    /** Comes back from the provider. */
    Response back(Map<String, String> answer) {
        return keep(given().redirects()
                .follow(false)
                .cookies(cookies)
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Dest", "document")
                .queryParams(answer)
                .get("/console/login/callback"));
    }

    /** All of it. */
    Response logIn(String somebody) {
        return back(at(begin("/console/patches").header("Location"), somebody));
    }

    Map<String, String> cookies() {
        return cookies;
    }

    private Response keep(Response response) {
        response.getCookies().forEach((name, value) -> {
            if (value.isEmpty()) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        });
        return response;
    }
}
