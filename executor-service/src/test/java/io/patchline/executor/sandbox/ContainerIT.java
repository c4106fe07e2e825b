package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The core cases in a container with the flags of the compose deployment, and that each of the flags is needed. Needs Docker, and an image
 * that has what bwrap needs; the programs are mounted from this machine.
 */
class ContainerIT {
    private static final String SECCOMP = "seccomp=" + TestContainer.ROOT.resolve("deploy/docker/bwrap-seccomp.json");

    @BeforeAll
    static void needsDocker() throws IOException {
        TestContainer.assumeDocker();
    }

    @Test
    void the_core_cases_hold_with_the_flags_of_the_compose_file() throws IOException {
        TestContainer.Ended ended =
                inContainer("--init", "--security-opt", SECCOMP, "--security-opt", "systempaths=unconfined");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("CommandUser[uid=1000, gid=1000] sandbox bubblewrap")
                .contains("17 of 17 hold");
    }

    /** What Docker does by itself is enough for Landlock. */
    @Test
    void the_core_cases_hold_in_landlock_without_any_flag() throws IOException {
        TestContainer.Ended ended = TestContainer.run(
                List.of("--init", "--user", "1000:1000", "--tmpfs", "/work:uid=1000,gid=1000,exec"),
                CoreCases.class,
                "landlock",
                "/work");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("sandbox landlock").contains("11 of 11 hold");
    }

    @Test
    void without_an_init_the_executor_refuses() throws IOException {
        TestContainer.Ended ended = inContainer("--security-opt", SECCOMP, "--security-opt", "systempaths=unconfined");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("there is an init").contains("--init");
    }

    @Test
    void without_the_seccomp_profile_the_executor_refuses_and_names_the_profile() throws IOException {
        TestContainer.Ended ended = inContainer("--init", "--security-opt", "systempaths=unconfined");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("a command runs").contains("seccomp=deploy/docker/bwrap-seccomp.json");
    }

    @Test
    void with_masked_system_paths_the_executor_refuses_and_says_which_flag() throws IOException {
        TestContainer.Ended ended = inContainer("--init", "--security-opt", SECCOMP);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("a command runs").contains("systempaths=unconfined");
    }

    private static TestContainer.Ended inContainer(String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("--user", "1000:1000", "--read-only", "--cap-drop", "ALL"));
        all.addAll(List.of("--security-opt", "no-new-privileges:true", "--tmpfs", "/work:uid=1000,gid=1000,exec"));
        all.addAll(List.of("--volume", "/usr/bin/bwrap:/usr/bin/bwrap:ro"));
        all.addAll(List.of(flags));
        return TestContainer.run(all, CoreCases.class, "bubblewrap", "/work");
    }
}
