package io.patchline.http;

import static io.patchline.http.PipeliningClient.CLOSE;
import static io.patchline.http.PipeliningClient.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients over real sockets, whose buffers are small, that send requests ahead. */
class AnswersInTurnTest {
    private static final int ANSWER = 1 << 20;
    private static final int AHEAD = 30;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger tooEarly = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final RoutedServer server = new RoutedServer();

    @BeforeEach
    void listen() throws Exception {
        Router router = server.router();
        router.route().failureHandler(context -> {
            tooEarly.addAndGet(context.response().writeQueueFull() ? 1 : 0);
            refused.incrementAndGet();
            new RequestFailures().handle(context);
        });
        router.route().handler(new AnswersInTurn());
        router.get("/large").handler(context -> {
            begun.incrementAndGet();
            context.response().end(Buffer.buffer(new byte[ANSWER]));
        });
        router.get("/small").handler(context -> context.response().end("small"));
        router.post("/echo")
                .handler(BodyHandler.create(false))
                .handler(context -> context.response().end(context.body().buffer()));
        server.listen(options -> options.setSendBufferSize(32 * 1024));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void who_reads_no_answer_has_no_further_one_prepared_and_who_reads_gets_all() throws IOException {
        try (PipeliningClient ahead =
                asking(GET.formatted("/large", "").repeat(AHEAD - 1) + GET.formatted("/large", CLOSE))) {
            await().until(() -> begun.get() > 0);
            try (PipeliningClient other = asking(GET.formatted("/small", CLOSE))) {
                assertThat(other.readAll()).endsWith("small");
            }
            assertThat(begun.get()).isOne();

            assertThat(ahead.readAll()).hasSizeGreaterThan(AHEAD * ANSWER);
            assertThat(begun.get()).isEqualTo(AHEAD);
        }
    }

    @Test
    void bodies_that_were_sent_ahead_come_whole_and_in_order() throws IOException {
        StringBuilder requests = new StringBuilder(GET.formatted("/large", ""));
        for (int i = 0; i < AHEAD; i++) {
            requests.append("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n")
                    .append("<%04d>".formatted(i).repeat(500));
        }
        try (PipeliningClient ahead = asking(requests + GET.formatted("/small", CLOSE))) {
            String answers = ahead.readAll();
            for (int i = 0; i < AHEAD; i++) {
                assertThat(answers).contains("\r\n\r\n" + "<%04d>".formatted(i).repeat(500));
            }
            assertThat(answers).endsWith("small");
        }
    }

    /** Some 300 bytes are answered, and the sockets between take a few hundred of them. */
    @Test
    void what_cannot_be_routed_waits_for_its_turn_too() throws IOException {
        int many = 20_000;
        try (PipeliningClient ahead = asking("")) {
            ahead.sendMeanwhile("GET / HTTP/1.1\r\nHost: [\r\n\r\n".repeat(many));
            await().until(() -> refused.get() > 0);
            while (refused.get() < many) {
                assertThat(ahead.readSome()).isPositive();
            }
            assertThat(tooEarly.get()).as("begun before those before were read").isZero();
        }
    }

    private PipeliningClient asking(String requests) throws IOException {
        return PipeliningClient.sending(server.port(), requests);
    }
}
