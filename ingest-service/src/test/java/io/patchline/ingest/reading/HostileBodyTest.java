package io.patchline.ingest.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not JSON, or more than JSON should be. */
class HostileBodyTest {
    private static final PatchParser READER = Submitting.reader(ValidationRules.DEFAULTS);

    /** The text of each is an excerpt that no answer may contain. */
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"id":"s3cret                        → Line 1, column 14 → ends in the middle
        {"id":"s3cret",                      → Line 1, column 16 → ends in the middle
        [                                    → Line 1, column 2  → ends in the middle
        {"id":"s3cret"} {"id":"two"}         → Line 1, column 17 → ended before this
        {"id":"s3cret"}}                     → Line 1, column 16 → closes nothing
        {"id":"s3cret",}                     → Line 1, column 16 → comma too many
        {"id":"s3cret" "role":"x"}           → Line 1, column 16 → A comma or a closing bracket
        {"id" "s3cret"}                      → Line 1, column 7  → A colon must stand
        {"patch":"echo "s3cret""}            → Line 1, column    → quote inside a string
        {'id':'s3cret'}                      → Line 1, column 2  → field name in double quotes
        {id:"s3cret"}                        → Line 1, column 2  → field name in double quotes
        {"id":s3cret}                        → Line 1, column    → Put strings in double quotes
        {"id":'s3cret'}                      → Line 1, column 7  → A value must stand here
        {"id":["s3cret"}                     → Line 1, column 16 → another kind of bracket
        {"id":["s3cret",]}                   → Line 1, column 17 → A value must stand here
        {"patch":"s3cret \\d"}               → Line 1, column    → Write \\\\ for a backslash
        {"patch":"s3cret \\u12zz"}           → Line 1, column    → four hexadecimal digits
        {"x":{"\\ud83d":1}}                  → Line 1, column    → half of a surrogate pair
        {"id":01}                            → Line 1, column    → not a number as JSON
        {"id":1.}                            → Line 1, column    → not a number as JSON
        {"id":NaN}                           → Line 1, column 10 → NaN and Infinity
        {"id":/* s3cret */1}                 → Line 1, column 7  → no comments
        s3cret                               → Line 1, column    → Put strings in double quotes
        """)
    void malformed_json_is_refused_with_its_place_and_advice(String body, String place, String advice) {
        refusedAsMalformed(body.getBytes(UTF_8), place, advice);
    }

    static Stream<Arguments> bytes() {
        return Stream.of(
                Arguments.of(new byte[0], "line 1, column 1", "empty"),
                Arguments.of(" \n\t".getBytes(UTF_8), "line 1, column 1", "empty"),
                Arguments.of("{\n\"patch\":\"s3cret\nx\"}".getBytes(UTF_8), "Line 2, column", "Write \\n"),
                Arguments.of("{\n\n  \"id\" 1}".getBytes(UTF_8), "Line 3, column 8", "colon"),
                Arguments.of("{\"id\":\"s3cret\0\"}".getBytes(UTF_8), "Line 1, column", "control character"),
                Arguments.of("\ufeff{\"id\":\"s3cret\"}".getBytes(UTF_8), "line 1, column 1", "byte order mark"),
                Arguments.of("{\"id\":\"s3cret\"}".getBytes(UTF_16), "line 1, column 1", "not UTF-8"),
                Arguments.of("{\"id\":\"s3cret\"}".getBytes(UTF_16LE), "Line 1, column 3", "really UTF-8"),
                Arguments.of("{\n\"id\":\"é s3cret\"}".getBytes(ISO_8859_1), "line 2, column 7", "not UTF-8"),
                Arguments.of(hex("7b226964223a22c080227d"), "line 1, column 8", "not UTF-8"),
                Arguments.of(hex("7b226964223a22eda080227d"), "line 1, column 8", "not UTF-8"),
                Arguments.of(hex("7b226964223a22f4908080227d"), "line 1, column 8", "not UTF-8"),
                Arguments.of(hex("7b226964223a22e282"), "line 1, column 8", "not UTF-8"));
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void bytes_that_are_not_json_in_utf_8_are_refused(byte[] body, String place, String advice) {
        refusedAsMalformed(body, place, advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"id\":\"p\"}]", "\"{}\"", "7", "1e5", "true", "null"})
    void a_body_that_is_no_object_is_refused(String body) {
        List<Problem> problems = Submitting.problems(body);
        assertThat(Submitting.places(problems)).isEqualTo("invalid_patch");
        assertThat(Submitting.details(problems)).contains("one JSON object");
    }

    @Test
    void a_body_over_the_limit_is_refused_before_it_is_read() {
        String patch = "{\"role\":\"command_patch\",\"patch\":\"%s\"}";
        String longest = patch.formatted("x".repeat((1 << 20) - patch.length() + 2));
        assertThat(Submitting.reading(longest)).isInstanceOf(ParseResult.Understood.class);
        for (byte[] body : List.of((longest + " ").getBytes(UTF_8), new byte[2 << 20])) {
            List<Problem> problems = Submitting.problems(READER.read(body));
            assertThat(Submitting.places(problems)).isEqualTo("too_large");
            assertThat(Submitting.details(problems)).contains(body.length + " bytes; at most 1048576");
        }
    }

    @Test
    void nesting_ends_at_the_limit() {
        String head = "{\"role\":\"command_patch\",\"patch\":\"ls\",\"x\":";
        assertThat(Submitting.reading(head + "[".repeat(63) + "]".repeat(63) + "}"))
                .isInstanceOf(ParseResult.Understood.class);
        for (int depth : new int[] {64, 65, 1_000_000}) {
            List<Problem> problems =
                    Submitting.problems(head + "[".repeat(depth) + "]".repeat(Math.min(depth, 100)) + "}");
            assertThat(Submitting.places(problems)).isEqualTo("invalid_patch");
            assertThat(Submitting.details(problems)).matches("Line 1, column 10\\d: .*nested deeper than 64.*");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"id":"p","id":"q",%s}                            → /id            → Occurs twice
        {"x":{"a/b":1,"a/b":1},%s}                        → /x/a~1b        → Occurs twice
        {"x":[{"~":1,"~":2}],%s}                          → /x/0/~0        → Occurs twice
        {"x":"a\\u0000b",%s}                              → /x             → NUL (U+0000)
        {"metadata":{"a":["b","c\\u0000"]},%s}            → /metadata/a/1  → NUL (U+0000)
        {"x":"\\ud83d",%s}                                → /x             → half of a surrogate pair
        {"x":"\\ude80\\ud83d",%s}                         → /x             → half of a surrogate pair
        {"description":"\\ud83d.",%s}                     → /description   → half of a surrogate pair
        {"x":{"\\u0000k":1},%s}                           → /x/\ufffdk     → NUL (U+0000)
        {"x":1e999999999,%s}                              → /x             → out of all proportion
        {"x":[2.5e99999999999999999999],%s}               → /x/0           → out of all proportion
        {"mutations":[{"path":"a","search":"a\\u0000","replace":"b"}],%s} → /mutations/0/search → NUL (U+0000)
        {"metadata":{"x":1e-401},%s}                      → /metadata/x    → out of all proportion
        """)
    void what_json_allows_but_a_patch_does_not_is_refused_with_its_pointer(String body, String pointer, String advice) {
        List<Problem> problems = Submitting.problems(body.formatted("\"role\":\"command_patch\",\"patch\":\"ls\""));
        assertThat(Submitting.places(problems)).isEqualTo(pointer + " invalid_patch");
        assertThat(Submitting.details(problems)).contains(advice);
    }

    @Test
    void a_whole_character_beyond_the_first_plane_is_no_half() {
        String body = "{\"role\":\"command_patch\",\"patch\":\"echo \\ud83d\\ude80 🚀\"}";
        assertThat(Submitting.actions(body).at("/0/script").asText()).isEqualTo("echo 🚀 🚀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "-9"})
    void a_number_of_many_digits_is_refused(String start) {
        String number = start + "9".repeat(100);
        for (String literal : List.of(number, number + ".5", "1." + number.replace("-", ""), "1e" + number)) {
            List<Problem> problems = Submitting.problems("{\"x\":" + literal + "}");
            assertThat(Submitting.places(problems)).isEqualTo("invalid_patch");
            assertThat(Submitting.details(problems)).contains("A number has more than 100 characters");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7,", "\"\\u0000\",", "{\"a\":1,\"b\":2},", "{},"})
    void no_more_problems_are_told_than_a_model_can_take_in(String item) {
        List<Problem> problems = Submitting.problems("{\"mutations\":[" + item.repeat(10_000) + "7]}");
        assertThat(problems).hasSize(51);
        assertThat(problems.getLast())
                .isEqualTo(
                        new Problem(ErrorCode.INVALID_PATCH, "", "There are more problems. Correct these 50 first."));
    }

    /** A megabyte of them was a tree of 30. */
    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],", "1,", "\"\","})
    void a_body_of_very_many_small_values_is_refused(String item) {
        List<Problem> problems = Submitting.problems("{\"metadata\":{\"x\":[" + item.repeat((1 << 20) / 4) + "7]}}");
        assertThat(Submitting.places(problems)).isEqualTo("invalid_patch");
        assertThat(Submitting.details(problems)).contains("more than 100000 names, values and brackets");
    }

