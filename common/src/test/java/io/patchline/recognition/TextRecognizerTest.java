package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken off a patch text, and that none is ever called a command. */
class TextRecognizerTest {
    private static final String UNIFIED = """
            --- a/run.sh
            +++ b/run.sh
            @@ -1,4 +1,4 @@
             set -e
             touch canary
            -echo 'old'
            +echo 'new'
             end
            """;
    private static final String V4A = """
            *** Begin Patch
            *** Update File: run.sh
            @@
             set -e
             touch canary
            -echo 'old'
            +echo 'new'
             end
            *** End Patch
            """;
    private static final String BLOCK = """
            src/run.sh
            <<<<<<< SEARCH
            touch canary
            echo 'old'
            =======
            touch canary
            echo 'new'
            >>>>>>> REPLACE
            """;

    /** What could only be taken off by guessing, or would drop a command. */
    private static final Set<String> REFUSED = Set.of(
            "cd and apply_patch",
            "commands before",
            "a command after",
            "cat to nowhere",
            "a here-document of bash",
            "escaped line breaks",
            "PowerShell's line breaks",
            "JSON in a string",
            "blanks for line breaks",
            "line numbers");

    private static Stream<Arguments> wrapped() {
        return Stream.of(UNIFIED, V4A, BLOCK)
                .flatMap(text -> PatchWrappings.all().entrySet().stream()
                        .map(wrapping -> Arguments.of(
                                wrapping.getKey(), text, wrapping.getValue().apply(text))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrapped")
    void a_patch_text_is_no_command_whatever_stands_around_it(String wrapping, String bare, String text) {
        Recognition recognition = TextRecognizer.recognize(text);
        if (REFUSED.contains(wrapping)) {
            assertThat(recognition).isInstanceOf(Recognition.Unusable.class);
        } else if (recognition instanceof Recognition.PatchText patch) {
            assertThat(patch.text().replace("\r", "").strip()).isEqualTo(bare.strip());
            assertThat(patch.namesFiles()).isTrue();
        } else {
            // A quoted word or a tag around another format may be in doubt; it is never run.
            assertThat(recognition).isInstanceOf(Recognition.Unusable.class);
            assertThat(List.of("apply_patch with a quoted word", "quoting of a mail", "double quotes", "single quotes"))
                    .contains(wrapping);
        }
    }
}
