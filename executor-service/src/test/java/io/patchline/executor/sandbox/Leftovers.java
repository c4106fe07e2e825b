package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a command must not leave: processes that know its workspace, zombies of ours, threads, descriptors. */
public final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Threads of the JDK's own that come and go with processes, timeouts and completions. */
    private static final Set<String> JDK_THREADS =
            Set.of("process reaper", "CompletableFutureDelayScheduler", "Common-Cleaner", "VirtualThread-");

    private final Path workspace;
    private long descriptors;
    private List<String> threads = List.of();

    private Leftovers(Path workspace) {
        this.workspace = workspace;
    }

    /** What is there now is no leftover. */
    static Leftovers since(Path workspace) {
        Leftovers leftovers = new Leftovers(workspace);
        leftovers.takeBaseline();
        return leftovers;
    }

    private void takeBaseline() {
        await().atMost(PATIENCE).until(() -> descendants().isEmpty());
        descriptors = openDescriptors();
        threads = threads();
    }

    void assertNone() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(processes()).as("processes that know %s", workspace).isEmpty();
            assertThat(descendants()).as("children, zombies included").isEmpty();
            assertThat(newThreads()).as("threads").isEmpty();
            assertThat(openDescriptors()).as("descriptors").isLessThanOrEqualTo(descriptors);
        });
    }

    /** Of this process, but for what forks what launches commands, which stays. */
    private static List<ProcessHandle> descendants() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> !isForkServer(process))
                .toList();
    }

    /** What it has forked has another command line. */
    public static boolean isForkServer(ProcessHandle process) {
        return read(Path.of("/proc", Long.toString(process.pid()), "cmdline")).endsWith("\0fork-server\0");
    }

    /** Every process of this machine, zombies aside, that has the workspace in its command line, environment or directory. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(this::knowsWorkspace)
                .map(process -> process.getFileName() + " "
                        + read(process.resolve("cmdline")).replace('\0', ' '))
                .toList();
    }

    /** As {@link #processes()}, but without launches that were cut short before they came to the command: a bwrap without a child. */
    List<String> commands() {
        return processes().stream()
                .filter(line -> !line.contains(" /usr/bin/bwrap ")
                        || ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' '))))
                                .flatMap(process -> process.children().findAny())
                                .isPresent())
                .toList();
    }

    private boolean knowsWorkspace(Path process) {
        return read(process.resolve("cmdline")).contains(workspace.toString())
                || read(process.resolve("environ")).contains(workspace.toString())
                || link(process.resolve("cwd")).startsWith(workspace.toString());
    }

    /** Without sockets, of which commands have none and the JDK keeps one for itself from the first use on. */
    static long openDescriptors() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(path -> !link(path).startsWith("socket:")).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of an earlier test may end meanwhile. */
    private List<String> newThreads() {
        List<String> more = new ArrayList<>(threads());
        threads.forEach(more::remove);
        return more;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> JDK_THREADS.stream().noneMatch(name::startsWith))
                .filter(name -> !name.startsWith("ForkJoinPool")
                        && !name.startsWith("awaitility")
                        && !name.startsWith("junit-"))
                .sorted()
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
