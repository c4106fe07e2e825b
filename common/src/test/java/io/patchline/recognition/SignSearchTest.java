package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form of each sign is found: a line is only looked at by a pattern when it has one of the pattern's words, and a word too many would hide a sign. */
class SignSearchTest {
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '→', ignoreLeadingAndTrailingWhitespace = true, quoteCharacter = '\u0001', textBlock = """
            *** Begin Patch                                 → V4A_BEGIN
            >     ***BEGIN PATCH                            → V4A_BEGIN
            *** End Patch                                   → V4A_END
            *** add file: a                                 → V4A_FILE
            *** Update File: a                              → V4A_FILE
            *** Delete File: a                              → V4A_FILE
            <<<<<<< SEARCH                                  → SEARCH
            ------- SEARCH                                  → SEARCH
            >>>>>>> REPLACE                                 → REPLACE
            +++++++ REPLACE                                 → REPLACE
            diff --cc a                                     → COMBINED
            diff --combined a                               → COMBINED
            @@@ -1,2 -1,2 +1,2 @@@                          → COMBINED
            *************** *** 1,2 ****                    → CONTEXT
            @@ -1,2 +1,2 @@ f()                             → HUNK
            12: @@ -1 +1 @@                                 → HUNK
            @@ def f():                                     → BARE_HUNK
            @@                                              → BARE_HUNK
            index 111..222 100644                           → GIT_EXTENDED
            old mode 100644                                 → GIT_EXTENDED
            new mode 100755                                 → GIT_EXTENDED
            deleted file mode 100644                        → GIT_EXTENDED
            new file mode 100644                            → GIT_EXTENDED
            similarity index 90%                            → GIT_EXTENDED
            dissimilarity index 90%                         → GIT_EXTENDED
            GIT binary patch                                → BINARY
            Binary files a and b differ                     → BINARY
            1 file changed, 1 insertion(+)                  → STATISTICS
            3 files changed                                 → STATISTICS
            diff --git a/x b/x⏎--- a/x                      → GIT_HEADER
            diff --git a/x b/x⏎rename from x                → GIT_HEADER
            --- a/x⏎+++ b/x                                 → FILE_HEADER
            ---⏎+++                                         → FILE_HEADER
            +++ b/x⏎@@                                      → NEW_NAME_ONLY
            ***************⏎*** 1,2 ****                    → CONTEXT
            *** a⏎--- b                                     → CONTEXT
            1c1⏎< a                                         → NORMAL
            1,2d0⏎< a                                       → NORMAL
            0a1⏎> a                                         → NORMAL
            rename from a⏎rename to b                       → RENAME
            copy from a⏎copy to b                           → RENAME
            1,2c⏎new⏎.                                      → ED_SCRIPT
            0a⏎new⏎.                                        → ED_SCRIPT
            a1 2                                            → ED_SCRIPT
            d1 2                                            → ED_SCRIPT
            <<<<<<< HEAD⏎a⏎>>>>>>> b                        → CONFLICT
            """)
    void findsEachForm(String text, Sign.Kind kind) {
        assertThat(SignSearch.in(text.replace('⏎', '\n')))
                .as(text)
                .isNotEmpty()
                .first()
                .extracting(Sign::kind)
                .isEqualTo(kind);
    }
}
