package io.patchline.executor.process;

import io.patchline.recognition.Shebang;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Two texts for one bash. The first sets limits, says READY, and waits for {@code go}; it is the same for all commands of a place, and bash may wait there before
 * there is a command. The second, which is written before {@code go} is said, says BEGUN, sets the command's variables, and prepares what the script expects. The same bash
 * then reads the script, because each program that is started costs a millisecond.
 *
 * <p>The two marks keep things apart: what goes wrong before BEGUN is the sandbox's fault, and nothing of the command has happened; what goes wrong after it is the
 * command's. An executor that dies during the launch leaves no command behind, because nobody says {@code go}.
 */
public final class LaunchScript {
    /** The first byte of the READY and of the BEGUN line: ACK, with which no error message of a loader or tool begins. */
    static final int MARK = 0x06;

    /** What the executor answers to READY. */
    static final String GO = "go";

    /** The code of a launch that was not told to go. */
    private static final int NOT_TOLD = 125;

    private static final String SAY_MARK = "printf '\\006\\n'\n";
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LaunchScript() {}

    /**
     * What a tier makes of a place.
     *
     * @param files where the command finds what it is started from
     * @param ownUser whether the limit on processes counts only those of this command, as in a user namespace of its own
     */
    public record Place(Path files, boolean ownUser) {
        private String quotedFile(String name) {
            return quoted(files.resolve(name).toString());
        }
    }

    /** The first text. */
    public static String launch(CommandLimits limits, Place place) {
        StringBuilder text = new StringBuilder("set -e\nulimit -c 0 -f ").append(limits.fileBytes() / 1024);
        limits.dataBytes().ifPresent(bytes -> text.append(" -d ").append(bytes / 1024));
        if (place.ownUser()) {
            text.append(" -u ").append(limits.processes());
        }
        text.append("\n{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null || :\n");
        return text.append(SAY_MARK)
                .append("""
                        read -r go || exit %1$d
                        [ "$go" = %2$s ] || exit %1$d
                        unset go
                        . %3$s
                        . %4$s
                        exit
                        """.formatted(
                                NOT_TOLD, GO, place.quotedFile(RunFiles.COMMAND), place.quotedFile(RunFiles.SCRIPT)))
                .toString();
    }

    /**
     * The second text. The script finds the variables {@code $0} and {@code BASH_SOURCE} as if bash had been started with it.
     *
     * @param variables what the command sees in this tier besides what was asked for, or with another value than usual
     * @throws IllegalArgumentException if a variable is none that a shell can set
     */
    public static String command(CommandRequest request, Place place, Map<String, String> variables) {
        // First of all: setting a variable that bash computes with (RANDOM) runs what its value has in it.
        // Bash counts from its own start, which may be long ago where it has waited.
        StringBuilder text = new StringBuilder(SAY_MARK).append("set +e\nexec </dev/null\nSECONDS=0\n");
        all(variables, request)
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append(" 2>/dev/null || { echo 'env: bash cannot set ")
                        .append(name)
                        .append("'; exit 1; }\n"));
        return text.append("""
                        BASH_ARGV0=%s
                        [ -z "${BASH_ENV-}" ] || . "$BASH_ENV"
                        """.formatted(place.quotedFile(RunFiles.SCRIPT)))
                .append(settings(request))
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

    private static Map<String, String> all(Map<String, String> ofTier, CommandRequest request) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", DEFAULT_PATH);
        variables.put("HOME", request.workspace().toString());
        variables.put("LANG", "C.UTF-8");
        variables.putAll(ofTier);
        variables.putAll(request.environment());
        variables.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a variable that a shell can set: " + name);
            }
        });
        return variables;
    }
}
