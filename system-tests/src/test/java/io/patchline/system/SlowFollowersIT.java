package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.TestBroker;
import io.patchline.message.SampleLog;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Followers that do not read what they are told, of a service with 96 MB of heap that ends at once when these do not suffice. */
class SlowFollowersIT {
    private static final int SLOW = 30;

    /** Some 10 MB of events: more for each follower than the sockets between hold, and for all of them three times the heap. */
    private static final int PATCHES = 3_000;

    private static final int SMALL_BUFFER = 4096;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Test
    void they_cost_no_memory_and_hold_up_neither_who_reads_nor_the_end_of_the_service(@TempDir Path directory)
            throws Exception {
        String broker = TestBroker.shared().newVirtualHost();
        List<Socket> followers = new ArrayList<>();
        try (ServiceProcess ingest = start(directory, broker)) {
            try (BrokerHand hand = new BrokerHand(broker)) {
                hand.fillLog(new SampleLog(1), PATCHES);
            }
            for (int i = 0; i < SLOW; i++) {
                followers.add(follow(ingest, "?from=beginning"));
            }
            try (SseClient quick = new SseClient(() -> ingest.at("/v1/events?from=beginning"), "")) {
                await().atMost(SOON).until(() -> quick.events().size() >= PATCHES * SampleLog.MESSAGES_PER_PATCH);
            }
            Socket last = follow(ingest, "");
            followers.add(last);

            ingest.terminate();

            assertThat(last.getInputStream().readAllBytes())
                    .as("whoever reads comes to an end")
                    .isNotEmpty();
            assertThat(ingest.awaitExit(GRACE)).as(ingest.log()).isIn(0, 143);
            assertThat(ingest.log()).doesNotContain("OutOfMemoryError", " ERROR ");
        } finally {
            for (Socket follower : followers) {
                follower.close();
            }
        }
    }

    private static ServiceProcess start(Path directory, String broker) throws IOException {
        String hash = Digest.sha256Hex(Pipeline.TOKEN.getBytes(StandardCharsets.UTF_8));
        Path tokens = Files.writeString(directory.resolve("tokens"), "tests:read:" + hash);
        Path url = Files.writeString(directory.resolve("url"), broker);
        ServiceProcess ingest = ServiceProcess.start(
                ServiceProcess.Program.startedQuickly("ingest-service", "96m"),
                directory,
                ServiceProcess.freePort(),
                Map.of("PATCHLINE_BROKER_URL_FILE", url.toString(), "PATCHLINE_ACCESS_TOKENS_FILE", tokens.toString()));
        await().atMost(Pipeline.READY_WITHIN).until(() -> isReady(ingest));
        return ingest;
    }

    private static boolean isReady(ServiceProcess ingest) {
        try (InputStream answer = ingest.at("/q/health/ready").toURL().openStream()) {
            return answer.read() >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A follower that has read that it is one, and no more. */
    private static Socket follow(ServiceProcess ingest, String query) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout((int) SOON.toMillis());
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ingest.at("/").getPort()));
        String request = "GET /v1/events" + query + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Pipeline.TOKEN
                + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        String status = "HTTP/1.1 200";
        assertThat(socket.getInputStream().readNBytes(status.length()))
                .asString()
                .isEqualTo(status);
        return socket;
    }
}
