package io.patchline.ingest.acts;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.status.Stories;
import io.patchline.message.OutgoingMessage;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActIndexTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private final ActIndex index = new ActIndex();

    @Test
    void what_somebody_wished_is_an_act_and_what_just_happened_is_none() {
        index.happened(Stories.started("a"), 1);
        index.happened(Stories.event(new PatchEvent.CancelRequested(ref("a"), "anna")), 2);
        index.happened(Stories.event(new PatchEvent.LaneReleased(ref("b"), new PatchId("h"), Optional.empty())), 3);
        index.happened(Stories.event(new PatchEvent.LaneReleased(ref("c"), new PatchId("h"), Optional.of("bert"))), 4);

        assertThat(index.newestFirst())
                .extracting(Act::what, Act::by, act -> act.patch().orElse(""), Act::event)
                .containsExactly(
                        Assertions.tuple("lane_released", "bert", "c", 4L),
                        Assertions.tuple("cancel_requested", "anna", "a", 2L));
    }

    @Test
    void a_patch_that_takes_another_back_is_an_act_once_and_another_patch_is_none() {
        index.accepted(Stories.message("a"), 1);
        index.accepted(Stories.revert("unmade", "made"), 2);
        index.accepted(Stories.revert("unmade", "made"), 3);

        assertThat(index.newestFirst())
                .extracting(
                        Act::what,
                        act -> act.patch().orElse(""),
                        act -> act.subject().orElse(""),
                        Act::event)
                .containsExactly(Assertions.tuple("revert_requested", "made", "unmade", 2L));
    }

    @Test
    void a_fact_that_is_published_again_is_one_act() {
        index.happened(Stories.event(new PatchEvent.CancelRequested(ref("a"), "anna")), 1);
        index.happened(Stories.event(new PatchEvent.CancelRequested(ref("a"), "anna")), 2);

        assertThat(index.newestFirst()).hasSize(1);
    }

    @Test
    void orders_for_many_and_their_end_are_acts() {
        order(
                "patchline.dead-letters.job",
                "{\"id\":\"j\",\"act\":\"discard\",\"count\":7,\"by\":\"anna\",\"time\":\"" + NOON + "\"}");
        order("patchline.dead-letters.job-end", "{\"id\":\"j\",\"cancelledBy\":\"bert\",\"time\":\"" + NOON + "\"}");
        order("patchline.dead-letters.job-end", "{\"id\":\"k\",\"time\":\"" + NOON + "\"}");
        order("patchline.dead-letters.job", "not json");

        assertThat(index.oldestFirst())
                .extracting(Act::what, Act::by, act -> act.subject().orElse(""))
                .containsExactly(
                        Assertions.tuple("discard_ordered", "anna", "j"),
                        Assertions.tuple("job_cancelled", "bert", "j"));
    }

    @Test
    void of_two_that_use_the_same_code_the_first_in_the_log_is_told_so() {
        ActMessage one = used("1");
        ActMessage other = used("2");
        CompletableFuture<Boolean> first = index.whenUsed("1");
        CompletableFuture<Boolean> second = index.whenUsed("2");

        say(other, 5);
        say(one, 6);

        assertThat(second).isCompletedWithValue(true);
        assertThat(first).isCompletedWithValue(false);
        assertThat(index.newestFirst()).extracting(Act::what).containsExactly("logged_in_by_link");
        assertThat(index.newestFirst().getFirst().subject())
                .as("the code is nobody's business")
                .isEmpty();
    }

    @Test
    void a_page_goes_on_where_the_last_ended() {
        for (int i = 0; i < 5; i++) {
            index.happened(Stories.event(new PatchEvent.CancelRequested(ref("p" + i), "anna")), i);
        }
        ActPage first = ActPage.of(index.newestFirst(), query("limit", "2"));
        ActPage last = ActPage.of(
                index.newestFirst(),
                ActQuery.of(Map.of("cursor", List.of(first.cursor().orElseThrow()), "limit", List.of("3"))));

        assertThat(first.acts()).extracting(Act::event).containsExactly(4L, 3L);
        assertThat(first.matched()).isEqualTo(5);
        assertThat(last.acts()).extracting(Act::event).containsExactly(2L, 1L, 0L);
        assertThat(last.cursor()).isEmpty();
        assertThat(ActPage.of(index.newestFirst(), query("by", "bert")).acts()).isEmpty();
        assertThat(ActPage.of(index.newestFirst(), query("patch", "p3")).acts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"format,xml", "patch,''", "limit,0", "cursor,x", "whatever,1"})
    void a_parameter_that_is_not_what_it_may_be_is_refused(String name, String value) {
        Assertions.assertThatThrownBy(() -> query(name, value)).isInstanceOf(InvalidParameterException.class);
    }

    private static ActQuery query(String name, String value) {
        return ActQuery.of(Map.of(name, List.of(value)));
    }

    private static ActMessage used(String id) {
        return new ActMessage(id, ActMessage.CODE_USED, "anna", NOON, Optional.of("nonce"));
    }

    private void say(ActMessage act, long offset) {
        OutgoingMessage message = act.toMessage();
        index.onMessage(message.properties().getType(), message.body(), offset);
    }

    private void order(String type, String body) {
        index.onMessage(type, body.getBytes(StandardCharsets.UTF_8), 1);
    }

    private static RunRef ref(String id) {
        return new RunRef(new PatchId(id), 1, 1, new Lane("lane"), "executor-1");
    }
}
