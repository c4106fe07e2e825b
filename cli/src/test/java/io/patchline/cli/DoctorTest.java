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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @MethodSource("io.patchline.cli.BrokenLinks#answers")
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
    void metrics_that_are_reachable_at_another_address_than_loopback() {
        service.on("/q/metrics", (exchange, request) -> FakeService.send(exchange, 200, "text/plain", "jvm 1"));
        assertThat(look(false))
                .filteredOn(finding -> finding.link().equals("exposure"))
                .allSatisfy(finding -> assertThat(finding.grade()).isEqualTo(Finding.Grade.OK));
        // This machine, by an address that does not say so; a token is not sent there unencrypted.
        List<Finding> findings =
                look(service.url().replace("127.0.0.1", "0.0.0.0"), Optional.empty(), Optional.empty());
        assertThat(findings)
                .filteredOn(finding -> finding.grade() == Finding.Grade.WARNING)
                .extracting(Finding::code)
                .containsExactly("metrics_reachable");
    }

    @Test
    void callbacks_without_a_secret_are_said_to_be_off_and_that_is_no_alarm() {
        assertThat(look(false)).extracting(Finding::code).contains("callbacks_off");
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
