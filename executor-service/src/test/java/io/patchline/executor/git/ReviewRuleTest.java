package io.patchline.executor.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.patch.FilePath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a workspace's {@code review} asks a review of. A pattern never matches less than git reads in it, nor less than it looks like. */
class ReviewRuleTest {

    /** Paths that a pattern matches, and others that it does not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy/**       | deploy/a deploy/a/b deploy              | deployed/a a/deploy/b undeploy",
                "deploy/         | deploy/a deploy/a/b a/deploy/b deploy   | deployed/a undeploy/a",
                "deploy          | deploy deploy/a a/deploy a/deploy/b     | deployed deploy.sh",
                ".github         | .github/workflows/ci.yml                | github/a",
                ".github/        | .github/workflows/ci.yml                | x.github/a",
                ".github/**      | .github/workflows/ci.yml                | a/.github/b",
                "Makefile        | Makefile sub/Makefile                   | makefile Makefile.am",
                "**/*.tf         | main.tf a/main.tf a/b/main.tf           | main.tfvars main_tf",
                "*.tf            | main.tf a/main.tf a/b/main.tf           | main.tf.md",
                "**/deploy/**    | deploy/a a/deploy/b a/b/deploy/c/d      | deployed/a",
                "**/deploy/*.yml | deploy/a.yml x/deploy/a.yml             | deploy/a.json deploy/b/a.yml",
                "src/*           | src/a src/a/b                           | src a/src/b",
                "src/*.java      | src/A.java                              | src/b/A.java A.java",
                "src/**.java     | src/A.java src/b/A.java src/b/c/A.java  | A.java lib/A.java",
                "src/**/*.java   | src/A.java src/b/A.java src/b/c/A.java  | A.java lib/A.java",
                "a/**/b          | a/b a/x/b a/x/y/b a/b/c                 | a/xb ab x/a/b",
                "a/**/**/b/**/   | a/b a/x/b/c                             | a/c",
                "**              | a a/b .github/x                         | ",
                "**/             | a a/b                                   | ",
                "*               | a a/b                                   | ",
                "**/**           | a a/b                                   | ",
                "sub/deploy/     | sub/deploy/a sub/deploy                 | deploy/a x/sub/deploy/a",
                "sub/deploy///   | sub/deploy/a                            | deploy/a",
                "?ecret          | secret a/Secret                         | ecret ssecret",
                "my?docs/        | my-docs/a                               | my/docs mydocs/a",
                "v[0-9].txt      | v1.txt a/v9.txt                         | vx.txt v10.txt",
                "v[!0-9].txt     | vx.txt                                  | v1.txt v/.txt",
                "a[^b]c/x        | axc/x                                   | abc/x a/c/x",
                "a[+-9]c/x       | a5c/x                                   | a/c/x",
                "[]x-]y          | ]y xy -y                                | ay",
                "[[]y            | [y                                      | y",
                "a+b(c).$d^      | a+b(c).$d^ x/a+b(c).$d^                 | aab(c)x$d^",
                "größe/**        | größe/ä                                 | groesse/a",
                "😀?.md          | 😀😀.md x/😀a.md                        | 😀.md",
                "#tags,a.md      | #tags a.md                              | tags",
            })
    void a_pattern_is_read_as_git_reads_it_and_never_matches_less(String rule, String matched, String others) {
        for (String path : paths(matched)) {
            assertThat(asks(rule, path)).as("%s of %s", rule, path).isTrue();
        }
        for (String path : paths(others)) {
            assertThat(asks(rule, path)).as("%s of %s", rule, path).isFalse();
        }
    }

    @Test
    void of_several_patterns_one_is_enough_whatever_the_spaces_and_commas() {
        String rule = " .github/** ,, deploy/,*.tf, ";

        assertThat(Stream.of(".github/a", "x/deploy/b", "c.tf")).allMatch(path -> asks(rule, path));
        assertThat(asks(rule, "src/a")).isFalse();
        assertThat(ReviewRule.parse(rule).reason(List.of(new FilePath("src/a"), new FilePath("deploy/b"))))
                .contains("the workspace asks for a review of what changes deploy/b");
    }

    @Test
    void the_two_words_are_for_all_and_for_none() {
        assertThat(asks("always", "a")).isTrue();
        assertThat(asks(" always ", "a")).isTrue();
        assertThat(asks("never", "never")).isFalse();
        assertThat(ReviewRule.parse("never").mayAsk()).isFalse();
        assertThat(ReviewRule.parse("always").mayAsk()).isTrue();
        assertThat(ReviewRule.parse("a").mayAsk()).isTrue();
    }

    /** What would match nothing is refused with what to write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Always            | write never or always, alone and in lower case. A path of this name is **/Always",
                "NEVER             | write never or always, alone",
                "always,deploy/**  | write never or always, alone",
                "deploy/**, never  | write never or always, alone",
                "true              | write never or always",
                "none              | write never or always",
                "/deploy/**        | paths begin at the top of the repository, without a / before, such as deploy/**",
                "/srv/site/deploy  | paths begin at the top of the repository",
                "~/site/deploy/**  | paths begin at the top of the repository",
                "C:/site/deploy/** | paths begin at the top of the repository",
                "deploy\\prod\\**  | write / between directories",
                "../deploy/**      | no commit has a path with \"..\" in it",
                "deploy/../x       | no commit has a path with \"..\" in it",
                "./deploy/**       | no commit has a path with \".\" in it",
                "deploy//x         | no commit has a path with \"\" in it",
                ".git/hooks/**     | no commit has a path with \".git\" in it",
                "a/.GIT            | no commit has a path with \".GIT\" in it",
                "!docs/**          | there are no exceptions",
                "*.{tf,yml}        | there are no groups",
                "a.txt b.txt       | separate patterns by commas",
                "a.txt;b.txt       | separate patterns by commas",
                "\"deploy/**\"     | leave out quotation marks",
                "v[0-9.txt         | a [ is not closed",
                "v[0/9].txt        | a [ is not closed",
                "v[9-0].txt        | cannot be read",
                "v[[:digit:]].txt  | cannot be read",
                ",                 | names no path",
            })
    void what_would_match_nothing_is_refused_with_what_to_write(String rule, String told) {
        assertThatThrownBy(() -> ReviewRule.parse(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "'deploy/**'", "a\tb"})
    void neither_is_nothing_a_list_of_patterns_nor_are_lines(String rule) {
        assertThatThrownBy(() -> ReviewRule.parse(rule)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whoever is to be judged chooses the names. */
    @Test
    void a_long_path_is_read_in_no_time_and_no_depth() {
        String deep = "a/".repeat(2000) + "x.tf";

        assertThat(asks("**/*.tf", deep)).isTrue();
        assertThat(asks("**/a/**/a/**/*.yml", deep)).isFalse();
        assertThat(asks("a/**/x.*", deep)).isTrue();
    }

    private static boolean asks(String rule, String path) {
        return ReviewRule.parse(rule).reason(List.of(new FilePath(path))).isPresent();
    }

    private static List<String> paths(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }
}
