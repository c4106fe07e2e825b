package io.patchline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every deployment gives a service the memory that the soak gives it, and the same part of it to the heap: what was seen there holds everywhere. */
class DeployedMemoryTest {
    private static final DeployedMemory INGEST = DeployedMemory.of("ingest");
    private static final DeployedMemory EXECUTOR = DeployedMemory.of("executor");

    /** What ingest was seen to take beside its heap under attack, rounded up, in megabytes: docs/decisions/0180. */
    private static final long BESIDE = 300;

    @ParameterizedTest
    @CsvSource({
        "ingest,   docker-compose.yml, PATCHLINE_INGEST_MEMORY:-(\\w+)\\}",
        "ingest,   deploy/kubernetes/base/ingest.yaml, limits: \\{memory: (\\w+)\\}",
        "executor, docker-compose.yml, PATCHLINE_EXECUTOR_MEMORY:-(\\w+)\\}",
        "executor, deploy/kubernetes/base/executor.yaml, limits: \\{memory: (\\w+)\\}"
    })
    void the_limit_is_the_units(String service, String file, String limit) {
        String size = DeployedMemory.only(Pattern.compile(limit), DeployedMemory.read(file))
                .group(1);
        assertThat(DeployedMemory.megabytes(size))
                .isEqualTo(DeployedMemory.of(service).megabytes());
    }

    @Test
    void the_images_give_the_heap_the_same_part() {
        String dockerfile = DeployedMemory.read("deploy/docker/Dockerfile");
        int ingest = dockerfile.indexOf("FROM runtime AS ingest");
        int executor = dockerfile.indexOf("FROM runtime AS executor");
        assertThat(DeployedMemory.heapOf(dockerfile.substring(ingest, executor)))
                .isEqualTo(INGEST.heap());
        assertThat(DeployedMemory.heapOf(dockerfile.substring(executor))).isEqualTo(EXECUTOR.heap());
    }

    /** Who runs the images says nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-compose.yml",
                "deploy/kubernetes/base/ingest.yaml",
                "deploy/kubernetes/base/executor.yaml",
                "deploy/jvm/ingest-service.options",
                "deploy/jvm/executor-service.options"
            })
    void nobody_else_says_how_large_the_heap_is(String file) {
        assertThat(DeployedMemory.read(file)).doesNotContain("JAVA_TOOL_OPTIONS", "RAMPercentage", "-Xm", "-XX:MaxRAM");
    }

    /** The rest is its commands': each may take patchline.limits.memory where it has a cgroup of its own, and all of them together what the executor leaves. */
    @Test
    void the_executors_heap_leaves_most_of_the_limit_to_its_commands() {
        assertThat(percent(EXECUTOR)).isLessThanOrEqualTo(30);
    }

    /** In time all of the heap is resident. */
    @Test
    void heap_and_what_is_beside_it_are_below_the_limit_by_a_tenth() {
        assertThat(INGEST.megabytes() * percent(INGEST) / 100 + BESIDE)
                .isLessThanOrEqualTo(INGEST.megabytes() * 9 / 10);
    }

    /** Where each of them is not bounded, it grows by what a client does, or by the machine. */
    @ParameterizedTest
    @ValueSource(strings = {"CICompilerCount=", "CompileCommand=MemLimit,*.*,", "TrimNativeHeapInterval="})
    void what_is_beside_the_heap_is_bounded_wherever_the_service_is_started(String option) {
        assertThat(DeployedMemory.read("deploy/jvm/ingest-service.options")).contains("\n-XX:" + option);
    }

    private static long percent(DeployedMemory memory) {
        return memory.heap().stream()
                .filter(option -> option.startsWith("-XX:MaxRAMPercentage="))
                .mapToLong(option -> Long.parseLong(option.substring(option.indexOf('=') + 1)))
                .sum();
    }
}
