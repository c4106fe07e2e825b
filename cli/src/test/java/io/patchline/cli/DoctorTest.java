package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.cli.doctor.Doctor;
import io.patchline.cli.doctor.Finding;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken link is named rightly, and a healthy chain gives no alarm. */
class DoctorTest {
    private final FakeService service = FakeChain.healthy();

    @AfterEach
    void close() {
        service.close();
    }

    private List<Finding> look(String url, Optional<String> token, Optional<Duration> tick) {
        Doctor.Pauses pauses = new Doctor.Pauses(Duration.ofMillis(1), tick);
        return new Doctor(new ApiClient(Target.of(url, token)), Clock.systemUTC(), pauses).look(finding -> {});
    }

    private List<Finding> look(boolean prove) {
        return look(service.url(), Optional.of("pl_t"), prove ? Optional.of(FakeChain.TICK) : Optional.empty());
    }

    /** The one finding that is not well; what is not looked at because of it does not count. */
    private static void assertOnly(List<Finding> findings, String link, String code, Finding.Grade grade) {
        List<Finding> alarms = findings.stream()
                .filter(finding -> finding.grade() == Finding.Grade.BROKEN || finding.grade() == Finding.Grade.WARNING)
                .toList();
        assertThat(alarms).as("%s", findings).hasSize(1);
        Finding alarm = alarms.getFirst();
        assertThat(List.of(alarm.link(), alarm.code(), alarm.grade()))
                .as("%s", alarm)
                .isEqualTo(List.of(link, code, grade));
        assertThat(alarm.mend()).isPresent();
    }

