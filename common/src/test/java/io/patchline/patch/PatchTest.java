package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchTest {
    private static final RunOptions OPTIONS = options(Duration.ofMinutes(5), 0);
    private static final List<PatchAction> COMMAND = List.of(new PatchAction.RunCommand("true"));

    @Test
    void a_patch_that_does_nothing_is_no_patch() {
        assertThatThrownBy(() -> patch(Optional.empty(), Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("actions must not be empty");
    }

    @Test
    void the_submitters_texts_are_checked() {
        assertThatThrownBy(() -> patch(Optional.of("a\nb"), Optional.empty(), COMMAND))
                .hasMessage("role must not contain control characters");
        assertThatThrownBy(() -> patch(Optional.of("r".repeat(201)), Optional.empty(), COMMAND))
                .hasMessage("role must have 1 to 200 characters, has 201");
        assertThatThrownBy(() -> patch(Optional.empty(), Optional.of("x".repeat(4097)), COMMAND))
                .hasMessage("target_file must have 1 to 4096 characters, has 4097");
    }

    @Test
    void a_patch_does_not_change_when_what_it_was_made_of_does() {
        List<PatchAction> actions = new ArrayList<>(COMMAND);
        Map<String, Object> metadata = new HashMap<>(Map.of("b", 1, "a", 2));
        Patch patch = new Patch(
                new PatchId("p"),
                Optional.empty(),
                Optional.empty(),
                new Lane("l"),
                actions,
                OPTIONS,
                Optional.empty(),
                metadata,
                Optional.empty(),
                Map.of());
        actions.clear();
        metadata.clear();
        assertThat(patch.actions()).isEqualTo(COMMAND);
        assertThat(patch.metadata().keySet()).containsExactly("a", "b");
    }

    @Test
    void actions_check_their_texts() {
        FilePath path = new FilePath("a");
        assertThatThrownBy(() -> new PatchAction.RunCommand(" \n")).hasMessage("script must not be empty");
        assertThatThrownBy(() -> new PatchAction.ApplyDiff("", Optional.empty()))
                .hasMessage("diff must not be empty");
        assertThatThrownBy(() -> new PatchAction.WriteFile(path, "a\0", Optional.empty()))
                .hasMessage("contents must not contain NUL (U+0000)");
        assertThatThrownBy(() -> new PatchAction.ReplaceText(
                        path, "", "b", PatchAction.Matching.BLOCK, PatchAction.Occurrences.ONE))
                .hasMessage("pattern must not be empty");
    }

    @Test
    void a_command_has_time_and_is_not_tried_a_negative_number_of_times() {
        assertThatThrownBy(() -> options(Duration.ZERO, 0)).hasMessage("timeout must be longer than zero");
        assertThatThrownBy(() -> options(Duration.ofNanos(-1), 0)).hasMessage("timeout must be longer than zero");
        assertThatThrownBy(() -> options(Duration.ofNanos(1), -1)).hasMessage("retries must be 0 or more");
    }

    private static Patch patch(Optional<String> role, Optional<String> target, List<PatchAction> actions) {
        return new Patch(
                new PatchId("p"),
                role,
                target,
                new Lane("l"),
                actions,
                OPTIONS,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    private static RunOptions options(Duration timeout, int retries) {
        return new RunOptions(timeout, retries, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
    }
}
