package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.WorkspaceInfo;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Base;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.ContentId;
import io.patchline.patch.Patch;
import io.patchline.patch.WorkspaceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which workspace, and how a patch becomes a commit. */
class GitFieldsTest {
    private static final String HASH = "3e5b1a4c6a7d8e9f00112233445566778899aabb";
    private static final WorkspaceInfo SITE = WorkspaceInfo.git(new WorkspaceName("site"), "main", false);
    private static final WorkspaceInfo DOCS = WorkspaceInfo.git(new WorkspaceName("docs"), "main", false);
    private static final WorkspaceInfo DIRECTORY = WorkspaceInfo.directory(WorkspaceName.DEFAULT);

    @Test
    void workspace_base_review_and_message_are_read() {
        Patch patch = patch(
                "\"workspace\":\"site\",\"base\":\"%s\",\"review\":true,\"message\":\"Do\\n\\nwhy\"".formatted(HASH));

        assertThat(patch.workspace()).contains(new WorkspaceName("site"));
        assertThat(patch.commit())
                .contains(new CommitOptions(Optional.of(Base.of(new CommitId(HASH))), true, Optional.of("Do\n\nwhy")));
        assertThat(patch.extra()).isEmpty();
    }

    @Test
    void a_base_may_be_files_null_for_one_that_must_not_exist() {
        Patch patch = patch("\"base\":{\"./a//b\":\"%s\",\"new\":null}".formatted(HASH));

        assertThat(patch.commitOptions().base())
                .contains(Base.of(Map.of("a/b", new ContentId(HASH), "new", ContentId.NO_FILE)));
    }

    @Test
    void what_says_nothing_of_a_commit_has_the_bytes_that_it_had() {
        assertThat(patch("\"review\":false").commit()).isEmpty();
        assertThat(patch("\"workspace\":null,\"base\":null,\"message\":null").commit())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '\0', textBlock = """
        "workspace":"Site"      → /workspace → a-z
        "workspace":""          → /workspace → 1 to 63
        "workspace":"../x"      → /workspace → a-z
        "workspace":1           → /workspace → a string
        "base":"main"           → /base      → whole hash
        "base":"3e5b1a4"        → /base      → whole hash
        "base":{}               → /base      → an object of 1 to 1000 files
        "base":[]               → /base      → whole hash
        "base":{"../a":null}    → /base/..~1a → must not contain
        "base":{".GIT/x":null}  → /base/.GIT~1x → .git
        "base":{"a":"12"}       → /base/a    → SHA-256
        "base":{"a":7}          → /base/a    → a string
        "review":"yes"          → /review    → true or false
        "message":""            → /message   → must not be empty
        "message":"a\\u0007"    → /message   → control characters
        "mesage":"a"            → /mesage    → Did you mean "message"
        """)
    void what_is_wrong_is_told_with_its_place(String field, String pointer, String detail) {
        List<Problem> problems =
                Submitting.problems("{\"id\":\"p\",\"patch\":\"ls\",\"role\":\"command_patch\"," + field + "}");

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.detail()).contains(detail);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '\0', textBlock = """
        "workspace":"site","target_file":"a/./b"    → site:a/b
        "workspace":"default","target_file":"a"     → a
        "target_file":"a"                           → a
        "workspace":"site"                          → p
        "workspace":"site","lane":"l"               → l
        """)
    void the_default_lane_is_within_the_workspace_that_is_named(String fields, String lane) {
        assertThat(patch(fields).lane().name()).isEqualTo(lane);
    }

    @Test
    void a_workspace_that_nobody_has_is_refused_with_those_that_there_are() {
        Problem unknown = refusal("\"workspace\":\"sites\"", SITE, DIRECTORY).orElseThrow();
        Problem unsaid = refusal("", SITE, DOCS).orElseThrow();

        assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_WORKSPACE);
        assertThat(unknown.pointer()).isEqualTo("/workspace");
        assertThat(unknown.detail()).contains("\"sites\"").contains("\"site\", \"default\"");
        assertThat(unsaid.detail()).contains("say in which one").contains("\"site\", \"docs\"");
    }

    @Test
    void without_a_name_it_is_the_only_one_else_the_default_one() {
        assertThat(refusal("\"base\":\"" + HASH + "\"", SITE)).isEmpty();
        assertThat(refusal("", SITE, DIRECTORY)).isEmpty();
        assertThat(refusal("\"base\":\"" + HASH + "\"", SITE, DIRECTORY)
                        .orElseThrow()
                        .pointer())
                .isEqualTo("/base");
    }

    @Test
    void what_needs_git_is_refused_in_a_directory_and_the_other_way_round() {
        assertThat(refusal("\"review\":true", DIRECTORY).orElseThrow().pointer())
                .isEqualTo("/review");
        assertThat(refusal("\"message\":\"of no harm\"", DIRECTORY)).isEmpty();
        assertThat(refusal("\"onFailure\":\"keep\"", DIRECTORY)).isEmpty();
        assertThat(refusal("\"onFailure\":\"keep\"", SITE).orElseThrow().pointer())
                .isEqualTo("/onFailure");
    }

    @Test
    void while_nobody_is_there_everything_is_taken() {
        assertThat(refusal("\"workspace\":\"site\",\"review\":true")).isEmpty();
    }

    private static Optional<Problem> refusal(String fields, WorkspaceInfo... known) {
        return WorkspaceRules.refusal(patch(fields), List.of(known));
    }

    private static Patch patch(String fields) {
        return Submitting.patch("{\"id\":\"p\",\"patch\":\"ls\",\"role\":\"command_patch\""
                + (fields.isEmpty() ? "" : "," + fields) + "}");
    }
}
