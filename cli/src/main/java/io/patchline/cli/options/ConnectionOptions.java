package io.patchline.cli.options;

import io.patchline.cli.context.TargetResolver;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.ReadRetry;
import io.patchline.cli.http.Target;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which service a command talks to. */
public final class ConnectionOptions {
    private static final Duration RETRY_WITHIN = Duration.ofSeconds(10);

    /** Ingest has heard every executor 2 s after it came to the broker. */
    private static final Duration LOOK_AGAIN_WITHIN = Duration.ofSeconds(3);

    @Option(names = "--url", paramLabel = "URL", description = "Address of the ingest service (PATCHLINE_URL)")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File that holds the token (PATCHLINE_TOKEN_FILE). A token is never an argument: others can read those")
    private Optional<String> tokenFile = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "One of the services of `patchline context list` (PATCHLINE_CONTEXT)")
    private Optional<String> context = Optional.empty();

    Target target(CommandEnvironment environment) {
        return new TargetResolver(environment.variables(), environment.contexts())
                .resolve(new TargetResolver.Wish(url, tokenFile, context));
    }

    /** The service, which is asked again if it is one that has just started. */
    public ApiClient connect(CommandEnvironment environment) {
        return new ApiClient(
                target(environment),
                ReadRetry.of(RETRY_WITHIN, message -> environment.printer().note(message)));
    }

    /** The service, for who judges it: as it is now, but for one short pause that it asks for. */
    public ApiClient connectOnce(CommandEnvironment environment) {
        return new ApiClient(target(environment), ReadRetry.of(LOOK_AGAIN_WITHIN, message -> {}));
    }
}
