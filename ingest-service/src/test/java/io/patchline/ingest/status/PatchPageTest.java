package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchPageTest {
    private final StatusIndex index = new StatusIndex(1000, 1 << 30);

    @Test
    void the_newest_of_the_log_comes_first_whatever_was_confirmed_first() {
        index.accepted(Stories.message("b"));
        index.accepted(Stories.message("a"), 1);
        index.accepted(Stories.message("b"), 2);
        index.accepted(Stories.message("on its way"));

        assertThat(ids(page())).containsExactly("b", "a");
        assertThat(page().kept()).isEqualTo(3);
    }

    @Test
    void pages_neither_repeat_nor_hide_a_patch_while_new_ones_arrive() {
        for (int i = 0; i < 25; i++) {
            index.accepted(Stories.message("p" + i), 2L * i);
        }
        List<String> seen = new ArrayList<>();
        PatchPage page = page("limit=10");
        seen.addAll(ids(page));
        for (int arrived = 100; page.cursor().isPresent(); arrived++) {
            index.accepted(Stories.message("new" + arrived), arrived);
            page = page("limit=10", "cursor=" + page.cursor().get());
            seen.addAll(ids(page));
        }
        List<String> all = new ArrayList<>();
        for (int i = 24; i >= 0; i--) {
            all.add("p" + i);
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void a_page_that_ends_with_the_list_has_no_cursor() {
        index.accepted(Stories.message("a"), 1);

        assertThat(page("limit=1").cursor()).isEmpty();
        assertThat(page("cursor=c1AAAAAAAAAAE").patches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=failed",
                "state=succeeded,failed",
                "lane=src/app.py",
                "target=src/app.py",
                "text=MAKE TEST",
                "text=exit code 7",
                "text=läuft",
                "text=fix-1",
                "lane=src/app.py&state=failed&role=command_patch&source=gpt&from=2026-11-21T12:00:00Z&to=2026-11-21T12:00:01Z"
            })
    void each_filter_finds_the_patch_that_it_describes_and_no_other(String filter) {
        index.accepted(Stories.message("fix-1", "src/app.py", "make test", "Läuft nicht"), 1);
        index.happened(Stories.failed("fix-1", "exit code 7"), 2);
        index.accepted(Stories.message("other", "docs", "true", ""), 3);

        assertThat(ids(page(filter.split("&")))).containsExactly("fix-1");
        assertThat(page(filter.split("&")).matched()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=queued",
                "lane=src",
                "role=x",
                "source=me",
                "text=.*",
                "from=2026-11-21T12:00:01Z",
                "to=2026-11-21T12:00:00Z"
            })
    void what_does_not_match_is_not_shown(String filter) {
        index.accepted(Stories.message("fix-1", "src/app.py", "make test", ""), 1);
        index.happened(Stories.failed("fix-1", "exit code 7"), 2);

        assertThat(page(filter).patches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=done",
                "limit=0",
                "limit=501",
                "from=now",
                "cursor=3",
                "order=state",
                "stat=failed",
                "limit=1&limit=2"
            })
    void a_wrong_parameter_is_refused_with_what_is_allowed(String query) {
        assertThatThrownBy(() -> page(query.split("&")))
                .isInstanceOf(io.patchline.ingest.http.InvalidParameterException.class);
    }

    @Test
    void the_oldest_first_is_the_same_list_the_other_way_round_page_by_page() {
        for (int i = 1; i <= 5; i++) {
            index.accepted(Stories.message("p" + i, "a", "true", ""), i);
        }

        PatchPage first = page("order=oldest", "limit=3");
        PatchPage second =
                page("order=oldest", "limit=3", "cursor=" + first.cursor().orElseThrow());

        assertThat(ids(first)).containsExactly("p1", "p2", "p3");
        assertThat(ids(second)).containsExactly("p4", "p5");
        assertThat(second.cursor()).isEmpty();
        assertThat(ids(page("order=newest"))).containsExactly("p5", "p4", "p3", "p2", "p1");
    }

    @Test
    void pages_are_in_the_order_of_the_log_whatever_the_order_in_which_the_stories_were_heard_of() {
        List<Integer> places = IntStream.rangeClosed(1, 200).boxed().collect(Collectors.toList());
        Collections.shuffle(places, new Random(20));
        places.forEach(place -> index.accepted(Stories.message("p" + place), place));

        for (String order : List.of("oldest", "newest")) {
            List<Integer> seen = new ArrayList<>();
            PatchPage page = page("order=" + order, "limit=7");
            while (true) {
                assertThat(page.matched()).isEqualTo(200);
                page.patches()
                        .forEach(patch ->
                                seen.add(Integer.valueOf(patch.id().value().substring(1))));
                if (page.cursor().isEmpty()) {
                    break;
                }
                page = page(
                        "order=" + order, "limit=7", "cursor=" + page.cursor().get());
            }
            assertThat(seen)
                    .hasSize(200)
                    .isSortedAccordingTo(
                            order.equals("oldest") ? Comparator.naturalOrder() : Comparator.reverseOrder());
        }
    }

    private PatchPage page(String... query) {
        Map<String, List<String>> parameters = Arrays.stream(query)
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> List.of(pair[1]),
                        (one, other) ->
                                Stream.of(one, other).flatMap(List::stream).toList()));
        return PatchPage.of(index.newestFirst(), PatchQuery.of(parameters));
    }

    private static List<String> ids(PatchPage page) {
        return page.patches().stream().map(patch -> patch.id().value()).toList();
    }
}
