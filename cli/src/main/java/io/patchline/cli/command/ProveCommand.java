package io.patchline.cli.command;

import io.patchline.cli.ExitCode;
import io.patchline.cli.doctor.Proof;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.Durations;
import io.patchline.cli.output.Printer;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves the chain with one patch; what {@code ./patchline up} ends with. */
@Command(name = "prove", description = "Send one patch through the whole chain and show each hop with its time.")
public final class ProveCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to wait where others are before it; ${DEFAULT-VALUE} if not given")
    private Duration timeout = Duration.ofMinutes(5);

    public ProveCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        Proof.Result result = new Proof(connection.connect(environment)).run(timeout);
        printer.line("The chain, proven with the patch " + result.id() + ", from its sending on:");
        result.hops()
                .forEach(hop ->
                        printer.line("  %6d ms  %-10s %s".formatted(hop.milliseconds(), hop.name(), hop.text())));
        return ExitCode.DONE.number();
    }
}
