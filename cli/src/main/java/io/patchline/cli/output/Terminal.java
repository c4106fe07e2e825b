package io.patchline.cli.output;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the standard streams are connected to, as the launcher found it ({@code PATCHLINE_TERMINAL}: the numbers of those that are a terminal).
 *
 * @param input whether somebody can answer a question
 * @param output whether somebody reads the data
 * @param error whether somebody reads the messages
 * @param colour whether colours are wanted: a terminal, and no {@code NO_COLOR}
 * @param columns the width of a line in characters
 */
public record Terminal(boolean input, boolean output, boolean error, boolean colour, int columns) {
    private static final int USUAL_COLUMNS = 100;

    /** The terminal of this process. */
    public static Terminal of(Map<String, String> environment) {
        String given = environment.get("PATCHLINE_TERMINAL");
        boolean console = given == null && isConsole(System.console());
        boolean output = given == null ? console : given.contains("1");
        boolean colour =
                output && environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                given == null ? console : given.contains("0"),
                output,
                given == null ? console : given.contains("2"),
                colour,
                columns(environment.getOrDefault("COLUMNS", "")));
    }

    /** Since JDK 22 there is a console without a terminal, too, which says so; before, the console is there only with a terminal. */
    private static boolean isConsole(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{1,3}") ? Math.max(40, Integer.parseInt(text)) : USUAL_COLUMNS;
    }
}
