package io.patchline.executor.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where posix_spawn cannot be used, it is said why. */
class SpawnerProbeTest {
    @Test
    void a_function_that_the_c_library_lacks_is_named() {
        assertThat(SpawnerProbe.missing(List.of("posix_spawn", "posix_spawn_as_in_2050")))
                .contains("the C library has no function posix_spawn_as_in_2050");
        assertThat(SpawnerProbe.missing(List.of("posix_spawn"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "24 29 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw,hidepid=2",
                "24 29 0:22 / /proc rw,relatime - proc proc rw,gid=4,hidepid=invisible"
            })
    void where_proc_hides_processes_that_is_seen(String mount) {
        assertThat(SpawnerProbe.hides(List.of("1 2 0:1 / / rw - ext4 /dev/vda rw", mount)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "24 29 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw",
                "24 29 0:22 / /proc rw,relatime - proc proc rw,hidepid=0",
                "24 29 0:22 / /jail/proc rw,relatime - proc proc rw,hidepid=2"
            })
    void where_it_does_not_that_is_seen_too(String mount) {
        assertThat(SpawnerProbe.hides(List.of(mount))).isFalse();
    }
}
