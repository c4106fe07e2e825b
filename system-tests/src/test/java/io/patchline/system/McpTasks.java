package io.patchline.system;

import static io.patchline.system.McpSite.empty;
import static io.patchline.system.McpSite.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What takes its time: tasks, in both of their forms, and waits. */
interface McpTasks {
    McpSite site();

    @Test
    default void a_task_is_the_callers_and_tells_the_truth_although_ingest_is_killed_in_the_middle() {
        McpClient client = site().client(token("worker"), McpClient.STATELESS);
        Map<String, Object> patch = Map.of(
                "id", "long", "command", "for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 1; done", "timeout", "60s");
        JsonNode created = client.tool("submit_patch", patch);
        assertThat(created.get("resultType").asText()).isEqualTo("task");
        ObjectNode task = empty().put("taskId", created.get("taskId").asText());
        assertThat(client.call("tasks/get", task).at("/result/status").asText()).isEqualTo("working");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.tool("read_patch_output", Map.of("id", "long"))
                        .at("/structuredContent/output")
                        .asText()
                        .contains("line 2"));

        site().pipeline().ingest().kill();
        site().pipeline().replaceIngest();
        site().pipeline().awaitReady(site().pipeline().ingest());

        McpClient after = site().client(token("worker"), McpClient.STATELESS);
        assertThat(after.tool("submit_patch", patch).toString()).contains("long");
        assertThat(site().client(token("other"), McpClient.STATELESS)
                        .call("tasks/get", task)
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> after.call("tasks/get", task)
                        .at("/result/status")
                        .asText()
                        .equals("completed"));
        JsonNode done = after.call("tasks/get", task).get("result");
        assertThat(done.at("/result/structuredContent/state").asText()).isEqualTo("succeeded");
        assertThat(done.at("/result/structuredContent/output").asText()).contains("line 1", "line 8");
        assertThat(after.call("tasks/update", task).at("/result/resultType").asText())
                .isEqualTo("complete");
        assertThat(after.call("tasks/cancel", task).at("/result/resultType").asText())
                .isEqualTo("complete");
    }

    @Test
    default void a_task_of_2025_11_25_is_cancelled_and_its_result_says_so() {
        McpClient client = site().client(Pipeline.TOKEN, "2025-11-25");
        ObjectNode call = McpClient.params("submit_patch", Map.of("id", "endless", "command", "sleep 300"));
        call.putObject("task").put("ttl", 60_000);
        JsonNode created = client.call("tools/call", call).get("result");
        ObjectNode task = empty().put("taskId", created.at("/task/taskId").asText());

        assertThat(created.at("/task/status").asText()).isEqualTo("working");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> site().pipeline()
                        .story("endless", 0)
                        .get("status")
                        .asText()
                        .equals("running"));
        assertThat(client.call("tasks/cancel", task).at("/result/status").asText())
                .isEqualTo("cancelled");
        assertThat(client.call("tasks/result", task)
                        .at("/result/structuredContent/state")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(client.call("tasks/get", task).at("/result/status").asText()).isEqualTo("cancelled");
    }

    @Test
    default void two_hundred_wait_at_once_and_are_all_told() throws Exception {
        McpClient client = site().client(Pipeline.TOKEN, "2025-06-18");
        client.tool("submit_patch", Map.of("id", "awaited", "command", "sleep 4"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(
                            () -> client.tool("wait_for_patch", Map.of("id", "awaited", "wait_seconds", 45))
                                    .at("/structuredContent/state")
                                    .asText()))
                    .toList();
            for (Future<String> one : all) {
                assertThat(one.get()).isEqualTo("succeeded");
            }
        }
        assertThat(site().pipeline().ingest().log()).doesNotContain("OutOfMemory", "A tool met a defect");
    }
}
