package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Memory is limited by a real cgroup of version 2: in a kernel of its own, because the one at hand may have bound its controllers to version 1.
 * Needs user-mode Linux (apt-get install user-mode-linux), which runs any kernel as a process.
 */
class MemoryIT {
    private static final Path KERNEL = Path.of("/usr/bin/linux.uml");

    @Test
    void a_command_that_uses_more_memory_than_it_may_is_told_as_that_and_an_exit_with_137_is_not() throws Exception {
        assumeThat(KERNEL).as("user-mode Linux").exists();
        String said = inKernel(List.of("bubblewrap", "none"));

        for (String tier : List.of("bubblewrap", "none")) {
            assertThat(said)
                    .contains("sandbox " + tier + "; not enforced: ")
                    .doesNotContain("memory in all")
                    .contains(tier + " little: Exited 3")
                    .contains(tier + " much: OutOfMemory begun")
                    .contains(tier + " together: OutOfMemory")
                    .contains(tier + " many: Exited 9")
                    .contains(tier + " left nothing");
        }
        assertThat(said).contains("bubblewrap 137: Signalled").contains("none 137: Exited 137");
    }

    /** The kernel sees this machine's files, and its first process is the script; when that ends the kernel is told to stop. */
    private static String inKernel(List<String> tiers) throws IOException {
        Path script = Files.createTempFile("patchline-uml", ".sh");
        Path output = Files.createTempFile("patchline-uml", ".txt");
        Files.writeString(script, """
                #!/bin/bash
                mount -t proc proc /proc
                mount -t sysfs sys /sys
                mount -t cgroup2 cgroup /sys/fs/cgroup
                mount -t tmpfs -o mode=755 run /run
                mkdir /run/bench /sys/fs/cgroup/delegated
                echo '+memory +pids' >/sys/fs/cgroup/cgroup.subtree_control
                %s -Xint -XX:+UseSerialGC -cp '%s' %s /run/bench /sys/fs/cgroup/delegated %s >%s 2>&1
                echo o >/proc/sysrq-trigger
                sleep 10
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        MemoryCases.class.getName(),
                        String.join(" ", tiers),
                        output));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process kernel = new ProcessBuilder(
                        KERNEL.toString(),
                        "mem=768M",
                        "root=/dev/root",
                        "rootfstype=hostfs",
                        "rootflags=/",
                        "rw",
                        "init=" + script,
                        "con=null",
                        "con0=null,fd:1",
                        "quiet")
                .redirectErrorStream(true)
                .start();
        kernel.getOutputStream().close();
        String console = new String(kernel.getInputStream().readAllBytes(), UTF_8);
        kernel.onExit().join();
        String said = Files.readString(output);
        Files.delete(script);
        Files.delete(output);
        return said.isEmpty() ? console : said;
    }
}