    @RepeatedTest(20)
    void a_healthy_chain_gives_no_alarm() {
        assertThat(look(true))
                .allSatisfy(
                        finding -> assertThat(finding.grade()).as("%s", finding).isEqualTo(Finding.Grade.OK));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        "/health",
                        503,
                        "{\"status\":\"unavailable\",\"service\":\"patchline-ingest\",\"broker\":\"away\",\"log\":\"read\"}",
                        "health",
                        "not_ready",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/health",
                        503,
                        "{\"status\":\"unavailable\",\"service\":\"patchline-ingest\",\"broker\":\"blocked\",\"log\":\"read\"}",
                        "health",
                        "not_ready",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-ingest\",\"broker\":\"connected\",\"log\":\"reading\"}",
                        "health",
                        "log_behind",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-ingest\",\"missing_permissions\":[\"write on patches.unrouted\"]}",
                        "health",
                        "permission_missing",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-executor\"}",
                        "service",
                        "not_patchline",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        401,
                        "{\"code\":\"unauthenticated\"}",
                        "token",
                        "token_refused",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        "{\"as_of\":\"" + Instant.now() + "\",\"executors\":[]}",
                        "executors",
                        "no_executor",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now(), "drained"),
                        "executors",
                        "no_executor",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now().minusSeconds(600), "taking"),
                        "clock",
                        "clock_off",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now().plusSeconds(100), "taking"),
                        "clock",
                        "clock_off",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/executors",
                        200,
                        FakeChain.executors(Instant.now(), "taking")
                                .replace("\"status\"", "\"disk_free_bytes\":1000000,\"status\""),
                        "executors",
                        "disk_full",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/webhook", 403, "{\"code\":\"forbidden\"}", "scopes", "scope_missing", Finding.Grade.WARNING),
                Arguments.of(
                        "/status",
                        200,
                        "{\"broker_version\":\"4.3.2\",\"broker_advice\":\"loses data\",\"callbacks\":\"off\"}",
                        "broker",
                        "broker_version",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/lanes",
                        200,
                        "{\"lanes\":[{\"name\":\"patches.lane.3\",\"consumers\":0}]}",
                        "lanes",
                        "lane_without_consumer",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/lanes",
                        200,
                        "{\"lanes\":[{\"name\":\"patches.lane.3\",\"consumers\":1,\"held\":[{\"lane\":\"db\"}]}]}",
                        "lanes",
                        "lane_held",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/lanes",
                        503,
                        "{\"code\":\"broker_unavailable\",\"detail\":\"away\",\"retryable\":true}",
                        "lanes",
                        "broker_unavailable",
                        Finding.Grade.BROKEN),
                Arguments.of(
                        "/v1/dead-letters",
                        200,
                        "{\"listed\":4,\"groups\":{\"timed_out\":4},\"unrouted\":0}",
                        "dead-letters",
                        "dead_letters",
                        Finding.Grade.WARNING),
                Arguments.of(
                        "/v1/dead-letters",
                        200,
                        "{\"listed\":0,\"groups\":{},\"unrouted\":2}",
                        "dead-letters",
                        "unrouted",
                        Finding.Grade.WARNING),
                Arguments.of("/mcp", 502, "{\"error\":\"bad gateway\"}", "mcp", "mcp_blocked", Finding.Grade.WARNING));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_link_that_the_service_tells_of(
            String path, int status, String body, String link, String code, Finding.Grade grade) {
        service.json(path, status, body);

        assertOnly(look(false), link, code, grade);
    }

    @Test
    void a_name_that_is_not_known_a_port_that_is_closed_and_a_port_without_tls() {
        assertOnly(
                look("http://nowhere.invalid", Optional.empty(), Optional.empty()),
                "name",
                "unknown_host",
                Finding.Grade.BROKEN);
        assertOnly(
                look(service.url().replace("http:", "https:"), Optional.empty(), Optional.empty()),
                "tls",
                "no_tls",
                Finding.Grade.BROKEN);
        service.close();
        assertOnly(look(false), "connection", "no_connection", Finding.Grade.BROKEN);
    }

    @Test
    void a_token_that_is_missing_and_a_header_that_something_takes_away() {
        assertOnly(look(service.url(), Optional.empty(), Optional.empty()), "token", "no_token", Finding.Grade.BROKEN);
        service.on("/v1/executors", (exchange, request) -> {
            boolean known = request.header("X-patchline-token").equals("pl_t");
            FakeService.send(
                    exchange, known ? 200 : 401, "application/json", FakeChain.executors(Instant.now(), "taking"));
        });
        assertOnly(look(false), "token", "authorization_stripped", Finding.Grade.BROKEN);
    }

    @Test
    void a_proxy_that_answers_itself() {
        service.on(
                "/health",
                (exchange, request) ->
                        FakeService.send(exchange, 200, "text/html", "<title>Your tunnel is being set up</title>"));
        assertOnly(look(false), "service", "not_patchline", Finding.Grade.BROKEN);
    }

    @Test
    void a_proxy_that_caps_bodies() {
        service.on("/webhook", (exchange, request) -> {
            boolean large = request.body().length() > 100_000;
            FakeService.send(
                    exchange,
                    large ? 413 : request.body().equals("{}") ? 400 : 202,
                    large ? "text/html" : "application/json",
                    large ? "<h1>413</h1>" : "{\"id\":\"p\"}");
        });
        assertOnly(look(true), "body-size", "body_capped", Finding.Grade.BROKEN);
    }

    @Test
    void a_proxy_that_holds_events_back() {
        service.on("/v1/patches/p/output", (exchange, request) -> FakeChain.stream(exchange, Duration.ZERO));
        assertOnly(look(true), "event-stream", "stream_buffered", Finding.Grade.BROKEN);
    }

    @Test
    void a_proxy_that_cuts_long_answers() {
        service.on("/v1/patches/p/output", (exchange, request) -> {
            if (request.header("Last-event-id").isEmpty()) {
                cutAfterOneEvent(exchange);
            } else {
                FakeChain.stream(exchange, FakeChain.TICK);
            }
        });
        assertOnly(look(true), "event-stream", "stream_cut", Finding.Grade.WARNING);
    }

    @Test
    void a_proxy_that_answers_streams_with_a_page() {
        service.on(
                "/v1/patches/p/output",
                (exchange, request) -> FakeService.send(exchange, 200, "text/html", "<h1>Hello</h1>"));
        assertOnly(look(true), "event-stream", "stream_fails", Finding.Grade.BROKEN);
    }

    @Test
    void a_patch_that_fails_on_its_way() {
        service.json(
                "/v1/patches/", 200, "{\"id\":\"p\",\"status\":\"failed\",\"summary\":\"no sandbox\",\"timeline\":[]}");
        assertOnly(look(true), "patch", "proof_failed", Finding.Grade.BROKEN);
    }

    @Test
    void what_comes_behind_a_broken_link_is_not_looked_at() {
        service.json("/v1/executors", 401, "{\"code\":\"unauthenticated\"}");

        List<Finding> findings = look(true);

        assertThat(findings)
                .filteredOn(finding -> finding.grade() == Finding.Grade.SKIPPED)
                .hasSizeGreaterThan(5);
        assertThat(service.requests()).noneMatch(request -> request.path().startsWith("/webhook"));
    }

    @Test
    void the_command_tells_monitors_in_json_and_by_its_exit_code() {
        CommandRun sick = CommandRun.at(service, "doctor", "--json");

        assertThat(sick.exit()).isEqualTo(4);
        assertThat(sick.out()).contains("\"healthy\" : false").contains("\"code\" : \"no_token\"");
    }

    private static void cutAfterOneEvent(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write("id: 1.1.0.0\nevent: output\ndata: {\"text\":\"tick\"}\n\n"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
