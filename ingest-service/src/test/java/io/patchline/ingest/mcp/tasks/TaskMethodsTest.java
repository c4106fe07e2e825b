package io.patchline.ingest.mcp.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.answers.UnreadAnswers;
import io.patchline.ingest.mcp.protocol.Revision;
import io.patchline.ingest.mcp.protocol.RpcReply;
import io.patchline.ingest.mcp.tools.Arguments;
import io.patchline.ingest.mcp.tools.ToolCall;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.status.Stories;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.util.List;
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

    @Test
    @SuppressWarnings("NullAway") // Nobody is asked: there is nobody.
    void a_task_is_cancelled_by_who_may_cancel_a_patch_and_by_nobody_who_only_reads_though_it_is_their_own() {
        assertThat(TaskMethods.mayCancel(caller("a", Scope.SUBMIT))).isTrue();
        assertThat(TaskMethods.mayCancel(caller("a", Scope.OPERATE))).isTrue();
        for (String scope : List.of(Scope.READ, Scope.REVIEW)) {
            StatusIndex index = new StatusIndex(10, 1 << 30);
            index.accepted(Stories.message("a"));
            PatchStory story = index.story(new PatchId("a")).orElseThrow();
            Caller reader = caller(story.origin().orElseThrow().source(), scope);
            ObjectNode params = JsonNodeFactory.instance.objectNode().put("taskId", TaskIds.of(story.id(), reader));

            assertThat(new TaskMethods(null, index, null, null)
                            .cancel(params, call(reader), Revision.R2025_11_25)
                            .await()
                            .atMost(Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            RpcReply.Failed.class,
                            failed -> assertThat(failed.error().message()).contains("needs the scope submit"));
        }
    }

    private static ToolCall call(Caller caller) {
        return new ToolCall(
                caller,
                new Arguments(JsonNodeFactory.instance.objectNode(), Set.of()),
                false,
                new AnswerMemory(new UnreadAnswers(), 1_000).share(),
                Optional.empty());
    }

    private static Caller caller(String name, String scope) {
        return new Caller(name, Set.of(scope), Optional.empty(), Optional.empty(), name);
    }
}