    @Test
    void that_the_body_is_not_json_is_told_before_all_that_is_wrong_until_there() {
        String body = "{\"x\":[" + "\"\\u0000\",".repeat(100) + "}";
        List<Problem> problems = Submitting.problems(body);
        assertThat(problems).hasSize(52);
        assertThat(problems.getFirst().code()).isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(Submitting.reading(body))
                .isInstanceOfSatisfying(
                        ParseResult.Unreadable.class,
                        unreadable -> assertThat(unreadable.code()).isEqualTo(ErrorCode.MALFORMED_JSON));
    }

    /** Eleven seconds, when a pointer was made for each of them. */
    @Test
    @Timeout(5)
    void many_problems_far_down_are_read_in_no_time() {
        String head = ("{\"" + "x".repeat(60) + "\":").repeat(60) + "[";
        String body = head + "\"\\u0000\",".repeat(90_000) + "1]" + "}".repeat(60);
        assertThat(Submitting.problems(body)).hasSize(51);
    }

    /** Jackson's table of names throws when too many names have the same hash; Java's own maps turn into trees. */
    @ParameterizedTest
    @CsvSource({"Ab, BA", "Aa, BB"})
    void field_names_that_are_made_to_collide_are_read_as_any_others(String one, String other) {
        String fields = IntStream.range(0, 4096)
                .mapToObj(i -> IntStream.range(0, 12)
                        .mapToObj(bit -> (i >> bit) % 2 == 0 ? one : other)
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(","));
        Patch patch = Submitting.patch("{\"metadata\":{" + fields + "},\"role\":\"command_patch\",\"patch\":\"ls\"}");
        assertThat(patch.metadata()).hasSize(4096);
    }

