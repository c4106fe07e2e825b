package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePathTest {
    @ParameterizedTest
    @CsvSource({
        "a, a",
        "src/app.py, src/app.py",
        "./src//app.py, src/app.py",
        "a/./b/././c, a/b/c",
        ".github/workflows/ci.yml, .github/workflows/ci.yml",
        ".gitignore, .gitignore",
        "a/..b/c.., a/..b/c..",
        "ein Büro/📄.txt, ein Büro/📄.txt",
        "a\\b, a\\b",
    })
    void a_path_is_kept_in_normal_form(String text, String normal) {
        assertThat(new FilePath(text).value()).isEqualTo(normal);
        assertThat(new FilePath(text)).isEqualTo(new FilePath(normal));
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd, 'must be relative to the workspace, without a leading /'",
        "//a, 'must be relative to the workspace, without a leading /'",
        "../a, 'must not contain \"..\"'",
        "a/../../b, 'must not contain \"..\"'",
        "a/.., 'must not contain \"..\"'",
        ".git/config, must not lead into .git",
        "sub/.GIT/hooks/pre-commit, must not lead into .git",
        ".gIt, must not lead into .git",
        "./.git, must not lead into .git",
        "a/, 'must name a file, not end with /'",
        "., must name a file below the workspace",
        "./., must name a file below the workspace",
        "'', 'must have 1 to 4096 characters, has 0'",
    })
    void a_path_that_leads_elsewhere_does_not_exist(String text, String rule) {
        assertThatThrownBy(() -> new FilePath(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path " + rule);
    }

    @Test
    void control_characters_and_halves_of_characters_are_refused() {
        assertThatThrownBy(() -> new FilePath("a\0b")).hasMessage("path must not contain control characters");
        assertThatThrownBy(() -> new FilePath("a\nb")).hasMessage("path must not contain control characters");
        assertThatThrownBy(() -> new FilePath("a\ud83d")).hasMessage("path must not contain half of a surrogate pair");
    }

    @Test
    void lengths_are_those_of_the_file_system_in_bytes() {
        assertThat(new FilePath("é".repeat(127) + "x").value()).hasSize(128);
        assertThatThrownBy(() -> new FilePath("é".repeat(128))).hasMessageContaining("more than 255 bytes");
        assertThat(new FilePath("a/".repeat(2047) + "ab").value()).hasSize(4096);
        assertThatThrownBy(() -> new FilePath("é/".repeat(1365) + "éé"))
                .hasMessage("path must have at most 4096 bytes");
        assertThatThrownBy(() -> new FilePath("a/".repeat(2048) + "a")).hasMessageContaining("has 4097");
    }

    @Test
    void the_segments_lead_from_the_workspace_down_to_the_file() {
        assertThat(new FilePath("./a//b/c.txt").segments()).containsExactly("a", "b", "c.txt");
        assertThat(new FilePath("c.txt").segments()).containsExactly("c.txt");
    }
}
