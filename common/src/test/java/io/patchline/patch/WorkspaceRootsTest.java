package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceRootsTest {
    private static final WorkspaceRoots ROOTS =
            new WorkspaceRoots(List.of("/home/jo/proj/", "/home/jo/proj/deep", "C:\\proj"));

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
                    src/app.py                  → src/app.py
                    ./src//app.py               → src/app.py
                    src\\app.py                 → src/app.py
                    src\\\\new\\table.txt       → src/new/table.txt
                    .\\src/app.py               → src/app.py
                    /home/jo/proj/src/app.py    → src/app.py
                    //home/jo//proj/src/app.py  → src/app.py
                    /home/jo/proj/deep/a.py     → a.py
                    C:\\proj\\src\\app.py       → src/app.py
                    c:/proj/src/app.py          → src/app.py
                    a:b.txt                     → a:b.txt
                    ~$notes.docx                → ~$notes.docx
                    app/routes/$id.tsx          → app/routes/$id.tsx
                    $lang/index.tsx             → $lang/index.tsx
                    """)
    void a_path_with_one_meaning_is_that_file(String written, String path) {
        assertThat(ROOTS.path(written)).isEqualTo(new FilePath(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
                    ~/src/app.py                  → must not begin with ~.*"src/app.py"
                    ~                             → must not begin with ~
                    ~jo/src/app.py                → must not begin with ~.*"src/app.py"
                    $HOME/src/app.py              → variable.*\\$HOME.*"src/app.py"
                    ${workspace}/app.py           → variable.*"app.py"
                    $(pwd)/app.py                 → variable.*"app.py"
                    %USERPROFILE%\\app.py         → variable.*"app.py"
                    file:///src/app.py            → URL.*"src/app.py"
                    file:src/app.py               → URL.*"src/app.py"
                    file://localhost/src/app.py   → URL.*"src/app.py"
                    https://example.org/app.py    → URL
                    D:\\src\\app.py               → drive of Windows.*"src/app.py".*below
                    \\\\server\\share\\app.py     → Windows
                    my\\ file.txt                 → backslash
                    /etc/passwd                   → must be relative to the workspace.*understood below
                    /home/jo/projects/app.py      → must be relative to the workspace
                    /home/jo/proj/../app.py       → must not contain "\\.\\."
                    src\\..\\..\\app.py           → must not contain "\\.\\."
                    /home/jo/proj/                → must name a file
                    """)
    void a_path_meant_for_a_shell_or_another_machine_is_refused_with_the_way_out(String written, String message) {
        assertThatThrownBy(() -> ROOTS.path(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path ")
                .hasMessageMatching("(?s).*" + message + ".*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "proj", "C:\\", "../x"})
    void a_root_is_an_absolute_path_below_the_file_system_s_own(String root) {
        assertThatThrownBy(() -> new WorkspaceRoots(List.of(root)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("root must");
    }

    @Test
    void without_roots_no_absolute_path_is_understood() {
        assertThatThrownBy(() -> WorkspaceRoots.NONE.path("/home/jo/proj/a"))
                .hasMessage("path must be relative to the workspace, without a leading /");
        assertThat(WorkspaceRoots.NONE.and("/home/jo/proj").path("/home/jo/proj/a"))
                .isEqualTo(new FilePath("a"));
    }
}
