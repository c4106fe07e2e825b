package io.patchline.ingest.answers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.http.RoutedServer;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerMemoryTest {
    private final AnswerMemory memory = new AnswerMemory(new UnreadAnswers(), 100);

    @Test
    void answers_that_together_are_more_than_there_is_room_for_are_declined() {
        AnswerMemory.Share one = memory.share();
        AnswerMemory.Share two = memory.share();
        assertThat(one.take(60)).isTrue();
        assertThat(two.take(60)).isFalse();
        assertThat(two.isDeclined()).isTrue();
        assertThat(one.isDeclined()).isFalse();

        one.close();
        assertThat(two.take(60)).isTrue();
        assertThat(memory.taken()).isEqualTo(60);
    }

    @Test
    void what_is_given_back_is_given_back_once() {
        AnswerMemory.Share one = memory.share();
        one.take(30);
        one.take(30);
        one.close();
        one.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void what_is_left_of_it_is_kept_and_the_rest_given_back() {
        AnswerMemory.Share one = memory.share();
        one.take(90);
        one.keep(20);
        assertThat(memory.taken()).isEqualTo(20);
        one.keep(50);
        assertThat(memory.taken()).isEqualTo(20);
        one.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void nothing_is_taken_for_an_answer_that_is_over() {
        AnswerMemory.Share gone = memory.share();
        gone.close();
        assertThat(gone.take(10)).isFalse();
        assertThat(memory.taken()).isZero();
    }

    /** Nobody tells of the end of such an answer: what it took would never be given back. */
    @Test
    void nothing_is_taken_for_a_client_that_has_gone() throws Exception {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        try (RoutedServer server = new RoutedServer()) {
            server.router()
                    .get("/")
                    .handler(context -> server.vertx().setPeriodic(1, timer -> {
                        if (context.response().closed()) {
                            server.vertx().cancelTimer(timer);
                            taken.complete(memory.of(context).take(10));
                        }
                    }));
            server.listen(options -> {});
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            }

            assertThat(taken.get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(memory.taken()).isZero();
        }
    }

    @Test
    void what_is_larger_than_all_that_there_is_has_its_turn_alone_and_not_if_it_is_far_larger() {
        AnswerMemory.Share small = memory.share();
        AnswerMemory.Share large = memory.share();
        small.take(1);
        assertThat(large.take(400)).isFalse();
        small.close();
        assertThat(large.take(400)).isTrue();
        assertThat(memory.taken()).isEqualTo(100);
        large.close();
        assertThat(memory.share().take(401)).isFalse();
    }
}
