package io.patchline.executor.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.process.CommandLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to a cgroup and read from it, in a directory that looks like one. {@code MemoryIT} tries the real thing. */
class DelegatedCgroupTest {
    @TempDir
    Path directory;

    @Test
    void its_processes_move_into_a_child_before_its_controllers_are_handed_down() throws IOException {
        pretend("cpu memory pids", "17\n");
        Files.createFile(Files.createDirectory(directory.resolve("executor")).resolve("cgroup.procs"));

        DelegatedCgroup.at(directory, CommandLimits.DEFAULTS);

        assertThat(directory.resolve("executor/cgroup.procs")).hasContent("17");
        assertThat(directory.resolve("cgroup.subtree_control")).hasContent("+memory +pids");
    }

    @Test
    void leftovers_of_dead_executors_are_removed_and_what_is_in_use_stays() throws IOException {
        pretend("memory pids", "");
        Files.createDirectory(directory.resolve("command-dead"));
        Files.createFile(
                Files.createDirectory(directory.resolve("command-alive")).resolve("cgroup.procs"));

        DelegatedCgroup.at(directory, CommandLimits.DEFAULTS);

        assertThat(directory.resolve("command-dead")).doesNotExist();
        assertThat(directory.resolve("command-alive")).exists();
    }

    @Test
    void one_that_cannot_limit_memory_is_refused_and_the_message_says_why() throws IOException {
        assertThatThrownBy(() -> DelegatedCgroup.at(directory, CommandLimits.DEFAULTS))
                .hasMessage(directory + " is no cgroup of version 2");
        pretend("cpu pids", "");
        assertThatThrownBy(() -> DelegatedCgroup.at(directory, CommandLimits.DEFAULTS))
                .hasMessageContaining("[cpu, pids], memory and pids are needed");
    }

    @Test
    void a_command_that_the_kernel_killed_for_its_memory_is_known_by_the_events() throws IOException {
        Path events = directory.resolve("memory.events");
        CommandCgroup cgroup = new CommandCgroup(directory);

        Files.writeString(events, "low 0\nmax 12\noom 0\noom_kill 0\noom_group_kill 0\n");
        assertThat(cgroup.ranOutOfMemory()).isFalse();
        Files.writeString(events, "low 0\nmax 12\noom 1\noom_kill 3\n");
        assertThat(cgroup.ranOutOfMemory()).isTrue();
        Files.writeString(events, "oom_kill 0\noom_group_kill 1\n");
        assertThat(cgroup.ranOutOfMemory()).isTrue();
    }

    @Test
    void processes_are_admitted_one_by_one() throws IOException {
        Path processes = Files.createFile(directory.resolve("cgroup.procs"));

        new CommandCgroup(directory).admit(Stream.of(12L));

        assertThat(processes).hasContent("12");
    }

    private void pretend(String controllers, String processes) throws IOException {
        Files.writeString(directory.resolve("cgroup.controllers"), controllers + "\n");
        Files.writeString(directory.resolve("cgroup.procs"), processes);
        Files.createFile(directory.resolve("cgroup.subtree_control"));
    }
}
