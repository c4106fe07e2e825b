package io.patchline.executor.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Shell text that sets limits and variables, says READY, and waits for {@code go} before it becomes the command. The handshake keeps
 * two things apart: what goes wrong before it is the sandbox's fault and what goes wrong after it the command's; and an executor that dies
 * during the launch leaves no command behind, because nobody says {@code go}.
 */
public final class LaunchScript {
    /** The first byte of the READY line: ACK, with which no error message of a loader or tool begins. */
    static final int MARK = 0x06;

    /** What the executor answers to READY. */
    static final String GO = "go";

    /** The code of a launch that was not told to go. */
    private static final int NOT_TOLD = 125;

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LaunchScript() {}

    /** The whole text, for a POSIX shell. */
    public static String of(CommandRequest request, CommandLimits limits, String script) {
        return ground(request, limits, 512)
                + "ulimit -p " + limits.processes() + "\n"
                + "printf '\\006\\n'\n"
                + await()
                + "exec bash " + quoted(script) + " </dev/null\n";
    }

    /**
     * The text for bash where no sandbox ends what the command leaves. It stays as a supervisor beside the command, which is in a session
     * of its own, and beside a relay of its output. When the command has ended, it kills the rest of the command's group, gives the relay
     * two seconds to see the end of the output, and ends with the command's code. The relay is there because the JDK closes a process's
     * output when the process ends, whether or not all of it is read yet. The READY line tells the ids of command and relay.
     */
    public static String supervised(CommandRequest request, CommandLimits limits, String script) {
        String command = await() + "exec bash " + quoted(script) + " </dev/null\n";
        return ground(request, limits, 1024) + """
                exec 3> >(exec setsid cat)
                relay=$!
                setsid bash -c %s <&0 >&3 2>&1 3>&- &
                command=$!
                exec 3>&-
                printf '\\006%%s %%s\\n' "$command" "$relay"
                exec 2>/dev/null
                set +e
                wait "$command"
                code=$?
                kill -s KILL -- -"$command"
                for i in {1..100}; do
                  kill -s 0 "$relay" || exit "$code"
                  sleep 0.02
                done
                kill -s KILL "$relay"
                exit "$code"
                """.formatted(quoted(command));
    }

    /** A shell word that means exactly this text. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** @param blockBytes the unit of {@code ulimit -f}: 512 in a POSIX shell, 1024 in bash */
    private static String ground(CommandRequest request, CommandLimits limits, int blockBytes) {
        StringBuilder text = new StringBuilder("set -e\nulimit -c 0\n");
        text.append("ulimit -f ").append(limits.fileBytes() / blockBytes).append('\n');
        limits.dataBytes()
                .ifPresent(
                        bytes -> text.append("ulimit -d ").append(bytes / 1024).append('\n'));
        text.append("{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null || :\n");
        variables(request)
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n'));
        return text.toString();
    }

    private static String await() {
        return "read -r go || exit " + NOT_TOLD + "\n[ \"$go\" = " + GO + " ] || exit " + NOT_TOLD
                + "\nunset go\nset +e\n";
    }

    private static Map<String, String> variables(CommandRequest request) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", DEFAULT_PATH);
        variables.put("HOME", request.workspace().toString());
        variables.put("LANG", "C.UTF-8");
        variables.putAll(request.environment());
        variables.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a variable that a shell can set: " + name);
            }
        });
        return variables;
    }
}
