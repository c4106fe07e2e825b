package io.patchline.ingest.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.CallbackUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A receiver on loopback under a name that no DNS knows: whoever reaches it went to the address that was given, and not to a lookup's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbackClientTest {
    private static final String NAME = "hooks.example";
    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger redirected = new AtomicInteger();
    private int tls;
    private int plain;
    private CallbackClient client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "hooks",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString(),
                        "-dname",
                        "CN=" + NAME,
                        "-ext",
                        "san=dns:" + NAME)
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        PfxOptions keys = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
        tls = listen(new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(keys));
        plain = listen(new HttpServerOptions());
        HttpClientOptions trust = new HttpClientOptions()
                .setTrustOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
        client = new CallbackClient(vertx, trust, Duration.ofSeconds(5), Clock.systemUTC());
    }

    @AfterAll
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void the_address_is_the_one_that_was_checked_and_the_name_is_the_hosts_in_tls_and_in_the_request()
            throws Exception {
        assertThat(post("https://" + NAME + ":" + tls + "/host-is-" + NAME)).isInstanceOf(DeliveryResponse.Taken.class);
    }

    @Test
    void a_certificate_of_another_name_is_not_spoken_to() throws Exception {
        assertThat(post("https://other.example:" + tls + "/ok"))
                .isInstanceOfSatisfying(
                        DeliveryResponse.NotTaken.class,
                        answer -> assertThat(answer.why()).contains("SSLHandshakeException"));
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        assertThat(post("http://" + NAME + ":" + plain + "/redirect"))
                .isEqualTo(DeliveryResponse.NotTaken.because("status 302"));
        assertThat(redirected).hasValue(0);
    }

    @Test
    void gone_is_gone_and_a_receiver_that_is_busy_says_for_how_long() throws Exception {
        assertThat(post("http://" + NAME + ":" + plain + "/gone")).isInstanceOf(DeliveryResponse.Gone.class);
        assertThat(post("http://" + NAME + ":" + plain + "/busy"))
                .isEqualTo(new DeliveryResponse.NotTaken("status 503", Optional.of(Duration.ofMinutes(2))));
    }

    @Test
    void an_endless_body_is_not_read() throws Exception {
        assertThat(post("http://" + NAME + ":" + plain + "/endless")).isInstanceOf(DeliveryResponse.Taken.class);
    }

    @Test
    void a_receiver_that_does_not_answer_is_left_in_time() throws Exception {
        CallbackClient hasty =
                new CallbackClient(vertx, new HttpClientOptions(), Duration.ofMillis(300), Clock.systemUTC());

        DeliveryResponse answer =
                hasty.post(reachable("http://" + NAME + ":" + plain + "/silent"), Map.of(), new byte[0]);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        DeliveryResponse.NotTaken.class,
                        late -> assertThat(late.why()).contains("no answer"));
    }

    @Test
    void nobody_there_is_told_without_an_exception() throws Exception {
        assertThat(post("http://" + NAME + ":1/x")).isInstanceOf(DeliveryResponse.NotTaken.class);
    }

    private DeliveryResponse post(String url) throws Exception {
        return client.post(reachable(url), Map.of("webhook-id", "1"), "{}".getBytes(UTF_8));
    }

    private static Destination.Reachable reachable(String url) {
        return new Destination.Reachable(new CallbackUrl(url), InetAddress.getLoopbackAddress());
    }

    private int listen(HttpServerOptions options) throws Exception {
        HttpServer server = vertx.createHttpServer(options).requestHandler(this::handle);
        CompletableFuture<HttpServer> up =
                server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture();
        return up.get(20, TimeUnit.SECONDS).actualPort();
    }

    private void handle(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case "/host-is-" + NAME ->
                request.response()
                        .setStatusCode((NAME + ":" + tls).equals(request.getHeader("Host")) ? 204 : 421)
                        .end();
            case "/redirect" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/target")
                        .end();
            case "/target" -> {
                redirected.incrementAndGet();
                request.response().end();
            }
            case "/gone" -> request.response().setStatusCode(410).end();
            case "/busy" ->
                request.response()
                        .setStatusCode(503)
                        .putHeader("Retry-After", "120")
                        .end();
            case "/endless" -> {
                request.response().setChunked(true);
                vertx.setPeriodic(1, timer -> {
                    if (request.response().closed()) {
                        vertx.cancelTimer(timer);
                    } else {
                        request.response().write("x".repeat(1000));
                    }
                });
            }
            case "/silent" -> {}
            default -> request.response().end();
        }
    }
}
