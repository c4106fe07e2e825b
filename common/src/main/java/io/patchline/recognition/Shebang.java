package io.patchline.recognition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of a script that names its program. Commands are run by bash: a line that names another program, or options that cannot be set, is refused. */
public final class Shebang {
    private static final Pattern LINE = Pattern.compile("#!\\s*(?<program>[^\\n]*)");
    private static final Pattern SHELL =
            Pattern.compile("(?:/\\S*/)?+(?:env\\s+(?:-S\\s+)?)?(?:/\\S*/)?+(?:bash|sh|dash)"
                    + "(?<options>(?:\\s+(?:-[efnuvx]+(?=\\s|$)|-[efuvx]*o\\s+[a-z]+(?=\\s|$)))*+)\\s*");
    private static final int SHOWN = 80;

    private Shebang() {}

    /** Why the script is not run by what its first line names; empty if it is, or if it names nothing. */
    public static Optional<String> refusal(String script) {
        return program(script)
                .filter(program ->
                        program.indexOf('\r') >= 0 || !SHELL.matcher(program).matches())
                .map(program -> program.indexOf('\r') >= 0 ? carriageReturn() : otherProgram(program));
    }

    /** The options that the first line gives to the shell, as arguments of {@code set}; empty if it gives none. */
    public static String options(String script) {
        return program(script)
                .map(SHELL::matcher)
                .filter(Matcher::matches)
                .map(shell -> shell.group("options").strip())
                .orElse("");
    }

    private static Optional<String> program(String script) {
        Matcher line = LINE.matcher(script);
        return line.lookingAt() ? Optional.of(line.group("program")) : Optional.empty();
    }

    private static String carriageReturn() {
        return "The first line names a program and ends with CR: nothing is named \"bash\\r\". Send the script with line feeds alone (\\n, not \\r\\n), or"
                + " leave the first line out: commands are run by bash.";
    }

    private static String otherProgram(String program) {
        String shown = program.length() > SHOWN ? program.substring(0, SHOWN) + "…" : program;
        String name = program.strip()
                .replaceFirst("^(?:/\\S*/)?env\\s+(?:-S\\s+)?", "")
                .split("\\s", 2)[0];
        String file = name.substring(name.lastIndexOf('/') + 1);
        return "The first line names \"" + shown
                + "\", but commands are run by bash, with no other options than those of set (-e, -u, -x, -o pipefail). Pass the script to"
                + " its program in a here-document: " + (file.isBlank() ? "python3" : file)
                + " - <<'EOF', the script, EOF.";
    }
}
