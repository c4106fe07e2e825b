package io.patchline.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.ingest.log.LogListener;
import io.patchline.ingest.log.LogMessage;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.ingest.log.RecentOutcomes;
import io.patchline.ingest.status.Stories;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Samples;
import io.patchline.message.Topology;
import io.patchline.patch.Patch;
import io.patchline.trace.TraceParent;
import io.patchline.trace.Tracing;
import io.patchline.transition.TransitionLog;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedPatchesTest {
    private static final Topology TOPOLOGY = new Topology(8);
    private static final Instant NOW = Instant.parse("2026-11-26T17:00:00.123456Z");

    private final PublishedPatches published = new PublishedPatches();

    @ParameterizedTest
    @MethodSource("patches")
    void what_comes_back_from_the_log_is_the_message_that_was_published_and_reads_as_it(Patch patch) throws Exception {
        PatchMessage message = PatchMessage.accepted(patch, NOW, "Анна")
                .within(TraceParent.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        OutgoingMessage sent = message.toLane(TOPOLOGY);
        published.add(message, sent.properties());
        Map<String, Object> headers = read(sent.properties());

        PatchMessage decoded = PatchMessage.read(headers, sent.body().clone(), NOW.plusSeconds(1));
        Optional<PatchMessage> known = published.take(headers, sent.body().clone());

        assertThat(known).containsSame(message);
        assertThat(decoded.fingerprint()).isEqualTo(message.fingerprint());
        assertThat(decoded)
                .usingRecursiveComparison()
                .ignoringFields("content", "patch")
                .isEqualTo(message);
        assertThat(MessageCodec.write(decoded.patch())).isEqualTo(MessageCodec.write(message.patch()));
        assertThat(published.take(headers, sent.body())).as("once").isEmpty();
        assertThat(published.size()).isZero();
    }

    @Test
    void what_the_publisher_sends_is_heard_from_the_log_as_itself_unless_it_was_not_confirmed() {
        List<OutgoingMessage> sent = new ArrayList<>();
        List<PatchMessage> heard = new ArrayList<>();
        Deque<Confirmation> confirmations =
                new ArrayDeque<>(List.of(new Confirmation.Confirmed(), new Confirmation.Unavailable("away")));
        PatchPublisher publisher = new PatchPublisher(
                message -> {
                    sent.add(message);
                    return CompletableFuture.completedStage(confirmations.remove());
                },
                TOPOLOGY,
                published,
                new Accounts(
                        new TransitionLog(false),
                        Tracing.to(Optional.empty(), 1, new Tracing.Service("test", "test")),
                        new ConfirmMetrics(new SimpleMeterRegistry())),
                Clock.systemUTC());
        LogProjector projector = new LogProjector(
                published, new RecentOutcomes(), new RecentEvents(), List.of(heard(heard)), Clock.systemUTC());
        PatchMessage first = message("a", "");
        PatchMessage second = message("b", "");

        publisher.publish(first);
        publisher.publish(second);
        for (int offset = 0; offset < sent.size(); offset++) {
            projector.fold(read(sent.get(offset), offset));
        }

        assertThat(heard)
                .extracting(message -> message.patch().id())
                .containsExactly(first.patch().id(), second.patch().id());
        assertThat(heard.get(0).patch()).isSameAs(first.patch());
        assertThat(heard.get(1).patch()).isNotSameAs(second.patch()).isEqualTo(second.patch());
    }

    private static LogListener heard(List<PatchMessage> heard) {
        return new LogListener() {
            @Override
            public void accepted(PatchMessage message, long offset) {
                heard.add(message);
            }

            @Override
            public void happened(EventEnvelope event, long offset) {}
        };
    }

    @Test
    void another_message_under_the_same_id_is_not_taken_for_it() throws Exception {
        PatchMessage message = message("a", "");
        OutgoingMessage sent = message.toLane(TOPOLOGY);
        Map<String, Object> headers = read(sent.properties());
        published.add(message, sent.properties());

        byte[] other = sent.body().clone();
        other[other.length - 2] ^= 1;
        assertThat(published.take(headers, other)).as("other bytes").isEmpty();
        for (String name : sent.properties().getHeaders().keySet()) {
            Map<String, Object> changed = new HashMap<>(headers);
            changed.put(name, name.equals(PatchMessage.PATCH) ? "b" : "other");
            assertThat(published.take(changed, sent.body())).as(name).isEmpty();
            changed.remove(name);
            assertThat(published.take(changed, sent.body()))
                    .as("without " + name)
                    .isEmpty();
        }
        Map<String, Object> more = new HashMap<>(headers);
        more.put(PatchMessage.WITH_HELD, true);
        assertThat(published.take(more, sent.body())).as("with a header more").isEmpty();
        assertThat(published.take(Map.of(), sent.body())).as("without headers").isEmpty();

        assertThat(published.take(headers, sent.body())).containsSame(message);
    }

    @Test
    void the_last_that_was_published_under_an_id_is_known_and_goes_when_it_was_not_confirmed() throws Exception {
        PatchMessage first = message("a", "");
        PatchMessage second = message("a", "later");
        published.add(first, first.toLane(TOPOLOGY).properties());
        published.add(second, second.toLane(TOPOLOGY).properties());

        published.remove(first);
        assertThat(published.size()).isOne();
        assertThat(published.take(read(first.toLane(TOPOLOGY).properties()), first.body()))
                .isEmpty();
        published.remove(second);
        assertThat(published.size()).isZero();
    }

    @Test
    void those_that_never_come_back_take_no_more_than_a_bound() {
        for (int i = 0; i < PublishedPatches.MOST + 10; i++) {
            PatchMessage message = message("small-" + i, "");
            published.add(message, message.toLane(TOPOLOGY).properties());
        }
        assertThat(published.size()).isEqualTo(PublishedPatches.MOST);

        int large = 1 << 20;
        for (int i = 0; i < 20; i++) {
            PatchMessage message = message("large-" + i, "x".repeat(large));
            published.add(message, message.toLane(TOPOLOGY).properties());
        }
        assertThat(published.size()).isEqualTo((int) (PublishedPatches.MOST_BYTES / large) - 1);
    }

    static Collection<Patch> patches() {
        return Samples.patches().values();
    }

    private static PatchMessage message(String id, String description) {
        return Stories.message(id, "lane", "true", description);
    }

    private static LogMessage read(OutgoingMessage sent, long offset) {
        Map<String, Object> headers = read(sent.properties());
        headers.put("x-stream-offset", offset);
        return LogMessage.of(
                Optional.of(sent.properties().getType()),
                Optional.of(sent.properties().getMessageId()),
                headers,
                sent.body().clone());
    }

    /** As a reader of a stream gets them. */
    private static Map<String, Object> read(BasicProperties sent) {
        try {
            DataInputStream in = new DataInputStream(
                    new ByteArrayInputStream(sent.toFrame(1, 0).getPayload()));
            in.readShort(); // of the class: Basic
            Map<String, Object> headers = new HashMap<>(new BasicProperties(in).getHeaders());
            headers.put("x-stream-offset", 7L);
            return headers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
