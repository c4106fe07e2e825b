package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.FileMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code git apply --recount} as the judge: what it accepts we accept with the same bytes, or refuse as ambiguous. */
class GitOracleTest {
    private static final Map<Boolean, Integer> accepts = new HashMap<>();

    @TempDir
    Path directory;

    static Stream<DiffCase> unified() {
        return Stream.of("unified-applies.cases", "unified-refused.cases")
                .flatMap(table -> DiffCase.read(table).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unified")
    void where_git_accepts_we_agree_or_refuse(DiffCase diff) throws Exception {
        TestTree.write(directory, diff.before());
        boolean accepted = Git.apply(directory, diff.patch());
        accepts.merge(accepted, 1, Integer::sum);
        if (!accepted || diff.gitDisagrees()) {
            return;
        }
        Map<String, TextFile> byGit = executableOnly(TestTree.read(directory));

        MemoryTree tree = new MemoryTree(diff.before());
        try {
            DiffCasesTest.apply(diff, tree);
        } catch (EditRefusedException refusal) {
            assertThat(diff.refused())
                    .as("we refuse what git accepts: " + refusal.getMessage())
                    .isPresent();
            return;
        }
        assertThat(executableOnly(tree.files())).isEqualTo(byGit);
    }

    @AfterAll
    static void git_was_asked_and_accepted_enough_to_be_a_judge() {
        assertThat(accepts.getOrDefault(true, 0)).isGreaterThanOrEqualTo(40);
    }

    /** git knows of no other bits, and its new files depend on the umask. */
    private static Map<String, TextFile> executableOnly(Map<String, TextFile> files) {
        Map<String, TextFile> plain = new TreeMap<>();
        files.forEach((path, file) -> plain.put(
                path, new TextFile(file.text(), new FileMode(file.mode().bits() & 0100))));
        return plain;
    }
}
