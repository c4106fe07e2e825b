package io.patchline.cli.command;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.context.ContextFile;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** The process: reads the command line, runs a command, and ends with its exit code. */
public final class Main {
    private Main() {}

    /** Ends the process. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Map<String, String> variables = System.getenv();
        Printer printer = new Printer(out, err, Terminal.of(variables));
        int exit = run(
                new CommandEnvironment(printer, System.in, variables, ContextFile.of(variables), Clock.systemUTC()),
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                arguments);
        out.flush();
        // A reader that has gone, as in `patchline list | head -1`, is nobody's fault.
        System.exit(exit);
    }

    /** Runs a command in this process. */
    public static int run(CommandEnvironment environment, PrintWriter help, String... arguments) {
        CommandLine command = PatchlineCommand.commandLine(environment, arguments);
        command.setOut(help);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((failure, line, parsed) -> failed(environment.printer(), failure));
        command.setParameterExceptionHandler((wrong, given) -> {
            String usage = wrong.getCommandLine().getCommandSpec().qualifiedName();
            environment
                    .printer()
                    .failure(CommandException.usage(
                            wrong.getMessage() + ". See: patchline help" + usage.replaceFirst("^patchline", "")));
            return ExitCode.USAGE.number();
        });
        return command.execute(arguments);
    }

    private static int failed(Printer printer, Exception failure) {
        if (failure instanceof CommandException expected) {
            printer.failure(expected);
            return expected.exit().number();
        }
        printer.failure(new CommandException(
                ExitCode.OTHER,
                "internal_error",
                "A defect of this command: " + failure + ". Please report it with the command line, without secrets."));
        return ExitCode.OTHER.number();
    }
}
