package io.patchline.ingest.answers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.http.RoutedServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients over real sockets, whose buffers are small. */
class UnreadAnswersTest {
    private static final int ANSWER = 1 << 20;

    private static final int SMALL = 8 << 10;

    /** Two answers and a half. */
    private static final long ROOM = 5L * ANSWER / 2;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final UnreadAnswers unread = new UnreadAnswers(ROOM, nanos::get);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<HttpServerResponse> growing = new AtomicReference<>();
    private final RoutedServer server = new RoutedServer();
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void listen() throws Exception {
        Router router = server.router();
        router.route().handler(unread);
        router.route().handler(context -> {
            open.incrementAndGet();
            context.request().connection().closeHandler(closed -> open.decrementAndGet());
            context.next();
        });
        router.get("/closing").handler(context -> {
            context.response().end(Buffer.buffer(new byte[ANSWER]));
            context.request().connection().close();
        });
        router.get("/growing").handler(context -> growing.set(context.response().setChunked(true)));
        router.get("/").handler(context -> context.response().end(Buffer.buffer(new byte[ANSWER])));
        server.listen(new SendBuffers()::customizeHttpServer);
    }

    @AfterEach
    void close() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void whoever_has_read_nothing_for_the_longest_makes_room() throws IOException {
        Socket first = asking("/");
        awaitUnread(ANSWER / 2);
        nanos.incrementAndGet();
        Socket second = asking("/");
        awaitUnread(3 * ANSWER / 2);
        nanos.incrementAndGet();
        Socket third = asking("/");
        await().until(() -> unread.closed() == 1);

        assertThat(read(first)).isLessThan(ANSWER);
        assertThat(read(second)).isGreaterThanOrEqualTo(ANSWER);
        assertThat(read(third)).isGreaterThanOrEqualTo(ANSWER);
        await().until(() -> unread.unread() == 0);
    }

    /** In pieces that are too small to be cut. */
    @Test
    void who_has_more_written_and_reads_nothing_makes_room_for_it_and_nobody_else_does() throws IOException {
        Socket grower = asking("/growing");
        await().until(() -> growing.get() != null);
        write(ANSWER);
        awaitUnread(ANSWER / 2);
        nanos.incrementAndGet();
        Socket other = asking("/");
        awaitUnread(3 * ANSWER / 2);
        nanos.incrementAndGet();
        write(2 * ANSWER);
        await().until(() -> unread.closed() == 1);

        assertThat(read(grower)).isLessThan(3 * ANSWER);
        assertThat(read(other)).isGreaterThanOrEqualTo(ANSWER);
    }

    private void write(int bytes) {
        HttpServerResponse response = growing.get();
        for (int written = 0; written < bytes; written += SMALL) {
            response.write(Buffer.buffer(new byte[SMALL]));
        }
    }

    @Test
    void whoever_reads_stays_however_long_it_takes() throws IOException {
        Socket slow = asking("/");
        awaitUnread(ANSWER / 2);
        nanos.incrementAndGet();
        asking("/");
        awaitUnread(3 * ANSWER / 2);
        nanos.incrementAndGet();
        long before = unread.unread();
        slow.getInputStream().readNBytes(ANSWER / 2);
        await().until(() -> unread.unread() < before - ANSWER / 4);
        asking("/");
        asking("/");

        await().until(() -> unread.closed() >= 1);
        assertThat(read(slow)).isGreaterThanOrEqualTo(ANSWER / 2);
    }

    /** The framework closes in order, which waits for the client, and forgets whoever asks it again. */
    @Test
    void a_connection_that_is_to_be_closed_after_its_answers_goes_too() throws IOException {
        asking("/closing");
        awaitUnread(ANSWER / 2);
        nanos.addAndGet(UnreadAnswers.STALLED.toNanos());

        unread.closeStalled();

        await().until(() -> open.get() == 0);
    }

    @Test
    void who_is_in_need_has_those_closed_that_read_nothing_for_a_while() throws IOException {
        Socket idle = asking("/");
        awaitUnread(ANSWER / 2);
        nanos.addAndGet(UnreadAnswers.STALLED.toNanos() - 1);
        unread.closeStalled();
        assertThat(unread.closed()).isZero();

        nanos.incrementAndGet();
        unread.closeStalled();
        assertThat(unread.closed()).isEqualTo(1);
        assertThat(read(idle)).isLessThan(ANSWER);
    }

    /** Until so much is waiting, and the operating system has taken what it takes. */
    private void awaitUnread(long atLeast) {
        await().until(unread::unread, bytes -> bytes >= atLeast && bytes == unread.unread());
    }

    /** A client that has read nothing yet. */
    private Socket asking(String path) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setReceiveBufferSize(4096);
        client.setSoTimeout(20_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
        return client;
    }

    /** The bytes that come until the end. */
    private static int read(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        int bytes = 0;
        byte[] some = new byte[8192];
        try {
            for (int more = in.read(some); more >= 0; more = in.read(some)) {
                bytes += more;
            }
        } catch (SocketException reset) {
            return bytes;
        }
        return bytes;
    }
}
