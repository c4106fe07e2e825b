package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffTextTest {
    private static final String UNIFIED = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                UNIFIED,
                "\n \n" + UNIFIED,
                "--- x\t2026-11-21 10:00:00\n+++ x\t2026-11-21 10:00:01\n@@ -1,2 +1,2 @@ def f():\n a\n-b\n+c",
                "--- a/x\n+++ b/x\n@@\n-a\n+b\n",
                "--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n",
                "--- a/x\r\n+++ b/x\r\n@@\r\n-a\r\n+b\r\n",
                "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n",
                "diff --git a/x b/x\nindex 0123..4567 100644\n" + UNIFIED,
                "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
                "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
                "diff --git a/x b/x\nnew file mode 100644\nindex 0000000..e69de29\n",
                "diff --git a/x b/x\ndeleted file mode 100644\n",
                "diff --git a/x b/x\n" + UNIFIED,
                "diff -ruN a/x b/x\n" + UNIFIED,
                "Index: x\n===================================================================\n" + UNIFIED,
                "*** Begin Patch\n*** Delete File: x\n*** End Patch",
                "\n*** Begin Patch  \r\n*** Delete File: x\r\n*** End Patch\r\n"
            })
    void a_diff_with_headers_names_its_files_and_is_kept_as_it_is(String text) {
        assertThat(DiffText.of(text)).contains(new DiffText(text, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
                "@@ -1 +1 @@ class A\n-b\n+c\n\\ No newline at end of file",
                "@@\n-b\n+c\n",
                "@@ def f():\n-b\n+c\n",
                "@@ -1,3 +1,3 @@\r\n a\r\n\r\n-b\r\n+c\r\n",
                "@@ -1 +1 @@\n-a\u2028b\n+a\u0085b\n"
            })
    void a_diff_of_hunks_alone_names_no_file(String text) {
        assertThat(DiffText.of(text)).contains(new DiffText(text, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```diff\n%s```", "```\n%s```\n", " \n```patch\n%s```\n\n", "```udiff \n%s```"})
    void a_markdown_fence_around_the_whole_is_taken_off(String fence) {
        assertThat(DiffText.of(fence.formatted(UNIFIED))).contains(new DiffText(UNIFIED, true));
    }

    @Test
    void windows_line_ends_survive_a_fence() {
        String diff = UNIFIED.replace("\n", "\r\n");
        assertThat(DiffText.of("```diff\r\n" + diff + "```")).contains(new DiffText(diff, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "echo test",
                "Here is the change:\n\n" + UNIFIED,
                "Here is the change:\n```diff\n" + UNIFIED + "```",
                "cat > x.diff <<'E'\n" + UNIFIED + "E\npatch -p1 < x.diff",
                "patch -p1 <<'E'\n" + UNIFIED + "E",
                "apply_patch <<'E'\n*** Begin Patch\n*** End Patch\nE",
                "#!/bin/sh\n" + UNIFIED,
                "diff --git a/x b/x",
                "diff --git a/x b/x\nmake",
                "diff -u a b\necho done",
                "--- a/x",
                "--- a/x\n+++ b/x",
                "--- a/x\n+++ b/x\nand so on",
                "---\ntitle: x\n---\n",
                "--- \n--- \n@@ -1 +1 @@",
                "@@ -1 +1 @@",
                "@@ -1 +1 @@\n a\n",
                "@@ -1 +1 @@\n-a\n+b\nThat is all.",
                "@@mention this\n- a\n+ b",
                "+++ b/x\n--- a/x\n@@ -1 +1 @@\n-a\n+b",
                "*** Update File: x\n@@\n-a\n+b",
                "*** Begin Patches",
                "The *** Begin Patch marker",
                "Index: the words of a book\n" + UNIFIED,
                "```bash\nls\n```",
                "```diff\n" + UNIFIED
            })
    void a_script_or_prose_is_no_diff_even_if_it_has_one_in_it(String text) {
        assertThat(DiffText.of(text)).isEqualTo(Optional.empty());
    }
}
