package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processes that still ran when a command was over, as a person is told of them: by their names of at most 15 bytes (proc(5), comm), which a process gives
 * itself, so that they may be anything. Each name once, in order, at most {@value #MOST}.
 */
record RemainingProcesses(List<String> names) {
    static final RemainingProcesses NONE = new RemainingProcesses(List.of());

    private static final int MOST = 8;
    private static final int LONGEST = 15;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\p{L}\\p{N}\\p{P}\\p{S} ]");

    RemainingProcesses {
        names = List.copyOf(names);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** As whatever started the command tells them, a name a line. */
    static RemainingProcesses named(String lines) {
        return of(lines.lines());
    }

    /** Those below this process, except for what starts a command: its own shell is not named, nor what the sandbox needs. */
    static RemainingProcesses below(ProcessHandle root) {
        return of(root.descendants().flatMap(process -> name(process.pid()).stream()));
    }

    private static RemainingProcesses of(Stream<String> names) {
        return new RemainingProcesses(names.map(
                        name -> UNPRINTABLE.matcher(name).replaceAll("?"))
                .map(name -> name.substring(0, Math.min(LONGEST, name.length())).strip())
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(MOST)
                .toList());
    }

    /** Empty for one that has ended, and for those whose last argument is the launch text. */
    private static Optional<String> name(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String arguments = new String(Files.readAllBytes(process.resolve("cmdline")), UTF_8);
            return arguments.isEmpty() || arguments.endsWith(RunFiles.LAUNCH_SUFFIX)
                    ? Optional.empty()
                    : Optional.of(new String(Files.readAllBytes(process.resolve("comm")), UTF_8).strip());
        } catch (IOException e) {
            // It is gone.
            return Optional.empty();
        }
    }
}
