package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape and alias of a mutation, in each of the places where mutations may stand. */
class MutationFormsTest {
    private static final List<String> PATHS = List.of("path", "file", "target", "file_path", "target_file");
    private static final List<String> CONTENTS = List.of("contents", "content");
    private static final List<List<String>> BLOCKS =
            List.of(List.of("search", "replace"), List.of("old_string", "new_string"), List.of("old_str", "new_str"));

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '§', textBlock = """
        {"path":"a","contents":"x\\n"}                               → {"type":"write_file","path":"a","contents":"x\\n"}
        {"path":"a","contents":""}                                   → {"type":"write_file","path":"a","contents":""}
        {"path":"a","contents":"x","mode":"755"}                     → {"type":"write_file","path":"a","contents":"x","mode":"0755"}
        {"op":"upsert","path":"a","contents":"x"}                    → {"type":"write_file","path":"a","contents":"x"}
        {"op":"upsert","path":"a","contents":"x","mode":"0600"}      → {"type":"write_file","path":"a","contents":"x","mode":"0600"}
        {"op":null,"path":"a","contents":"x","mode":null,"search":null} → {"type":"write_file","path":"a","contents":"x"}
        {"op":"delete","path":"a/./b//c"}                            → {"type":"delete_file","path":"a/b/c"}
        {"op":"chmod","path":"a","mode":"0755"}                      → {"type":"change_mode","path":"a","mode":"0755"}
        {"path":"a","pattern":"x","replacement":"$1"}                → {"type":"replace_text","path":"a","pattern":"x","replacement":"$1","matching":"pattern","occurrences":"all"}
        {"path":"a","pattern":"x","replacement":"y","occurrences":"first"} → {"type":"replace_text","path":"a","pattern":"x","replacement":"y","matching":"pattern","occurrences":"first"}
        {"path":"a","search":"x","replace":"y"}                      → {"type":"replace_text","path":"a","pattern":"x","replacement":"y","matching":"block","occurrences":"one"}
        {"path":"a","search":"x","replace":"","occurrences":"all"}   → {"type":"replace_text","path":"a","pattern":"x","replacement":"","matching":"block","occurrences":"all"}
        {"contents":"x"}                                             → {"type":"write_file","path":"t","contents":"x"}
        {"op":"delete"}                                              → {"type":"delete_file","path":"t"}
        """)
    void a_mutation_is_an_action_wherever_it_stands(String item, String action) {
        JsonNode expected = Submitting.json("[" + action + "]");
        assertThat(Submitting.actions("{\"target_file\":\"t\",\"mutations\":[" + item + "]}"))
                .isEqualTo(expected);
        assertThat(Submitting.actions("{\"target_file\":\"t\",\"patch\":{\"mutations\":[" + item + "]}}"))
                .isEqualTo(expected);
        assertThat(Submitting.actions("{\"target_file\":\"t\",\"patch\":" + item + "}"))
                .isEqualTo(expected);
    }

    static Stream<Arguments> aliases() {
        Stream<Arguments> writes = PATHS.stream()
                .flatMap(path -> CONTENTS.stream()
                        .map(contents -> Arguments.of(
                                "{\"" + path + "\":\"a\",\"" + contents + "\":\"x\"}",
                                "{\"path\":\"a\",\"contents\":\"x\"}")));
        Stream<Arguments> deletes = PATHS.stream()
                .map(path -> Arguments.of(
                        "{\"" + path + "\":\"a\",\"op\":\"delete\"}", "{\"path\":\"a\",\"op\":\"delete\"}"));
        Stream<Arguments> blocks = BLOCKS.stream()
                .map(pair -> Arguments.of(
                        "{\"path\":\"a\",\"" + pair.get(0) + "\":\"x\",\"" + pair.get(1) + "\":\"y\"}",
                        "{\"path\":\"a\",\"search\":\"x\",\"replace\":\"y\"}"));
        return Stream.of(writes, deletes, blocks).flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("aliases")
    void an_alias_says_the_same_as_the_documented_name(String item, String documented) {
        assertThat(Submitting.patch("{\"id\":\"p\",\"mutations\":[" + item + "]}"))
                .isEqualTo(Submitting.patch("{\"id\":\"p\",\"mutations\":[" + documented + "]}"));
    }
}
