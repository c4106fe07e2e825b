package io.patchline.ingest.mcp.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.Caller;
import io.patchline.patch.PatchId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskIdsTest {
    private final Caller caller = caller("one");
    private final PatchId patch = new PatchId("fix/ü 1");

    @Test
    void the_caller_finds_the_patch_and_nobody_else_does() {
        String task = TaskIds.of(patch, caller);

        assertThat(TaskIds.patch(task, caller("one"))).contains(patch);
        assertThat(TaskIds.patch(task, caller("other"))).isEmpty();
        assertThat(task).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+").doesNotContain("fix");
    }

    @Test
    void what_was_not_made_here_is_no_task() {
        String task = TaskIds.of(patch, caller);
        String otherPatch = TaskIds.of(new PatchId("other"), caller).split("\\.", -1)[1];
        for (String id : List.of(
                "",
                ".",
                "a.b",
                "fix",
                task + "x",
                "x" + task,
                task.split("\\.", -1)[0] + "." + otherPatch,
                "!." + otherPatch,
                "." + otherPatch,
                task.repeat(100))) {
            assertThat(TaskIds.patch(id, caller)).as(id).isEmpty();
        }
    }

    private static Caller caller(String binding) {
        return new Caller("same name", Set.of("submit"), Optional.empty(), Optional.empty(), binding);
    }
}
