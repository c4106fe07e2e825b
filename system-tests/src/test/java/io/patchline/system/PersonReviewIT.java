package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Reviews by persons who logged in to the console by an identity provider: two of them see a commit before it lands, however often one of them logs in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonReviewIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BOTH = "developers,reviewers";

    private final HttpClient http = HttpClient.newHttpClient();
    private PersonProvider provider;
    private Repository origin;
    private Pipeline pipeline;

    /** A browser in which somebody is logged in. */
    private record Browser(String cookie, String csrf) {}

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        provider = new PersonProvider();
        origin = Repository.create(home.resolve("origin.git"));
        origin.commit(Map.of("guarded/b.txt", "b\n"));
        Path secret = Files.writeString(home.resolve("secret"), PersonProvider.SECRET);
        pipeline = new Pipeline(
                home,
                TestBroker.shared().newVirtualHost(),
                Map.of(
                        "PATCHLINE_HTTP_PUBLIC_URL",
                        "http://localhost:5555",
                        "PATCHLINE_CONSOLE_LOGIN_ISSUER",
                        provider.issuer(),
                        "PATCHLINE_CONSOLE_LOGIN_CLIENT_ID",
                        PersonProvider.CLIENT,
                        "PATCHLINE_CONSOLE_LOGIN_CLIENT_SECRET_FILE",
                        secret.toString(),
                        "PATCHLINE_CONSOLE_LOGIN_GROUPS_READ",
                        BOTH,
                        "PATCHLINE_CONSOLE_LOGIN_GROUPS_SUBMIT",
                        "developers",
                        "PATCHLINE_CONSOLE_LOGIN_GROUPS_REVIEW",
                        "reviewers"));
        pipeline.startExecutor(origin.site());
        pipeline.awaitExecutorHeard();
    }

    @AfterAll
    void stop() {
        pipeline.close();
        provider.close();
        http.close();
    }

    @Test
    void nobody_approves_their_own_patch_however_often_they_log_in() {
        Browser anna = logIn("anna", BOTH);
        String approval = submitted(anna, "by-anna");

        HttpResponse<String> own = post(anna, "/v1/patches/by-anna/approve", approval);
        assertThat(own.statusCode()).isEqualTo(403);
        assertThat(Pipeline.json(own).at("/detail").asText()).contains("You submitted the patch yourself");
        assertThat(post(logIn("anna", BOTH), "/v1/patches/by-anna/approve", approval)
                        .statusCode())
                .as("in another session")
                .isEqualTo(403);
        assertThat(post(logIn("carl", "developers"), "/v1/patches/by-anna/approve", approval)
                        .statusCode())
                .as("without the scope review")
                .isEqualTo(403);
        assertThat(origin.files("main")).doesNotContain("guarded/by-anna");

        assertThat(post(logIn("berta", "reviewers"), "/v1/patches/by-anna/approve", approval)
                        .statusCode())
                .isEqualTo(202);
        assertThat(landed("by-anna").at("/approved_by").asText()).isEqualTo("oidc:berta");
        assertThat(origin.files("main")).contains("guarded/by-anna");
    }

    @Test
    void a_person_approves_what_somebody_else_submitted() {
        String approval = submitted(logIn("carl", "developers"), "by-carl");

        assertThat(post(logIn("anna", BOTH), "/v1/patches/by-carl/approve", approval)
                        .statusCode())
                .isEqualTo(202);

        assertThat(landed("by-carl").at("/approved_by").asText()).isEqualTo("oidc:anna");
    }

    /** A patch that waits for a review; returns what approves it. */
    private String submitted(Browser by, String id) {
        String patch = Pipeline.body(id, "lane-of-" + id, "echo x > guarded/" + id, Map.of("workspace", "site"));
        HttpResponse<String> accepted = post(by, "/webhook", patch);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        JsonNode waiting = pipeline.story(id, 20);
        assertThat(waiting.at("/status").asText()).as("%s", waiting).isEqualTo("awaiting_review");
        return "{\"commit\":\"" + waiting.at("/review/commit").asText() + "\"}";
    }

    private JsonNode landed(String id) {
        await().atMost(SOON)
                .until(() -> pipeline.story(id, 20).at("/status").asText().equals("succeeded"));
        return pipeline.story(id, 20);
    }

    /** By the way of a browser, step by step. */
    private Browser logIn(String somebody, String groups) {
        HttpResponse<String> begun = get(pipeline.ingest().at("/console/login/provider"), "");
        URI asked = URI.create(location(begun) + "&as=" + somebody + "&groups=" + groups);
        URI back = URI.create(location(get(asked, "")));
        HttpResponse<String> in =
                get(pipeline.ingest().at(back.getRawPath() + "?" + back.getRawQuery()), cookie(begun, "_login"));
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        String cookie = cookie(in, "_session");
        JsonNode who = Pipeline.json(get(pipeline.ingest().at("/v1/session"), cookie));
        assertThat(who.at("/name").asText()).isEqualTo("oidc:" + somebody);
        return new Browser(cookie, who.at("/csrf").asText());
    }

    private static String location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body()));
    }

    private static String cookie(HttpResponse<String> response, String name) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("patchline" + name + "="))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElseThrow(() -> new AssertionError(response.headers().toString()));
    }

    private HttpResponse<String> get(URI address, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(SOON);
        return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    private HttpResponse<String> post(Browser browser, String path, String body) {
        return send(HttpRequest.newBuilder(pipeline.ingest().at(path))
                .timeout(SOON)
                .header("Cookie", browser.cookie())
                .header("X-Patchline-CSRF", browser.csrf())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return Http.send(http, request.build());
    }
}
