package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds is what a pattern without regard to case finds in one of a patch's texts, each by itself. */
class PatchSearchTest {
    private static final int PATCHES = 600;
    private static final int SEARCHES = 400;

    /** With several forms of i, k, s and µ, with marks that combine, of one to four bytes of UTF-8, and some that look like what stands between texts. */
    private static final List<String> PIECES = List.of(
            "a",
            "A",
            "i",
            "I",
            "\u0130",
            "\u0131",
            "k",
            "K",
            "\u212A",
            "s",
            "S",
            "\u017F",
            "\u00DF",
            "\u1E9E",
            "ss",
            "\u00E9",
            "\u00C9",
            "e",
            "\u0301",
            "\u0345",
            "\u03B9",
            "\u00B5",
            "\u03BC",
            "\u03C3",
            "\u03C2",
            "\u03A3",
            "\u01C5",
            "\u01C4",
            "\uAB70",
            "\u13A0",
            "\uD801\uDC00",
            "\uD801\uDC28",
            "\uD83D\uDE00",
            "\u20AC",
            "\u2014",
            "\u00FF",
            "\u00FE",
            "\u0178",
            "\uFFFD",
            "-",
            ".",
            " ",
            "z");

    private final StatusIndex index = new StatusIndex(10_000, 1 << 30);

    /** The texts of a patch that are searched, as they were given. */
    private record Given(String id, List<String> texts) {
        boolean has(Pattern sought) {
            return texts.stream().anyMatch(text -> sought.matcher(text).find());
        }
    }

    @Test
    void it_finds_what_a_pattern_finds_in_one_of_the_texts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Given> given =
                IntStream.range(0, PATCHES).mapToObj(i -> patch(i, random)).toList();
        for (int search = 0; search < SEARCHES; search++) {
            String sought = random.nextBoolean() ? text(random, 3) : part(given, random);
            Pattern pattern =
                    Pattern.compile(sought, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            PatchPage page = page(sought);
            assertThat(ids(page))
                    .as("'%s', seed %d", sought, seed)
                    .isEqualTo(given.reversed().stream()
                            .filter(patch -> patch.has(pattern))
                            .map(Given::id)
                            .limit(PatchQuery.LARGEST_LIMIT)
                            .toList());
            assertThat(page.matched()).isEqualTo((int)
                    given.stream().filter(patch -> patch.has(pattern)).count());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"end begin", "endbegin", "end\u00FFbegin", "end\nbegin", "end\u0000begin", "d\u00FF", "\u00FF"})
    void nothing_is_found_that_begins_in_one_text_and_ends_in_another(String sought) {
        index.accepted(Stories.message("the end", "lane", "begin with the end", "begin at the end"), 1);

        assertThat(ids(page(sought))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83D", "\u0000", "?"})
    void half_of_a_character_is_in_no_text(String sought) {
        index.accepted(Stories.message("a\uD83D\uDE00", "lane", "a\uD83D\uDE00", "a\uD83D\uDE00"), 1);
        index.happened(Stories.failed("a\uD83D\uDE00", "a\uD83D\uDE00"), 2);

        assertThat(ids(page(sought))).isEmpty();
    }

    @Test
    void an_empty_text_is_not_asked_for() {
        index.accepted(Stories.message("a"), 1);

        assertThat(ids(page(""))).containsExactly("a");
    }

    @Test
    void of_long_texts_the_beginning_is_searched() {
        String description = "d".repeat(AcceptedPatch.DESCRIPTION - 1) + "-behind";
        String command = "c".repeat(AcceptedPatch.COMMAND - 1) + "-behind";
        index.accepted(Stories.message("long", "lane", command, description), 1);
        index.happened(Stories.failed("long", "s".repeat(RunEnd.SUMMARY - 1) + "-behind"), 2);

        assertThat(List.of("D-", "c-", "S-"))
                .allSatisfy(sought -> assertThat(ids(page(sought))).containsExactly("long"));
        assertThat(List.of("d-b", "c-b", "s-b", "behind"))
                .allSatisfy(sought -> assertThat(ids(page(sought))).isEmpty());
    }

    @Test
    void why_a_patch_failed_is_not_searched_any_more_when_it_has_succeeded() {
        index.accepted(Stories.message("a"), 1);
        index.happened(Stories.failed("a", "exit code 7"), 2);
        assertThat(ids(page("code 7"))).containsExactly("a");

        index.happened(Stories.finished("a", new Outcome.Succeeded(RunReport.NOTHING)), 3);
        assertThat(ids(page("code 7"))).isEmpty();
    }

    @Test
    void what_a_patch_waits_for_is_searched() {
        index.accepted(Stories.message("a"), 1);
        index.happened(Stories.awaiting("a"), 2);

        assertThat(ids(page("NEEDS a review"))).containsExactly("a");
    }

    private Given patch(int number, Random random) {
        String id = number + text(random, 5);
        String command = "true" + text(random, 30);
        String description = random.nextInt(3) == 0 ? "" : text(random, 10);
        index.accepted(Stories.message(id, "lane", command, description), 2L * number);
        List<String> texts = new ArrayList<>(List.of(id, command, description));
        if (random.nextInt(3) == 0) {
            String summary = text(random, 8);
            index.happened(Stories.failed(id, summary), 2L * number + 1);
            texts.add(summary);
        }
        return new Given(id, texts);
    }

    private static String text(Random random, int pieces) {
        return Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
                .limit(1 + random.nextInt(pieces))
                .collect(Collectors.joining());
    }

    /** Some characters out of what there is, and none by half. */
    private static String part(List<Given> given, Random random) {
        List<String> texts = given.get(random.nextInt(given.size())).texts();
        int[] characters = texts.get(random.nextInt(texts.size())).codePoints().toArray();
        if (characters.length == 0) {
            return "true";
        }
        int begin = random.nextInt(characters.length);
        return new String(characters, begin, 1 + random.nextInt(Math.min(6, characters.length - begin)));
    }

    private PatchPage page(String text) {
        return PatchPage.of(
                index.newestFirst(),
                PatchQuery.of(
                        Map.of("text", List.of(text), "limit", List.of(Integer.toString(PatchQuery.LARGEST_LIMIT)))));
    }

    private static List<String> ids(PatchPage page) {
        return page.patches().stream().map(patch -> patch.id().value()).toList();
    }
}
