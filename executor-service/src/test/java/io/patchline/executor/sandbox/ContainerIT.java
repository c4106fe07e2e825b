package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The core cases in a container with the flags of the compose deployment, and that each of the flags is needed. Needs Docker, and an image
 * that has what bwrap needs; the programs are mounted from this machine.
 */
class ContainerIT {
    private static final String IMAGE = System.getProperty("patchline.it.image", "debian:trixie-slim");
    private static final Path ROOT =
            Path.of(System.getProperty("patchline.root", "..")).toAbsolutePath().normalize();
    private static final String SECCOMP = "seccomp=" + ROOT.resolve("deploy/docker/bwrap-seccomp.json");

    /** After Maven's package phase our own classes come in jars. */
    private static final Pattern NEEDED_JAR =
            Pattern.compile("(jboss-logging|jboss-logmanager|/executor-service-|/common-)[^/]*\\.jar$");

    @BeforeAll
    static void needsDocker() throws IOException {
        assumeThat(run(List.of("docker", "image", "inspect", IMAGE)).code())
                .as("docker has the image %s", IMAGE)
                .isZero();
    }

    @Test
    void the_core_cases_hold_with_the_flags_of_the_compose_file() throws IOException {
        Ended ended = inContainer("--init", "--security-opt", SECCOMP, "--security-opt", "systempaths=unconfined");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("CommandUser[uid=1000, gid=1000] sandbox bubblewrap")
                .contains("15 of 15 hold");
    }

    @Test
    void without_an_init_the_executor_refuses() throws IOException {
        Ended ended = inContainer("--security-opt", SECCOMP, "--security-opt", "systempaths=unconfined");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("there is an init").contains("--init");
    }

    @Test
    void without_the_seccomp_profile_the_executor_refuses_and_names_the_profile() throws IOException {
        Ended ended = inContainer("--init", "--security-opt", "systempaths=unconfined");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("a command runs").contains("seccomp=deploy/docker/bwrap-seccomp.json");
    }

    @Test
    void with_masked_system_paths_the_executor_refuses_and_says_which_flag() throws IOException {
        Ended ended = inContainer("--init", "--security-opt", SECCOMP);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("a command runs").contains("systempaths=unconfined");
    }

    private record Ended(int code, String output) {}

    private static Ended inContainer(String... flags) throws IOException {
        String javaHome = System.getProperty("java.home");
        List<String> line = new ArrayList<>(List.of(
                "docker",
                "run",
                "--rm",
                "--user",
                "1000:1000",
                "--read-only",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges:true",
                "--env",
                "LC_ALL=C.UTF-8",
                "--env",
                "CANARY=secret",
                "--tmpfs",
                "/work:uid=1000,gid=1000,exec",
                "--tmpfs",
                "/tmp:mode=1777"));
        line.addAll(List.of(flags));
        line.addAll(List.of("--volume", javaHome + ":/app/jdk:ro", "--volume", "/usr/bin/bwrap:/usr/bin/bwrap:ro"));
        String classPath = mountClassPath(line);
        line.addAll(List.of(
                IMAGE,
                "/app/jdk/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                CoreCases.class.getName(),
                "/work"));
        return run(line);
    }

    /** Mounts what the core cases need of this test's class path, and gives the class path within. */
    private static String mountClassPath(List<String> line) {
        StringBuilder classPath = new StringBuilder();
        int n = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (new File(entry).isDirectory() || NEEDED_JAR.matcher(entry).find()) {
                line.addAll(List.of("--volume", entry + ":/app/lib" + n + ":ro"));
                classPath.append("/app/lib").append(n++).append(':');
            }
        }
        return classPath.toString();
    }

    private static Ended run(List<String> line) throws IOException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), UTF_8);
            return new Ended(process.onExit().join().exitValue(), text);
        }
    }
}
