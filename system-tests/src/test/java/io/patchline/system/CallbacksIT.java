package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes are sent to whoever asked, by two replicas of the ingest service, to receivers that misbehave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallbacksIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration SOON = Duration.ofSeconds(30);

    private Pipeline pipeline;
    private ServiceProcess other;
    private Receiver receiver;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        receiver = new Receiver();
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost(), settings(directory, "127.0.0.1"));
        pipeline.startExecutor(Map.of());
        other = pipeline.ingest();
        pipeline.replaceIngest();
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
        receiver.close();
    }

    @Test
    void the_outcome_is_posted_as_a_signed_cloud_event_and_the_story_says_so() throws Exception {
        submit("told", "echo told", receiver.url("/told"));

        await().atMost(SOON).until(() -> receiver.at("/told").size() == 1);

        Receiver.Heard heard = receiver.at("/told").getFirst();
        new Webhook(SECRET).verify(heard.body(), heard.headers());
        JsonNode event = MessageCodec.mapper().readTree(heard.body());
        assertThat(event.at("/type").asText()).isEqualTo("patchline.patch.succeeded");
        assertThat(event.at("/subject").asText()).isEqualTo("told");
        assertThat(event.at("/data/outcome/report/commands/0/output/head").asText())
                .isEqualTo("told\n");
        assertThat(heard.header("webhook-id")).isEqualTo(event.at("/id").asText());
        assertThat(heard.header("content-type")).isEqualTo("application/cloudevents+json");
        awaitTimelineEntry("told", "callback_delivered", "try 1");
    }

    @Test
    void a_patch_that_fails_is_told_of_too() throws Exception {
        submit("fails", "exit 3", receiver.url("/fails"));

        await().atMost(SOON).until(() -> receiver.at("/fails").size() == 1);

        JsonNode event =
                MessageCodec.mapper().readTree(receiver.at("/fails").getFirst().body());
        assertThat(event.at("/type").asText()).isEqualTo("patchline.patch.failed");
    }

    @Test
    void a_redirect_is_not_followed() {
        receiver.answer("/moved", 302);

        submit("moved", "echo", receiver.url("/moved"));

        awaitTimelineEntry("moved", "callback_failed", "try 1: status 302");
        assertThat(receiver.at("/target")).isEmpty();
    }

    @Test
    void status_410_ends_it() {
        receiver.answer("/gone", 410);

        submit("gone", "echo", receiver.url("/gone"));

        awaitTimelineEntry("gone", "callback_given_up", "try 1: the receiver wants no more of it (status 410)");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(5))
                .until(() -> receiver.at("/gone").size() == 1);
    }

    @Test
    void a_receiver_that_hangs_does_not_hold_up_the_others() throws IOException {
        try (Receiver hanging = new Receiver()) {
            hanging.answer("/", Receiver.NEVER);
            IntStream.range(0, 12).forEach(n -> submit("hangs-" + n, "echo", hanging.url("/")));
            await().atMost(SOON).until(() -> hanging.at("/").size() >= 4);

            submit("behind", "echo", receiver.url("/behind"));

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> receiver.at("/behind").size() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data", "https://[::ffff:192.168.0.1]/",
                        "https://[fd00:ec2::254]/",
                "https://2886729729/", "http://1.1.1.1/", "ftp://example.com/", "https://me:secret@example.com/"
            })
    void an_address_that_must_not_be_spoken_to_is_refused_with_the_patch(String url) {
        HttpResponse<String> answer = submit("refused", "echo", url);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Pipeline.json(answer).at("/code").asText()).isEqualTo("invalid_patch");
        assertThat(Pipeline.json(answer).at("/errors/0/pointer").asText()).isEqualTo("/callback");
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void a_receiver_that_fails_is_told_after_both_replicas_were_killed_and_one_came_back() {
        receiver.answer("/later", 500);
        submit("later", "echo later", receiver.url("/later"));
        await().atMost(SOON).until(() -> details("later").contains("try 2: status 500"));

        pipeline.ingest().kill9();
        other.kill9();
        receiver.answer("/later", 200);
        pipeline.replaceIngest();
        pipeline.awaitReady(pipeline.ingest());

        awaitTimelineEntry("later", "callback_delivered", "");
        List<Receiver.Heard> tries = receiver.at("/later");
        assertThat(tries)
                .extracting(heard -> heard.header("webhook-id"))
                .containsOnly(tries.getFirst().header("webhook-id"));
        assertThat(details("later")).contains("try 1: status 500", "try 2: status 500");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void what_was_allowed_at_submission_is_checked_again_when_it_is_sent(@TempDir Path first, @TempDir Path second)
            throws IOException {
        String broker = TestBroker.shared().newVirtualHost();
        try (Pipeline before = new Pipeline(first, broker, settings(first, "127.0.0.1"))) {
            before.awaitReady();
            assertThat(before.submit("now", "a", "echo", Map.of("callback", receiver.url("/now")))
                            .statusCode())
                    .isEqualTo(202);
        }
        try (Pipeline after = new Pipeline(second, broker, settings(second, "192.0.2.1"))) {
            after.startExecutor(Map.of());
            after.awaitReady();

            awaitTimelineEntry(after, "now", "callback_failed", "try 1: the host is in a private or special network");
            assertThat(receiver.at("/now")).isEmpty();
        }
    }

    private List<String> details(String id) {
        return pipeline.story(id, 0).at("/timeline").findValuesAsText("detail");
    }

    private HttpResponse<String> submit(String id, String command, String url) {
        return pipeline.submit(id, id, command, Map.of("callback", url));
    }

    private void awaitTimelineEntry(String id, String what, String detail) {
        awaitTimelineEntry(pipeline, id, what, detail);
    }

    private static void awaitTimelineEntry(Pipeline pipeline, String id, String what, String detail) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(pipeline.story(id, 0).at("/timeline"))
                        .anySatisfy(moment -> {
                            assertThat(moment.get("what").asText()).isEqualTo(what);
                            assertThat(moment.path("detail").asText()).startsWith(detail);
                        }));
    }

    private static Map<String, String> settings(Path directory, String allowed) throws IOException {
        Map<String, String> settings = new HashMap<>();
        Path secret = Files.writeString(directory.resolve("callback-secret"), SECRET);
        settings.put("PATCHLINE_CALLBACKS_SECRET_FILE", secret.toString());
        settings.put("PATCHLINE_CALLBACKS_ALLOW", allowed);
        settings.put("PATCHLINE_CALLBACKS_FIRST_PAUSE", "200ms");
        settings.put("PATCHLINE_CALLBACKS_TIMEOUT", "5s");
        return settings;
    }
}
