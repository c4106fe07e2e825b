package io.patchline.ingest.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.answers.UnreadAnswers;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.status.Stories;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListToolTest {
    private static final int PATCHES = 1000;
    private static final long ROOM = 1 << 20;

    private final StatusIndex index = new StatusIndex(PATCHES, 1 << 30);
    private final AnswerMemory memory = new AnswerMemory(new UnreadAnswers(), ROOM);
    private final ListTool tool = new ListTool(index, new PatchContent(new ObjectMapper()));

    ListToolTest() {
        IntStream.range(0, PATCHES).forEach(number -> index.accepted(Stories.message("p" + number), number));
    }

    @Test
    void a_search_takes_room_for_all_that_it_looks_through() {
        long copy = ListAnswers.LOOK * PATCHES;
        try (AnswerMemory.Share others = memory.share()) {
            assertThat(others.take(ROOM - ListTool.ENTRY - copy + 1)).isTrue();
            assertThat(search().code()).isEqualTo("overloaded");
        }
        try (AnswerMemory.Share others = memory.share()) {
            assertThat(others.take(ROOM - ListTool.ENTRY - copy)).isTrue();
            assertThat(search().error()).isFalse();
        }
    }

    private ToolResult search() {
        Arguments arguments = new Arguments(
                JsonNodeFactory.instance.objectNode().put("text", "nowhere").put("limit", 1), Set.of("text", "limit"));
        Caller caller = new Caller("model", Set.of(Scope.READ), Optional.empty(), Optional.empty(), "");
        try (AnswerMemory.Share share = memory.share()) {
            return tool.call(new ToolCall(caller, arguments, false, share, Optional.empty()))
                    .await()
                    .atMost(Duration.ofSeconds(30));
        }
    }
}
