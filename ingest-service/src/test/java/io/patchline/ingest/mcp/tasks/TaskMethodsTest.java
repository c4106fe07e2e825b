package io.patchline.ingest.mcp.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.status.Stories;
import io.patchline.patch.PatchId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskMethodsTest {
    @Test
    void a_story_is_for_who_may_read_or_has_submitted_it() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        index.accepted(Stories.message("a"));
        PatchStory story = index.story(new PatchId("a")).orElseThrow();
        String submitter = story.origin().orElseThrow().source();

        assertThat(TaskMethods.isFor(caller(submitter, Scope.SUBMIT), story)).isTrue();
        assertThat(TaskMethods.isFor(caller("oidc:other", Scope.READ), story)).isTrue();
        assertThat(TaskMethods.isFor(caller("oidc:other", Scope.SUBMIT), story)).isFalse();
    }

    private static Caller caller(String name, String scope) {
        return new Caller(name, Set.of(scope), Optional.empty(), Optional.empty(), name);
    }
}
