package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code patchline doctor} before real services of which one link after the other is broken, and twenty times before a chain that is well; not among the suite's tests, see
 * {@code bench/doctor}. Links that cannot be broken on one machine are those of {@code DoctorTest} in the module cli.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.OrderAnnotation.class)
class DoctorDrill {
    private static final int HEALTHY = 20;

    private CommandSite site;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        site = new CommandSite(directory);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    /** What is not well, as {@code link code grade}; what lies behind a broken link is not looked at. */
    private static List<String> alarms(CommandLine.Ended doctor) {
        JsonNode findings = json(doctor.out()).path("findings");
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> List.of("warning", "broken")
                        .contains(finding.path("grade").asText()))
                .map(finding -> String.join(
                        " ",
                        finding.path("link").asText(),
                        finding.path("code").asText(),
                        finding.path("grade").asText()))
                .toList();
    }

    private CommandLine.Ended doctor(String url, String... more) {
        List<String> all = new java.util.ArrayList<>(List.of(
                "doctor", "--json", "--url", url, "--token-file", site.token().toString()));
        all.addAll(List.of(more));
        return site.run(all.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void twenty_times_before_a_chain_that_is_well_there_is_no_alarm() {
        for (int i = 1; i <= HEALTHY; i++) {
            CommandLine.Ended doctor = doctor(site.url(), i % 5 == 0 ? new String[] {"--prove"} : new String[0]);
            assertThat(alarms(doctor)).as("look %s: %s", i, doctor).isEmpty();
            assertThat(doctor.exit()).isZero();
        }
    }

    @Test
    @Order(2)
    void as_soon_as_the_services_have_started_again_there_is_no_alarm() {
        for (int i = 1; i <= 3; i++) {
            site.pipeline().ingest().kill9();
            site.pipeline().replaceIngest();
            site.pipeline().awaitReady(site.pipeline().ingest());
            CommandLine.Ended doctor = doctor(site.url());
            assertThat(alarms(doctor)).as("start %s: %s", i, doctor).isEmpty();
        }
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource({
        "NONE, ''",
        "BUFFERS, event-stream stream_buffered broken",
        "STRIPS_AUTHORIZATION, token authorization_stripped broken",
        "ANSWERS_HTML, service not_patchline broken",
        "CAPS_BODIES, body-size body_capped broken",
        "TIMES_OUT, event-stream stream_cut warning",
        "LATE_CLOCK, clock clock_off broken"
    })
    void what_a_proxy_does_wrong_is_named(FaultyProxy.Fault fault, String alarm) {
        try (FaultyProxy proxy = new FaultyProxy(site.pipeline().ingest().at("/"), fault)) {
            CommandLine.Ended doctor = doctor(proxy.url(), "--prove");

            assertThat(String.join(", ", alarms(doctor))).as("%s", doctor).isEqualTo(alarm);
        }
    }

    @Test
    @Order(4)
    void wrong_addresses_and_tokens_are_named() {
        assertThat(alarms(doctor("https://patchline.invalid"))).containsExactly("name unknown_host broken");
        assertThat(alarms(doctor("http://127.0.0.1:9"))).containsExactly("connection no_connection broken");
        assertThat(alarms(doctor(site.url().replace("http:", "https:")))).containsExactly("tls no_tls broken");
        assertThat(alarms(doctor(site.executorUrl()))).contains("service not_patchline broken");
        // 0.0.0.0 is this machine, and to the doctor an address like any other.
        assertThat(alarms(site.runAlone(
                        "", "doctor", "--json", "--url", site.url().replace("127.0.0.1", "0.0.0.0"))))
                .containsExactly("exposure metrics_reachable warning", "token no_token broken");
        Path wrong = site.write("revoked", "pl_nobody\n");
        assertThat(alarms(site.runAs(wrong, "doctor", "--json"))).containsExactly("token token_refused broken");
        assertThat(alarms(site.runAsReviewer("doctor", "--json")))
                .as("it may read, not submit")
                .containsExactly("scopes scope_missing warning");
    }

    @Test
    @Order(5)
    void a_lane_that_is_held_and_dead_letters_are_named() {
        site.run("submit", "--command", "exit 1", "--lane", "sick", "--on-failure", "hold", "--wait");
        await().atMost(CommandSite.SOON)
                .until(() ->
                        site.pipeline().view("/v1/dead-letters").path("listed").asInt() == 1);

        assertThat(alarms(doctor(site.url())))
                .containsExactly("lanes lane_held warning", "dead-letters dead_letters warning");
        site.run("lanes", "release", "sick");
        site.run("dead-letters", "discard", "--all", "--yes");
    }

    @Test
    @Order(6)
    void callbacks_without_a_secret_are_said_to_be_off() {
        assertThat(json(doctor(site.url()).out()).path("findings").findValuesAsText("code"))
                .contains("callbacks_off");
    }

    @Test
    @Order(7)
    void a_chain_without_an_executor_is_named() {
        site.stopExecutor();
        await().atMost(CommandSite.SOON)
                .until(() ->
                        site.pipeline().view("/v1/executors").path("executors").isEmpty());

        assertThat(alarms(doctor(site.url())))
                .containsExactly("executors no_executor broken", "lanes lane_without_consumer broken");
    }
}
