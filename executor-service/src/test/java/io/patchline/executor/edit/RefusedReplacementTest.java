package io.patchline.executor.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.MemoryTree;
import io.patchline.executor.diff.TextFile;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import io.patchline.patch.PatchAction.ReplaceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not replaced, and what is said of it. The cases are the lines of {@code edit/refused-replacements.jsonl}. */
@Timeout(10)
class RefusedReplacementTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param text of the file {@code f}
     * @param code that the refusal has on the wire
     * @param says a part of its message
     */
    record Refused(
            String name,
            Matching matching,
            Occurrences occurrences,
            String text,
            String pattern,
            String replacement,
            String code,
            String says) {

        static Refused of(String line) {
            try {
                return JSON.readValue(line, Refused.class);
            } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
            }
        }

        ReplaceText replacing() {
            return new ReplaceText(new FilePath("f"), pattern, replacement, matching, occurrences);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refused> refused() throws IOException {
        String table = "/edit/refused-replacements.jsonl";
        try (InputStream in = Objects.requireNonNull(RefusedReplacementTest.class.getResourceAsStream(table), table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Refused::of);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void it_refuses(Refused refused) {
        EditRefusedException refusal = refusal(refused.text(), refused.replacing());

        assertThat(refusal.faults().getFirst().code().wireName()).isEqualTo(refused.code());
        assertThat(refusal).hasMessageContaining(refused.says());
    }

    @Test
    void it_refuses_a_result_that_is_too_large() {
        ReplaceText replacing =
                new ReplaceText(new FilePath("f"), "a", "b".repeat(1_000), Matching.PATTERN, Occurrences.ALL);

        EditRefusedException refusal = refusal("a".repeat(2_000), replacing);

        assertThat(refusal.faults().getFirst().code()).isEqualTo(ErrorCode.FILE_REFUSED);
        assertThat(refusal).hasMessageContaining("larger than");
    }

    private static EditRefusedException refusal(String text, ReplaceText action) {
        MemoryTree tree = new MemoryTree(Map.of("f", new TextFile(text, TextFile.NEW_FILE)));
        EditRefusedException refusal =
                catchThrowableOfType(EditRefusedException.class, () -> TextReplacement.apply(action, tree));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
