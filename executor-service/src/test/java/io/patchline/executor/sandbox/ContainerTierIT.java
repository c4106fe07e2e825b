package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tier container in a container with the flags of deploy/docker/container-tier.yml, and that each of them is needed. */
class ContainerTierIT {
    private static final List<String> INIT = List.of("--init");
    private static final List<String> READ_ONLY = List.of("--read-only");
    private static final List<String> ROOT = List.of("--user", "0:0");
    private static final List<String> CAPABILITIES = Stream.of(
                    "CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID")
            .map(capability -> "--cap-add=" + capability)
            .toList();

    @BeforeAll
    static void needsDocker() throws IOException {
        TestContainer.assumeDocker();
    }

    @Test
    void the_core_cases_hold() throws IOException {
        TestContainer.Ended ended = run(List.of(), List.of(INIT, READ_ONLY, ROOT, CAPABILITIES));

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("sandbox container").contains("11 of 11 hold");
    }

    @Test
    void the_page_says_what_a_command_can_do() throws IOException {
        TestContainer.Ended ended = run(List.of("table"), List.of(INIT, READ_ONLY, ROOT, CAPABILITIES));

        Map<String, Boolean> measured = new LinkedHashMap<>();
        ended.output()
                .lines()
                .map(line -> line.split(" \\| ", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> measured.put(parts[1], Boolean.valueOf(parts[0])));
        TierColumn.of(TierName.CONTAINER).assertSays(measured, false);
    }

    @Test
    void without_what_makes_the_container_a_boundary_the_executor_refuses_and_says_what_mends_it() throws IOException {
        assertRefused(run(List.of(), List.of(READ_ONLY, ROOT, CAPABILITIES)), "there is an init", "--init");
        assertRefused(
                run(List.of(), List.of(INIT, ROOT, CAPABILITIES)),
                "the container's root is read-only",
                "read_only: true");
        assertRefused(
                run(List.of(), List.of(INIT, READ_ONLY, List.of("--user", "1000:1000"))),
                "commands have a user of their own",
                "deploy/docker/container-tier.yml");
        assertRefused(
                run(
                        List.of(),
                        List.of(INIT, READ_ONLY, ROOT, List.of("--cap-add", "CHOWN", "--cap-add", "DAC_OVERRIDE"))),
                "a command runs",
                "deploy/docker/container-tier.yml");
    }

    @Test
    void a_state_directory_that_commands_could_write_to_is_found() throws IOException {
        List<String> theirs = List.of("--tmpfs", "/work:exec,uid=61000,mode=755");

        assertRefused(
                run(List.of(), List.of(INIT, READ_ONLY, ROOT, CAPABILITIES, theirs)),
                "the executor's state is its own: code 1 /work can be written",
                "give the state directory");
    }

    @Test
    void a_secret_that_commands_could_read_is_found(@TempDir Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path secret = Files.writeString(directory.resolve("broker-url"), "amqp://user:secret@broker");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> mount = List.of("--volume", directory + ":/run/secrets:ro");

        assertRefused(
                run(List.of(), List.of(INIT, READ_ONLY, ROOT, CAPABILITIES, mount)),
                "no secret is read: code 1 /run/secrets/broker-url can be read",
                "chmod 400");

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
        assertThat(run(List.of("table"), List.of(INIT, READ_ONLY, ROOT, CAPABILITIES, mount))
                        .output())
                .contains("sandbox container; not enforced");
    }

    @Test
    void outside_of_a_container_the_executor_refuses() throws IOException {
        TierPreconditions here = new TierPreconditions(true, List.of(Path.of("/no/such/mark")), Optional.empty());
        assertThat(here.obstacle(TierName.CONTAINER).orElseThrow().check()).isEqualTo("the executor is in a container");
    }

    private static void assertRefused(TestContainer.Ended ended, String check, String remedy) {
        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("sandbox container does not work: " + check, remedy);
    }

    private static TestContainer.Ended run(List<String> mode, List<List<String>> flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("--cap-drop", "ALL", "--tmpfs", "/work:exec"));
        all.addAll(List.of("--security-opt", "no-new-privileges:true"));
        flags.forEach(all::addAll);
        List<String> arguments = new ArrayList<>(List.of("container", "/work"));
        arguments.addAll(mode);
        return TestContainer.run(all, CoreCases.class, arguments.toArray(String[]::new));
    }
}
