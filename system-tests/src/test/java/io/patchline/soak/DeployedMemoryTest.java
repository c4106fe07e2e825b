package io.patchline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every deployment gives ingest the memory that the soak gives it, and the same part of it to the heap: what was seen there holds everywhere. */
class DeployedMemoryTest {
    private static final DeployedMemory INGEST = DeployedMemory.of("ingest");

    /** What ingest was seen to take beside its heap under attack, rounded up, in megabytes: docs/decisions/0180. */
    private static final long BESIDE = 300;

    @ParameterizedTest
    @CsvSource({
        "docker-compose.yml, PATCHLINE_INGEST_MEMORY:-(\\d+)m\\}",
        "deploy/kubernetes/base/ingest.yaml, limits: \\{memory: (\\d+)Mi\\}"
    })
    void the_limit_is_the_units(String file, String limit) {
        assertThat(DeployedMemory.only(Pattern.compile(limit), DeployedMemory.read(file))
                        .group(1))
                .isEqualTo(Long.toString(INGEST.megabytes()));
    }

    @Test
    void the_image_gives_the_heap_the_same_part() {
        String dockerfile = DeployedMemory.read("deploy/docker/Dockerfile");
        String stage = dockerfile.substring(
                dockerfile.indexOf("FROM runtime AS ingest"), dockerfile.indexOf("FROM runtime AS executor"));
        assertThat(DeployedMemory.heapOf(stage)).isEqualTo(INGEST.heap());
    }

    /** In time all of the heap is resident. */
    @Test
    void heap_and_what_is_beside_it_are_below_the_limit_by_a_tenth() {
        long percent = INGEST.heap().stream()
                .filter(option -> option.startsWith("-XX:MaxRAMPercentage="))
                .mapToLong(option -> Long.parseLong(option.substring(option.indexOf('=') + 1)))
                .sum();
        assertThat(INGEST.megabytes() * percent / 100 + BESIDE).isLessThanOrEqualTo(INGEST.megabytes() * 9 / 10);
    }

    /** Where each of them is not bounded, it grows by what a client does, or by the machine. */
    @ParameterizedTest
    @ValueSource(strings = {"CICompilerCount=", "CompileCommand=MemLimit,*.*,", "TrimNativeHeapInterval="})
    void what_is_beside_the_heap_is_bounded_wherever_the_service_is_started(String option) {
        assertThat(DeployedMemory.read("deploy/jvm/ingest-service.options")).contains("\n-XX:" + option);
    }
}
