package io.patchline.cli.deadletters;

import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.PatchOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a corrected patch in the place of a dead letter. */
@Command(
        name = "mend",
        description =
                "Send a corrected patch in the place of a dead letter; it gets an id of its own, which is printed.")
public final class DeadLetterMendCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private PatchOptions patch = new PatchOptions();

    @Option(
            names = "--with-held",
            description = "Behind it also those that were set aside because of the dead letter, in order")
    private boolean withHeld;

    @Parameters(paramLabel = "DEAD-LETTER", description = "The dead letter's id")
    private String deadLetter = "";

    public DeadLetterMendCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        byte[] body = patch.body(environment.input()).toString().getBytes(StandardCharsets.UTF_8);
        String path =
                "/v1/dead-letters/" + ApiClient.segment(deadLetter) + "/mend" + (withHeld ? "?withHeld=true" : "");
        var answer = connection
                .connect(environment)
                .send("POST", path, Optional.of(body), Map.of())
                .json();
        if (environment.printer().wantsJson()) {
            environment.printer().json(answer);
        } else {
            environment.printer().line(answer.path("id").asText());
        }
        return ExitCode.DONE.number();
    }
}
