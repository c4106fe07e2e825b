package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchline.executor.edit.DiffApplication;
import io.patchline.executor.edit.TextReplacement;
import io.patchline.executor.edit.TextSearch;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No input makes the engine slow: what would be quadratic for a simple engine is done within seconds, even on a busy machine. */
@Timeout(20)
class EngineBoundsTest {
    @Test
    void a_long_run_of_equal_lines_in_a_long_file_of_them_is_refused_as_ambiguous() {
        String file = "x\n".repeat(400_000);
        String diff = "--- a/f\n+++ b/f\n@@\n" + " x\n".repeat(100_000) + "-x\n+y\n";

        assertThat(refusal(diff, file).faults().getFirst().code()).isEqualTo(ErrorCode.CONTEXT_AMBIGUOUS);
    }

    @Test
    void a_diff_of_empty_lines_is_read_in_one_go() {
        String diff = "--- a/f\n+++ b/f\n@@ -1,1 +1,1 @@\n-a\n+b\n" + "\n".repeat(500_000) + "what is this?\n";

        assertThat(refusal(diff, "a\n").faults().getFirst().code()).isEqualTo(ErrorCode.MALFORMED_DIFF);
    }

    @Test
    void a_file_of_too_many_lines_is_refused() {
        assertThat(refusal("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", "\n".repeat(Document.MAX_LINES + 1))
                        .faults()
                        .getFirst()
                        .code())
                .isEqualTo(ErrorCode.FILE_REFUSED);
    }

    @Test
    void two_long_files_without_a_line_in_common_are_compared() {
        List<String> before = Collections.nCopies(500_000, "a\n");
        List<String> after = new ArrayList<>();
        for (int i = 0; i < 500_000; i++) {
            after.add(i % 7 + "\n");
        }

        assertThat(LineDiff.between(before, after)).containsExactly(new LineDiff.Edit(0, 500_000, 0, 500_000));
    }

    @Test
    void the_edits_between_two_random_lists_make_the_one_into_the_other() {
        long seed = Long.getLong("patchline.seed", 20261121);
        System.out.println("EngineBoundsTest: -Dpatchline.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            List<String> before = random.ints(random.nextInt(30), 0, 9)
                    .mapToObj(String::valueOf)
                    .toList();
            List<String> after = random.ints(random.nextInt(30), 0, 9)
                    .mapToObj(String::valueOf)
                    .toList();
            List<String> made = new ArrayList<>();
            int cursor = 0;
            for (LineDiff.Edit edit : LineDiff.between(before, after)) {
                assertThat(made.isEmpty() || edit.oldFrom() > cursor || cursor == 0)
                        .as("edits are apart")
                        .isTrue();
                made.addAll(before.subList(cursor, edit.oldFrom()));
                made.addAll(after.subList(edit.newFrom(), edit.newTo()));
                cursor = edit.oldTo();
            }
            made.addAll(before.subList(cursor, before.size()));
            assertThat(made).as("seed %d, case %d", seed, i).isEqualTo(after);
        }
    }

    /** Defect 12: 0.3 to 1 s for each of 100 hunks. */
    @Test
    void a_hundred_hunks_that_do_not_fit_a_file_of_a_million_lines_are_refused_within_seconds() {
        StringBuilder diff = new StringBuilder("--- a/f\n+++ b/f\n");
        for (int i = 0; i < 100; i++) {
            diff.append("@@ -%d,3 +%d,3 @@\n a\n-b%d\n+c\n a\n".formatted(i * 5 + 1, i * 5 + 1, i));
        }

        EditRefusedException refusal = refusal(diff.toString(), "a\n".repeat(Document.MAX_LINES));

        assertThat(refusal.faults()).hasSizeBetween(10, 60);
        assertThat(refusal.faults().getFirst().detail()).contains("The nearest place");
    }

    @ParameterizedTest
    @EnumSource(PatchAction.Matching.class)
    void a_long_pattern_that_nearly_matches_everywhere_is_sought_in_linear_time(PatchAction.Matching matching) {
        String pattern = "a".repeat(300_000) + "b";

        assertThat(replacing(pattern, matching, "a".repeat(4_000_000), WorkLimit.NONE))
                .isNotNull();
    }

    @Test
    void an_expression_that_reads_the_rest_of_the_file_for_every_match_uses_up_its_work() {
        AtomicLong left = new AtomicLong(1_000_000_000);
        WorkLimit work = steps -> {
            if (left.addAndGet(-steps) < 0) {
                throw new EditRefusedException(ErrorCode.FILE_REFUSED, "used up");
            }
        };

        EditRefusedException refusal = replacing("x(.*y)?", PatchAction.Matching.PATTERN, "x".repeat(1_000_000), work);

        assertThat(refusal).hasMessage("used up");
    }

    @Test
    void a_text_is_found_where_string_finds_it() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = letters(random, random.nextInt(30));
            String wanted = letters(random, 1 + random.nextInt(5));
            int from = random.nextInt(text.length() + 1);
            assertThat(found(text, wanted, from))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(text.indexOf(wanted, from));
        }
    }

    private static int found(String text, String wanted, int from) {
        try {
            return new TextSearch(text, wanted, WorkLimit.NONE).next(from);
        } catch (EditRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'c')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static EditRefusedException replacing(
            String pattern, PatchAction.Matching matching, String file, WorkLimit work) {
        MemoryTree tree = new MemoryTree(Map.of("f", new TextFile(file, TextFile.NEW_FILE)), work);
        var action =
                new PatchAction.ReplaceText(new FilePath("f"), pattern, "z", matching, PatchAction.Occurrences.ALL);
        return catchThrowableOfType(EditRefusedException.class, () -> TextReplacement.apply(action, tree));
    }

    private static EditRefusedException refusal(String diff, String file) {
        MemoryTree tree = new MemoryTree(Map.of("f", new TextFile(file, TextFile.NEW_FILE)));
        return catchThrowableOfType(
                EditRefusedException.class, () -> DiffApplication.apply(diff, Optional.empty(), tree));
    }
}
