package io.patchline.http;

import static io.patchline.http.PipeliningClient.CLOSE;
import static io.patchline.http.PipeliningClient.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits of clients that send ahead, and when the next of their requests begins. */
class RequestTurnsTest {
    private static final int LARGE = 1 << 20;
    private static final int READ_AT_ONCE = 64 << 10;
    private static final int AHEAD = 30;
    private static final String POST = "POST %s HTTP/1.1\r\nHost: a\r\n%s\r\n";
    private static final AttributeKey<Boolean> COUNTED = AttributeKey.valueOf("counted");

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger bytesRead = new AtomicInteger();
    private final AtomicInteger requestsDecoded = new AtomicInteger();
    private final AtomicInteger bytesDecoded = new AtomicInteger();
    private final Queue<RoutingContext> unanswered = new ConcurrentLinkedQueue<>();
    private final Semaphore ahead = new Semaphore(1);
    private final RoutedServer server = new RoutedServer();

    @BeforeEach
    void listen() throws Exception {
        Router router = server.router();
        router.route().handler(this::count);
        router.route().handler(new AnswersInTurn(ahead));
        router.get("/large").handler(context -> {
            begun.incrementAndGet();
            context.response().end(Buffer.buffer(new byte[LARGE]));
        });
        router.route("/small").handler(context -> context.response().end("small"));
        router.get("/later").handler(context -> {
            begun.incrementAndGet();
            unanswered.add(context);
        });
        router.post("/echo")
                .handler(BodyHandler.create(false))
                .handler(context -> context.response()
                        .end(Objects.requireNonNullElseGet(context.body().buffer(), Buffer::buffer)));
        router.post("/continue").handler(context -> {
            context.request().body().onSuccess(body -> {
                begun.incrementAndGet();
                unanswered.add(context);
            });
            context.response().writeContinue();
        });
        server.listen(options -> options.setSendBufferSize(32 * 1024));
    }

