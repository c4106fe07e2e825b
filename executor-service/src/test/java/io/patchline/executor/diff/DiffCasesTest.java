package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchline.executor.edit.DiffApplication;
import io.patchline.patch.FilePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of diffs: those that must apply, and those that must be refused with a message that helps. */
class DiffCasesTest {

    static Stream<DiffCase> applicable() {
        return all().filter(diff -> diff.refused().isEmpty());
    }

    static Stream<DiffCase> refused() {
        return all().filter(diff -> diff.refused().isPresent());
    }

    static Stream<DiffCase> all() {
        return Stream.of("unified-applies.cases", "unified-refused.cases", "v4a.cases", "blocks.cases")
                .flatMap(table -> DiffCase.read(table).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("applicable")
    void a_diff_that_must_apply_makes_exactly_the_files_expected(DiffCase diff) {
        MemoryTree tree = new MemoryTree(diff.before());

        assertThatCode(() -> apply(diff, tree)).doesNotThrowAnyException();

        assertThat(tree.files()).isEqualTo(diff.after());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_diff_that_must_be_refused_says_why(DiffCase diff) {
        List<String> expected = diff.refused().orElseThrow();

        EditRefusedException refusal =
                catchThrowableOfType(EditRefusedException.class, () -> apply(diff, new MemoryTree(diff.before())));

        assertThat(refusal).isNotNull();
        assertThat(refusal.faults().getFirst().code().wireName()).isEqualTo(expected.getFirst());
        String message =
                String.join("\n", refusal.faults().stream().map(Fault::detail).toList());
        assertThat(message).contains(expected.subList(1, expected.size()));
        assertThat(refusal.faults())
                .allSatisfy(fault -> assertThat(fault.detail().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThanOrEqualTo(1_000));
    }

    @Test
    void the_tables_have_as_many_cases_as_they_must() {
        assertThat(applicable().count()).isGreaterThanOrEqualTo(105);
        assertThat(refused().count()).isGreaterThanOrEqualTo(80);
        assertThat(all().map(DiffCase::name)).hasSizeGreaterThan(195);
    }

    static void apply(DiffCase diff, FileTree tree) throws EditRefusedException {
        DiffApplication.apply(
                diff.patch(), Optional.of(new FilePath("target.txt")).filter(path -> diff.hasTarget()), tree);
    }
}
