package io.patchline.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.BrokerSettings;
import io.patchline.broker.Certificates;
import io.patchline.broker.Settings;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** TLS with a real broker whose certificate is for {@code localhost}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class BrokerTlsIT {
    private final ExecutorService dispatcher = Executors.newVirtualThreadPerTaskExecutor();
    private Certificates ours;
    private Certificates others;
    private TestBroker broker;

    @BeforeAll
    void start(@TempDir Path ourDirectory, @TempDir Path otherDirectory) {
        ours = new Certificates(ourDirectory).issue("broker", "localhost").issue("ingest");
        others = new Certificates(otherDirectory).issue("ingest");
        broker = TestBroker.ownWithTls(ourDirectory);
        Assumptions.assumeTrue(broker.tlsPort().isPresent(), "a broker that was given by its URL is as it is");
    }

    @AfterAll
    void stop() {
        broker.close();
        dispatcher.close();
    }

    @Test
    void a_broker_with_a_certificate_of_a_trusted_authority_for_its_host_is_trusted() throws IOException {
        try (BrokerSession session = open(to("localhost").withCa(ours.authority()))) {
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void a_broker_that_asks_who_we_are_is_shown_our_certificate() throws IOException {
        Settings settings = to("localhost")
                .withCa(ours.authority())
                .withCertificate(ours.certificate("ingest"))
                .withKey(ours.key("ingest"));
        try (BrokerSession session = open(settings)) {
            assertThat(session.isOpen()).isTrue();
            await().untilAsserted(() -> assertThat(broker.callManagement("GET", "/api/connections", ""))
                    .contains("\"peer_cert_subject\":\"CN=ingest\""));
        }
    }

    @Test
    void a_certificate_for_another_host_is_refused_in_one_line_that_names_the_host() {
        assertThatIOException()
                .isThrownBy(() -> open(to("127.0.0.1").withCa(ours.authority())))
                .withMessageStartingWith("no TLS with the broker: its certificate is not for the host 127.0.0.1")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused_in_one_line_that_says_what_to_set() {
        for (Settings settings : new Settings[] {to("localhost").withCa(others.authority()), to("localhost")}) {
            assertThatIOException()
                    .isThrownBy(() -> open(settings))
                    .withMessageStartingWith(
                            "no TLS with the broker: its certificate is not of an authority that we trust;"
                                    + " see patchline.broker.ca-file")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @Test
    void a_client_with_a_certificate_of_an_unknown_authority_does_not_get_in() {
        assertThatIOException()
                .isThrownBy(() -> open(to("localhost")
                        .withCa(ours.authority())
                        .withCertificate(others.certificate("ingest"))
                        .withKey(others.key("ingest"))));
    }

    private Settings to(String host) {
        return Settings.of("amqps://%s:%s@%s:%d/%%2F"
                .formatted(
                        broker.user(), broker.password(), host, broker.tlsPort().orElseThrow()));
    }

    private BrokerSession open(BrokerSettings settings) throws IOException {
        return BrokerSession.open(BrokerAddress.from(settings).getFirst(), "test", dispatcher);
    }
}
