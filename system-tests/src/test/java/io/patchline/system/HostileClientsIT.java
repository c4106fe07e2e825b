package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.TestBroker;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest service with 96 MB of heap, which ends at once when they do not suffice, and clients that send too much of
 * everything. No rate refuses them, however fast the machine is: what is looked at is behind it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsIT {
    private static final int AT_ONCE = 48;

    /** Well above what is open at once: those that were answered early linger for two seconds. */
    private static final int CONNECTIONS = 400;

    private static final int LARGEST = 1 << 20;

    private ServiceProcess ingest;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        String hash = Digest.sha256Hex(Pipeline.TOKEN.getBytes(StandardCharsets.UTF_8));
        Path tokens = Files.writeString(directory.resolve("tokens"), "tests:submit,read:" + hash);
        Path broker =
                Files.writeString(directory.resolve("url"), TestBroker.shared().newVirtualHost());
        Map<String, String> settings = Map.of(
                "PATCHLINE_BROKER_URL_FILE",
                broker.toString(),
                "PATCHLINE_ACCESS_TOKENS_FILE",
                tokens.toString(),
                "PATCHLINE_ACCESS_PROXIES",
                "127.0.0.1",
                "PATCHLINE_LIMITS_CONNECTIONS",
                Integer.toString(CONNECTIONS),
                "PATCHLINE_LIMITS_BODY_TIMEOUT",
                "10s",
                "PATCHLINE_STATUS_KEEP",
                "1000",
                "PATCHLINE_LIMITS_RATE",
                "1000000/s");
        ingest = ServiceProcess.start(
                ServiceProcess.Program.startedQuickly("ingest-service", "96m"),
                directory,
                ServiceProcess.freePort(),
                settings);
        await().atMost(Pipeline.READY_WITHIN).until(() -> health() == 200);
    }

    @AfterAll
    void stop() {
        ingest.close();
    }

    @AfterEach
    void it_is_up_and_answers() {
        await().atMost(Duration.ofSeconds(20)).until(() -> health() == 200);
        assertThat(ingest.isAlive()).isTrue();
        assertThat(ingest.log()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void bodies_as_large_as_may_be_come_all_at_once() throws Exception {
        String patch = "{\"role\":\"command_patch\",\"patch\":\"true #" + "x".repeat(LARGEST - 100) + "\"}";

        Set<Integer> answers = statuses(300, i -> post(patch));

        assertThat(answers).contains(202).isSubsetOf(202, 503);
    }

    @Test
    void json_is_nested_a_hundred_thousand_deep() throws Exception {
        String arrays = "[".repeat(500_000);
        String objects = "{\"a\":".repeat(150_000);

        assertThat(statuses(100, i -> post(i % 2 == 0 ? arrays : objects)))
                .isSubsetOf(400, 503)
                .contains(400);
    }

    @Test
    void bodies_never_end() throws Exception {
        String beginning = post("{").replace("Content-Length: 1\r", "Content-Length: " + LARGEST + "\r");

        assertThat(statuses(AT_ONCE, i -> beginning)).contains(408).isSubsetOf(408, 503);
    }

    @Test
    void headers_are_large_or_many() throws Exception {
        String large = "GET /v1/patches HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(40_000) + "\r\n\r\n";
        String many = "GET /v1/patches HTTP/1.1\r\nHost: a\r\n" + "X-Many: x\r\n".repeat(4_000) + "\r\n";
        String line = "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(statuses(60, i -> i % 2 == 0 ? large : many)).containsExactly(431);
        assertThat(statuses(60, i -> line)).containsExactly(414);
    }

    @Test
    void there_are_more_connections_than_may_be() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * CONNECTIONS; i++) {
                sockets.add(connect());
            }
            int open = 0;
            for (Socket socket : sockets) {
                open += isOpen(socket) ? 1 : 0;
            }
            assertThat(open).isLessThanOrEqualTo(CONNECTIONS).isGreaterThan(CONNECTIONS / 2);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void ids_keys_tokens_and_addresses_are_new_each_time() throws Exception {
        IntFunction<String> patches = i -> post("{\"id\":\"" + "i".repeat(80) + i + "\",\"lane\":\"l" + i
                + "\",\"role\":\"command_patch\",\"patch\":\"true\"}");
        IntFunction<String> strangers = i -> post("{}")
                .replace(Pipeline.TOKEN, "pl_guess_" + i)
                .replace("Host: a", "Host: a\r\nX-Forwarded-For: 2001:db8:" + Integer.toHexString(i) + "::1");

        assertThat(statuses(3_000, patches)).contains(202).isSubsetOf(202, 503);
        assertThat(statuses(12_000, strangers)).containsExactly(401);
    }

    /** Each is 900 KB and, decoded, some fifteen times as much. */
    @Test
    void requests_are_sent_ahead_behind_an_answer_that_nobody_reads() throws Exception {
        String ahead = "GET /openapi HTTP/1.1\r\nHost: a\r\n\r\n" + "GET / HTTP/1.1\r\n\r\n".repeat(50_000);
        List<Socket> sockets = new ArrayList<>();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                Socket socket = connect();
                socket.setSendBufferSize(32 << 10); // else the operating system takes all of it here
                sockets.add(socket);
                Callable<Void> send = () -> {
                    socket.getOutputStream().write(ahead.getBytes(StandardCharsets.UTF_8));
                    return null;
                };
                Future<Void> unused = senders.submit(send);
            }
            senders.shutdown();
            boolean taken = senders.awaitTermination(10, TimeUnit.SECONDS);
            assertThat(taken)
                    .as("all of it is taken from those who read nothing")
                    .isFalse();
            it_is_up_and_answers();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Each is 150 KB, and its tree 4 MB. */
    @Test
    void models_wait_with_messages_whose_trees_are_large() throws Exception {
        assertThat(status(post("{\"id\":\"waits\",\"role\":\"command_patch\",\"patch\":\"true\"}")))
                .isEqualTo(202);
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"wait_for_patch\","
                + "\"arguments\":{\"id\":\"waits\",\"wait_seconds\":10},\"_meta\":{\"x\":["
                + "{},".repeat(49_000) + "0]}}}";
        String message = post(call).replace("/webhook", "/mcp").replace("Host: a", "Host: localhost");

        assertThat(statuses(AT_ONCE, i -> message)).contains(200).isSubsetOf(200, 503);
    }

    /** The status of each answer to many requests, of which some are sent at once; 0 where the connection was closed without one. */
    private Set<Integer> statuses(int times, IntFunction<String> request) throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < times; i++) {
                int number = i;
                Callable<Integer> call = () -> status(request.apply(number));
                answers.add(clients.submit(call));
            }
        }
        Set<Integer> statuses = new TreeSet<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        return statuses;
    }

    private int status(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring("HTTP/1.1 ".length()));
        }
    }

    private static boolean isOpen(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    private int health() {
        try {
            return status("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        } catch (IOException e) {
            return 0;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), ingest.at("/").getPort());
    }

    private static String post(String body) {
        return "POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + Pipeline.TOKEN + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
