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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read what they are told. */
class SlowReadersIT {
    private static final int SLOW = 30;

    /** Some 10 MB of events: more for each follower than the sockets between hold, and for all of them three times the heap. */
    private static final int PATCHES = 3_000;

    private static final int THREADS = 20;
    private static final int LISTS = 3 * THREADS;

    private static final int SMALL_BUFFER = 4096;
    private static final String LONG_NAME = "x".repeat(190);
    private static final int MOST_ENTRIES = 500;
    private static final String LIST = "/v1/dead-letters?limit=" + MOST_ENTRIES;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A service with 96 MB of heap, that ends at once when these do not suffice. */
    @Test
    void followers_cost_no_memory_and_hold_up_neither_who_reads_nor_the_end_of_the_service(@TempDir Path directory)
            throws Exception {
        String broker = TestBroker.shared().newVirtualHost();
        List<Socket> followers = new ArrayList<>();
        try (ServiceProcess ingest = start(directory, broker, "96m")) {
            try (BrokerHand hand = new BrokerHand(broker)) {
                hand.fillLog(new SampleLog(1), PATCHES);
            }
            for (int i = 0; i < SLOW; i++) {
                followers.add(ask(ingest, "/v1/events?from=beginning"));
            }
            try (SseClient quick = new SseClient(() -> ingest.at("/v1/events?from=beginning"), "")) {
                await().atMost(SOON).until(() -> quick.events().size() >= PATCHES * SampleLog.MESSAGES_PER_PATCH);
            }
            Socket last = ask(ingest, "/v1/events");
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

    /** On a network, where the operating system takes little of an answer, each of them would hold the thread that writes its list. */
    @Test
    void who_reads_no_list_keeps_nobody_from_reading_theirs(@TempDir Path directory) throws Exception {
        String broker = TestBroker.shared().newVirtualHost();
        List<Socket> readers = new ArrayList<>();
        try (ServiceProcess ingest = start(directory, broker, "1g")) {
            try (BrokerHand hand = new BrokerHand(broker)) {
                hand.bury(MOST_ENTRIES, LONG_NAME);
            }
            await().atMost(SOON).until(() -> entries(ingest) == MOST_ENTRIES);
            for (int i = 0; i < LISTS; i++) {
                readers.add(ask(ingest, LIST));
            }

            assertThat(entries(ingest)).isEqualTo(MOST_ENTRIES);
            for (Socket reader : readers) {
                reader.setSoTimeout(100);
                assertThat(reader.getInputStream().read())
                        .as("nobody was sent away")
                        .isNotNegative();
            }
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    private static int entries(ServiceProcess ingest) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(ingest.at(LIST))
                .header("Authorization", "Bearer " + Pipeline.TOKEN)
                .timeout(GRACE)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(list, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Pipeline.json(answer).path("dead_letters").size()
                    : -1;
        }
    }

    private static ServiceProcess start(Path directory, String broker, String heap) throws IOException {
        String hash = Digest.sha256Hex(Pipeline.TOKEN.getBytes(StandardCharsets.UTF_8));
        Path tokens = Files.writeString(directory.resolve("tokens"), "tests:read:" + hash);
        Path url = Files.writeString(directory.resolve("url"), broker);
        ServiceProcess ingest = ServiceProcess.start(
                ServiceProcess.Program.startedQuickly("ingest-service", heap),
                directory,
                ServiceProcess.freePort(),
                Map.of(
                        "PATCHLINE_BROKER_URL_FILE",
                        url.toString(),
                        "PATCHLINE_ACCESS_TOKENS_FILE",
                        tokens.toString(),
                        "QUARKUS_THREAD_POOL_MAX_THREADS",
                        Integer.toString(THREADS)));
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

    /** A client that has read that it is answered, and no more. */
    private static Socket ask(ServiceProcess ingest, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout((int) GRACE.toMillis());
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ingest.at("/").getPort()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Pipeline.TOKEN + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        String status = "HTTP/1.1 200";
        assertThat(socket.getInputStream().readNBytes(status.length()))
                .asString()
                .isEqualTo(status);
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }
}
