package io.patchline.ingest.answers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.http.RoutedServer;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemException;
import io.patchline.patch.PatchId;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients over real sockets, whose buffers are small, that ask for lists of what comes to more than its name says. */
class ListAnswersTest {
    /** Room for one such list while it is written, and not for another beside it. */
    private static final long ROOM = 12 << 20;

    private static final int ENTRIES = 500;
    private static final PatchId LONGEST = new PatchId("\ud83e\udde9".repeat(PatchId.MAX_CHARACTERS));

    private final AtomicInteger made = new AtomicInteger();
    private final AnswerMemory memory = new AnswerMemory(new UnreadAnswers(), ROOM);
    private final ListAnswers lists = new ListAnswers(memory, new ObjectMapper());
    private final RoutedServer server = new RoutedServer();

    @BeforeEach
    void listen() throws Exception {
        List<PatchLinks> longest = new LazyList<>(Collections.nCopies(ENTRIES, LONGEST), ListAnswersTest.this::links);
        server.router().get("/list").handler(context -> answer(context, () -> lists.json(context, 0, () -> longest)));
        server.router().get("/lines").handler(context -> answer(context, () -> lists.lines(context, 0, () -> longest)));
        server.router()
                .get("/known")
                .handler(context -> answer(context, () -> lists.json(context, (int) ROOM, () -> longest)));
        server.listen(new SendBuffers()::customizeHttpServer);
    }

    private PatchLinks links(PatchId id) {
        made.incrementAndGet();
        return PatchLinks.of(id);
    }

    private static void answer(RoutingContext context, Supplier<byte[]> list) {
        try {
            context.response().end(Buffer.buffer(list.get()));
        } catch (ProblemException e) {
            context.response().setStatusCode(e.problem().status()).end();
        }
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    /** An id of 200 characters has 2,400 in each of its three links: a list of 500 such is 3.6 MB. */
    @Test
    void a_list_takes_what_it_comes_to_until_its_client_has_it() throws IOException {
        try (Socket slow = asking("/list")) {
            assertThat(status(slow)).isEqualTo(200);
            assertThat(memory.taken()).isBetween(7_200L * ENTRIES, 7_500L * ENTRIES);

            assertThat(statusOf("/list")).isEqualTo(503);
            assertThat(statusOf("/lines")).isEqualTo(503);

            slow.getInputStream().readAllBytes();
        }
        await().until(() -> memory.taken() == 0);
        assertThat(statusOf("/list")).isEqualTo(200);
        await().until(() -> memory.taken() == 0);
        assertThat(statusOf("/lines")).isEqualTo(200);
        await().until(() -> memory.taken() == 0);
    }

    @Test
    void a_list_for_which_there_is_no_room_is_made_no_further() throws IOException {
        AnswerMemory.Share others = memory.share();
        others.take(ROOM - (1 << 20));

        assertThat(statusOf("/list")).isEqualTo(503);

        assertThat(made.get()).isPositive().isLessThan(ENTRIES / 4);
        await().until(() -> memory.taken() == ROOM - (1 << 20));
    }

    @Test
    void what_it_is_chosen_from_is_counted_too() throws IOException {
        AnswerMemory.Share others = memory.share();
        others.take(1);

        assertThat(statusOf("/known")).isEqualTo(503);

        assertThat(made.get()).isZero();
    }

    private int statusOf(String path) throws IOException {
        try (Socket client = asking(path)) {
            int status = status(client);
            client.getInputStream().readAllBytes();
            return status;
        }
    }

    private static int status(Socket client) throws IOException {
        return Integer.parseInt(
                new String(client.getInputStream().readNBytes("HTTP/1.1 200".length()), US_ASCII).split(" ", 2)[1]);
    }

    private Socket asking(String path) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4096);
        client.setSoTimeout(20_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
        return client;
    }
}
