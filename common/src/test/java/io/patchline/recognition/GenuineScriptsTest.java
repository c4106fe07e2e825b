package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other side of the line: scripts that have to do with diffs, and do something with them, are run as they are. */
class GenuineScriptsTest {
    private static final String MAIL = """
            From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
            Subject: [PATCH] Don't

            ---
             a | 2 +-
             1 file changed, 1 insertion(+), 1 deletion(-)

            diff --git a/a b/a
            index 111..222 100644
            --- a/a
            +++ b/a
            @@ -1 +1 @@
            -x
            +y
            --\s
            2.39.2
            """;
    private static final List<String> PATCHES = List.of(
            "--- a/run.sh\n+++ b/run.sh\n@@ -1,3 +1,3 @@\n set -e\n-echo 'old'\n+echo \"new\"\n make\n",
            "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
            "*** a.c\t2026-01-01\n--- b.c\t2026-01-02\n***************\n*** 1,2 ****\n! old\n  same\n--- 1,2 ----\n! new\n  same\n",
            "*** Begin Patch\n*** Update File: a.py\n@@ def f():\n-    return '1'\n+    return '2'\n*** End Patch\n",
            MAIL,
            "a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE\n");

    /** Each has %s where a patch text stands. */
    private static final List<String> SCRIPTS = List.of(
            "git apply <<'EOF'\n%sEOF\n",
            "git apply --index - <<'PATCH'\n%sPATCH\ngit commit -m 'apply'\n",
            "set -euo pipefail\ncd src\npatch -p1 <<'EOF'\n%sEOF\nmake test\n",
            "patch -p1 --dry-run <<EOF\n%sEOF\n",
            "cat > x.patch <<'EOF'\n%sEOF\ngit apply x.patch && rm x.patch\n",
            "cat <<'EOF' > /tmp/x.patch\n%sEOF\npatch -p0 -i /tmp/x.patch\n",
            "cat <<'EOF' | git apply -v\n%sEOF\n",
            "tee fixes/1.diff <<'EOF' >/dev/null\n%sEOF\n",
            "git am <<'EOF' || git am --abort\n%sEOF\n",
            "#!/bin/bash\n# applies the fix\nif ! git apply --check - <<'EOF'\n%sEOF\nthen\n  echo 'does not apply' >&2\n  exit 1\nfi\n",
            "python3 - <<'EOF' > out.txt\nDIFF = '''\n%s'''\nprint(len(DIFF))\nEOF\n",
            "mkdir -p tests/data\ncat > tests/data/sample.diff <<'DIFF'\n%sDIFF\npytest -q tests\n",
            "apply() {\n  patch -p1 \"$@\"\n}\napply <<'EOF'\n%sEOF\n",
            "for f in a b; do\n  cat > \"$f.patch\" <<'EOF'\n%sEOF\ndone\n",
            "case \"$1\" in\n  a|b) git apply <<'EOF'\n%sEOF\n  ;;\n  *) echo none;;\nesac\n",
            "(cd sub && patch -p1 <<'EOF'\n%sEOF\n)\n",
            "out=$(git apply --stat - <<'EOF'\n%sEOF\n)\necho \"$out\"\n",
            "filterdiff -i 'a/*' <<'EOF' > part.diff\n%sEOF\n",
            "./scripts/apply.sh <<'EOF'\n%sEOF\n",
            "make deps\napply_patch <<'EOF'\n%sEOF\nmake test\n");

    private static final List<String> MENTIONS = List.of(
            "diff -u a b",
            "diff -u a b > x.patch || true",
            "diff --git a b\necho differs",
            "git diff HEAD~1 --stat",
            "git format-patch -1 --stdout > x.patch",
            "echo '--- a'",
            "echo '--- a/x'; echo '+++ b/x'; echo '@@ -1 +1 @@'",
            "printf '%s\\n' '--- a' '+++ b' '@@ -1 +1 @@' '-x' '+y' > p.diff",
            "printf '--- a\\n+++ b\\n@@ -1 +1 @@\\n-x\\n+y\\n' | patch -p0",
            "grep -n '^@@ -1,2 +1,2 @@' x.patch",
            "grep -c '<<<<<<< SEARCH' notes.md",
            "sed -n '/^@@ /p' x.diff",
            "awk '/^--- /{print} /^\\+\\+\\+ /{print}' x.diff",
            "# --- a/x\n# +++ b/x\n# @@ -1 +1 @@\nls",
            "echo \"*** Begin Patch\"",
            "grep -q '\\*\\*\\* Begin Patch' log && echo found",
            "git log -p -1 | head -n 40",
            "test -f x.rej && cat x.rej",
            "git diff --name-only | xargs -r wc -l",
            "git apply x.patch\npatch -p1 < y.patch",
            "echo 1 file changed",
            "docker run \\\n  -v \"$PWD:/w\" \\\n  +x image",
            "x=$((1 << 3)); echo $x",
            "cat <<EOF > README.md\n```sh\nmake\n```\nEOF",
            "python3 -c \"print('- a'); print('+ b')\"",
            "[ \"$a\" = \"b\" ] && echo yes",
            "{ \"$HOME/bin/tool\" --version; }",
            "{ ls; }",
            "echo '{\"a\": 1}' | jq .a",
            "curl -d '{\"id\": 1}' http://localhost/",
            "git commit -m \"$(cat <<'EOF'\nFix it\n\n- don't\n+ do\nEOF\n)\"");

    static List<String> scripts() {
        List<String> all = new ArrayList<>(MENTIONS);
        for (int s = 0; s < SCRIPTS.size(); s++) {
            for (String patch : PATCHES) {
                all.add(SCRIPTS.get(s).formatted(patch));
            }
        }
        for (String patch : PATCHES) {
            Stream.of(
                            "set -x\n%s\ngit status --short\n",
                            "git checkout -b fix\n%s", "cd \"$(git rev-parse --show-toplevel)\"\n%s\nmake -j2")
                    .map(around -> around.formatted("git apply --3way <<'X'\n" + patch + "X"))
                    .forEach(all::add);
            IntStream.range(0, 6)
                    .mapToObj(i -> SCRIPTS.get(i).formatted(patch) + "echo done >> log.txt\n")
                    .forEach(all::add);
        }
        return all;
    }

    @Test
    void there_are_200_of_them() {
        assertThat(scripts()).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void a_script_that_does_something_with_a_diff_is_a_command(String script) {
        assertThat(TextRecognizer.recognize(script)).isEqualTo(new Recognition.Command(script));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%sgit apply <<'EOF'\nEOF\n",
                "git apply <<'EOF'\n%s",
                "git apply <<EOF\nEOF\n%sEOF\n",
                "Don't use git apply <<'EOF'\n%sEOF\n",
                "bash <<'EOF'\n%sEOF\n",
                "cat <<'EOF' | sh\n%sEOF\n",
                "eval \"%s\"\n",
                "sudo bash -c '%s'\n",
                "cat <<'EOF'\n%sEOF\n",
                "apply_patch <<'EOF'\n%sEOF\n",
                "cd src && apply_patch <<'EOF'\n%sEOF\n",
                "#!/bin/sh\n%s",
                "set -e\n%s",
                "echo 'start\n%s"
            })
    void what_only_looks_like_such_a_script_is_not_run(String script) {
        for (String patch : PATCHES) {
            assertThat(TextRecognizer.recognize(script.replace("%s", patch)))
                    .as(script.replace("%s", patch))
                    .isNotInstanceOf(Recognition.Command.class);
        }
    }
}
