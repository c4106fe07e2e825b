package io.patchline.cli;

import io.patchline.cli.command.Main;
import io.patchline.cli.context.ContextFile;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * What a command did in this process.
 *
 * @param exit its exit code
 */
public record CommandRun(int exit, String out, String err) {

    /** Everything around a command that a test may set. */
    public static final class Around {
        private final Map<String, String> variables = new HashMap<>();
        private String input = "";
        private boolean terminal;

        public Around with(String variable, String value) {
            variables.put(variable, value);
            return this;
        }

        public Around input(String text) {
            input = text;
            return this;
        }

        /** As if somebody sat there. */
        public Around terminal() {
            terminal = true;
            return this;
        }

        public CommandRun run(String... arguments) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
            Printer printer = new Printer(
                    outStream,
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    new Terminal(terminal, terminal, terminal, false, 100));
            Path nowhere = Path.of(variables.getOrDefault("PATCHLINE_CONFIG", "/nonexistent/patchline/contexts.json"));
            CommandEnvironment environment = new CommandEnvironment(
                    printer,
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    variables,
                    new ContextFile(nowhere),
                    Clock.systemUTC());
            int exit = Main.run(environment, new PrintWriter(outStream, true, StandardCharsets.UTF_8), arguments);
            return new CommandRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    /** A command against a service, without a token. */
    public static CommandRun at(FakeService service, String... arguments) {
        return around(service).run(arguments);
    }

    public static Around around(FakeService service) {
        return new Around().with("PATCHLINE_URL", service.url());
    }
}
