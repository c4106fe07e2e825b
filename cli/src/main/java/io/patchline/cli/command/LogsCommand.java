package io.patchline.cli.command;

import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.Durations;
import io.patchline.cli.patch.OutputFollowing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a patch's commands wrote, or follows it. */
@Command(
        name = "logs",
        description =
                "Print what a patch's commands wrote. With -f while they write it, through lost connections and restarts; the exit code is then the patch's.")
public final class LogsCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Follow it to its end")
    private boolean follow;

    @Option(
            names = "--give-up-after",
            defaultValue = "1d",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "With -f: how long to try in vain to reach the service; ${DEFAULT-VALUE} if not given")
    private Duration giveUpAfter = Duration.ofDays(1);

    @Option(names = "--tail", paramLabel = "N|Nb", description = "Only the last N lines, or the last N bytes (4096b)")
    private Optional<String> tail = Optional.empty();

    @Option(names = "--attempt", paramLabel = "N", description = "Of this attempt, not of the newest")
    private OptionalInt attempt = OptionalInt.empty();

    @Option(names = "--action", paramLabel = "N", description = "Of this command alone, counted from 0")
    private OptionalInt action = OptionalInt.empty();

    @Parameters(paramLabel = "ID", description = "The patch's id")
    private String id = "";

    public LogsCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ApiClient api = connection.connect(environment);
        if (follow) {
            return new OutputFollowing(api, environment.printer())
                    .follow(id, giveUpAfter)
                    .number();
        }
        List<String> query = new ArrayList<>();
        tail.ifPresent(text -> query.add("tail=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
        attempt.ifPresent(number -> query.add("attempt=" + number));
        action.ifPresent(number -> query.add("action=" + number));
        String path = "/v1/patches/" + ApiClient.segment(id) + "/output";
        environment
                .printer()
                .foreign(api.get(path + (query.isEmpty() ? "" : "?" + String.join("&", query)))
                        .orThrow()
                        .text());
        return ExitCode.DONE.number();
    }
}