    /** What comes from the socket, and what the decoder makes of it. */
    private void count(RoutingContext context) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        if (channel.attr(COUNTED).setIfAbsent(true) == null) {
            channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext reading, Object message) {
                    bytesRead.addAndGet(message instanceof ByteBuf bytes ? bytes.readableBytes() : 0);
                    reading.fireChannelRead(message);
                }
            });
            channel.pipeline().addAfter("httpDecoder", "counting", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext reading, Object message) {
                    requestsDecoded.addAndGet(message instanceof HttpRequest ? 1 : 0);
                    bytesDecoded.addAndGet(
                            message instanceof HttpContent content
                                    ? content.content().readableBytes()
                                    : 0);
                    reading.fireChannelRead(message);
                }
            });
        }
        context.next();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void what_is_sent_behind_an_unread_answer_is_not_decoded_and_hardly_read() throws Exception {
        try (PipeliningClient client = asking(GET.formatted("/large", ""))) {
            await().until(() -> begun.get() == 1);
            client.sendMeanwhile(GET.formatted("/small", "").repeat(500_000));
            othersAreAnswered();

            assertThat(requestsDecoded.get()).isLessThanOrEqualTo(2);
            assertThat(bytesRead.get()).isLessThanOrEqualTo(READ_AT_ONCE);
        }
    }

    @Test
    void a_body_behind_an_unread_answer_is_hardly_read_and_comes_whole_when_that_is_read() throws Exception {
        String body = "0123456789abcdef".repeat(LARGE / 16);
        try (PipeliningClient client = asking(GET.formatted("/large", ""))) {
            await().until(() -> begun.get() == 1);
            client.sendMeanwhile(POST.formatted("/echo", "Content-Length: " + body.length() + "\r\n")
                    + body
                    + GET.formatted("/small", CLOSE));
            othersAreAnswered();
            assertThat(bytesDecoded.get()).isZero();
            assertThat(bytesRead.get()).isLessThanOrEqualTo(READ_AT_ONCE);

            String answers = client.readAll();
            assertThat(answers).contains("\r\n\r\n" + body + "HTTP/1.1 200").endsWith("small");
        }
    }

    @Test
    void who_is_answered_later_has_no_further_request_begun_meanwhile() throws Exception {
        try (PipeliningClient client =
                asking(GET.formatted("/later", "").repeat(AHEAD - 1) + GET.formatted("/later", CLOSE))) {
            await().until(() -> begun.get() == 1);
            othersAreAnswered();
            assertThat(begun.get()).isOne();
            answer(Buffer.buffer(new byte[LARGE]));
            othersAreAnswered();
            assertThat(begun.get())
                    .as("the answer is there and nobody reads it")
                    .isOne();

            client.read(LARGE);
            for (int i = 2; i <= AHEAD; i++) {
                int nth = i;
                await().until(() -> begun.get() == nth);
                answer(Buffer.buffer("answer " + i));
            }
            assertThat(client.readAll()).contains("answer 2").endsWith("answer " + AHEAD);
        }
    }

    /** Pieces of an answer are no answer: a stream has its end when it has its end. */
    @Test
    void a_stream_is_written_whole_before_the_next_begins() throws Exception {
        try (PipeliningClient client = asking(GET.formatted("/later", "") + GET.formatted("/small", CLOSE))) {
            await().until(() -> begun.get() == 1);
            RoutingContext stream = unanswered.remove();
            stream.response().setChunked(true).write("one");
            stream.response().write("two");
            othersAreAnswered();
            assertThat(requestsDecoded.get()).isLessThanOrEqualTo(2);
            stream.response().end("three");

            assertThat(client.readAll())
                    .containsSubsequence("one", "two", "three", "HTTP/1.1 200")
                    .endsWith("small");
        }
    }

    @Test
    void that_somebody_may_go_on_is_no_answer_yet() throws Exception {
        String proceed = "HTTP/1.1 100 Continue\r\n\r\n";
        String head = POST.formatted("/continue", "Content-Length: 4\r\nExpect: 100-continue\r\n");
        try (PipeliningClient client = asking(GET.formatted("/small", ""))) {
            client.read("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nsmall".length());
            client.send(head);
            assertThat(client.read(proceed.length())).isEqualTo(proceed);
            client.send("body" + GET.formatted("/later", CLOSE));
            await().until(() -> begun.get() == 1);
            othersAreAnswered();
            assertThat(begun.get()).isOne();

            answer(Buffer.buffer("first"));
            await().until(() -> begun.get() == 2);
            answer(Buffer.buffer("second"));
            assertThat(client.readAll()).contains("first").endsWith("second");
        }
    }

    @Test
    void every_kind_of_request_may_come_ahead() throws Exception {
        String requests = GET.formatted("/small", "")
                + "HEAD /small HTTP/1.1\r\nHost: a\r\n\r\n"
                + POST.formatted("/echo", "Transfer-Encoding: chunked\r\n")
                + "5\r\nchunk\r\n6\r\n chunk\r\n0\r\n\r\n"
                + GET.formatted(
                        "/small", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n")
                + POST.formatted("/nowhere", "Content-Length: 3\r\n")
                + "abc"
                + POST.formatted("/echo", "Content-Length: 0\r\n")
                + GET.formatted("/small", CLOSE);
        try (PipeliningClient client = asking(requests)) {
            String answers = client.readAll();
            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(7);
            assertThat(answers)
                    .containsSubsequence("chunk chunk", "404 Not Found", "HTTP/1.1 200")
                    .endsWith("small");
        }
        await().until(() -> ahead.availablePermits() == 1);
    }

    @Test
    void who_is_one_too_many_to_be_ahead_goes_itself_and_what_waited_for_another_is_given_back() throws Exception {
        String twice = GET.formatted("/large", "") + GET.formatted("/large", CLOSE);
        try (PipeliningClient first = asking(twice)) {
            await().until(() -> ahead.availablePermits() == 0);
            try (PipeliningClient second = asking(twice)) {
                assertThat(closes(second)).isTrue();
            }
            othersAreAnswered();
            assertThat(first.readAll()).hasSizeGreaterThan(2 * LARGE);
        }
        await().until(() -> ahead.availablePermits() == 1);
        try (PipeliningClient gone = asking(twice)) {
            await().until(() -> ahead.availablePermits() == 0);
            assertThat(gone.readSome()).isPositive();
        }
        await().until(() -> ahead.availablePermits() == 1);
    }

    /** Before it has had both answers. */
    private static boolean closes(PipeliningClient client) {
        try {
            return client.readAll().length() < 2 * LARGE;
        } catch (IOException reset) {
            return true;
        }
    }

    /** From here, as a thread of its own would. */
    private void answer(Buffer body) {
        unanswered.remove().response().end(body);
    }

    /** Whatever has come before this is handled by then: all are on one event loop. */
    private void othersAreAnswered() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (PipeliningClient other = asking(GET.formatted("/small", CLOSE))) {
                assertThat(other.readAll()).endsWith("small");
            }
        }
    }

    private PipeliningClient asking(String requests) throws IOException {
        return PipeliningClient.sending(server.port(), requests);
    }
}