    @Test
    void a_problem_far_down_has_its_whole_pointer() {
        String head = "{\"b\":[0,{\"c\":".repeat(20);
        List<Problem> problems = Submitting.problems("{\"x\":" + head + "\"\\u0000\"" + "}]}".repeat(20) + "}");
        assertThat(problems.getFirst().pointer()).isEqualTo("/x" + "/b/1/c".repeat(20));
    }

    @Test
    void a_field_name_is_shown_short_on_one_line_and_harmless() {
        String name = "a\\n\\u001b[31m\\u202e" + "b".repeat(60_000 / 2);
        List<Problem> problems =
                Submitting.problems("{\"mutations\":[{\"path\":\"a\",\"op\":\"delete\",\"" + name + "\":1}]}");
        String shown = "a\ufffd\ufffd[31m\ufffd" + "b".repeat(52) + "…";
        assertThat(problems).extracting(Problem::pointer).containsExactly("/mutations/0/" + shown);
        assertThat(Submitting.details(problems))
                .startsWith("Unknown field \"" + shown + "\" in")
                .hasLineCount(1);
    }

    private static void refusedAsMalformed(byte[] body, String place, String advice) {
        List<Problem> problems = Submitting.problems(READER.read(body));
        assertThat(problems).extracting(Problem::code).containsExactly(ErrorCode.MALFORMED_JSON);
        assertThat(problems).extracting(Problem::pointer).containsExactly("");
        assertThat(Submitting.details(problems))
                .contains(place)
                .contains(advice)
                .doesNotContain("s3cret");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
