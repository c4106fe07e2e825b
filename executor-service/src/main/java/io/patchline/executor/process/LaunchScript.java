package io.patchline.executor.process;

import io.patchline.recognition.Shebang;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text for bash that sets limits and variables, says READY, and waits for {@code go} before it runs the command. The handshake keeps two
 * things apart: what goes wrong before it is the sandbox's fault and what goes wrong after it the command's; and an executor that dies
 * during the launch leaves no command behind, because nobody says {@code go}. The same bash then reads the command's script, because each
 * program that is started costs a millisecond.
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

    /**
     * What a tier makes of a command.
     *
     * @param script where the command finds its script
     * @param ownUser whether the limit on processes counts only those of this command, as in a user namespace of its own
     * @param workspace where the command finds its workspace
     * @param variables what the command sees besides what was asked for
     */
    public record Place(String script, boolean ownUser, Path workspace, Map<String, String> variables) {
        public Place {
            variables = Map.copyOf(variables);
        }
    }

    /** The whole text. The script finds the variables {@code $0} and {@code BASH_SOURCE} as if bash had been started with it. */
    public static String of(CommandRequest request, CommandLimits limits, Place place) {
        StringBuilder text = new StringBuilder("set -e\nulimit -c 0 -f ").append(limits.fileBytes() / 1024);
        limits.dataBytes().ifPresent(bytes -> text.append(" -d ").append(bytes / 1024));
        if (place.ownUser()) {
            text.append(" -u ").append(limits.processes());
        }
        text.append("\n{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null || :\n");
        variables(request, place)
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n'));
        return text.append("""
                printf '\\006\\n'
                read -r go || exit %1$d
                [ "$go" = %2$s ] || exit %1$d
                unset go
                set +e
                exec </dev/null
                BASH_ARGV0=%3$s
                [ -z "${BASH_ENV-}" ] || . "$BASH_ENV"
                %4$s. %3$s
                exit
                """.formatted(NOT_TOLD, GO, quoted(place.script()), settings(request)))
                .toString();
    }

    /** What the command asked for: its directory, and the shell's options, those of its first line too. */
    private static String settings(CommandRequest request) {
        StringBuilder settings = new StringBuilder();
        request.directory()
                .ifPresent(directory -> settings.append("cd -- ")
                        .append(quoted(directory.value()))
                        .append(" 2>/dev/null || { echo ")
                        .append(quoted("cwd: there is no directory " + directory
                                + " in the workspace, or it may not be entered"))
                        .append("; exit 1; }\n"));
        String options = Shebang.options(request.script());
        if (!options.isEmpty()) {
            settings.append("set ").append(options).append('\n');
        }
        return settings.append(request.strict() ? "set -euo pipefail\n" : "").toString();
    }

    /** A shell word that means exactly this text. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static Map<String, String> variables(CommandRequest request, Place place) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", DEFAULT_PATH);
        variables.put("HOME", place.workspace().toString());
        variables.put("LANG", "C.UTF-8");
        variables.putAll(place.variables());
        variables.putAll(request.environment());
        variables.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a variable that a shell can set: " + name);
            }
        });
        return variables;
    }
}
