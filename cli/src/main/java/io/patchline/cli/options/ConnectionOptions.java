package io.patchline.cli.options;

import io.patchline.cli.context.TargetResolver;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Target;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which service a command talks to. */
public final class ConnectionOptions {
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

    public ApiClient connect(CommandEnvironment environment) {
        return new ApiClient(target(environment));
    }
}
