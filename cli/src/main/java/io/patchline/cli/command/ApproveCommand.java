package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.Answer;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Printer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves a commit that waits for a review. */
@Command(
        name = "approve",
        description =
                "Approve the commit of a patch that waits for a review: it comes to the branch as it was judged. Refused (5) if another commit waits by now.")
public final class ApproveCommand implements Callable<Integer> {
    private static final int FORBIDDEN = 403;

    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--commit",
            paramLabel = "HASH",
            description =
                    "The commit that was judged. Without it the one that waits is shown on standard error, and asked about; where nobody can be asked it is needed")
    private Optional<String> commit = Optional.empty();

    @Option(
            names = "--looked",
            description =
                    "You have looked at the commit in the repository: needed where not all of it can be shown, such as a diff that is cut, and nobody can be asked")
    private boolean looked;

    @Parameters(paramLabel = "ID", description = "The patch's id")
    private String id = "";

    public ApproveCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        ApiClient api = connection.connect(environment);
        String judged = commit.isPresent() ? given(api, commit.get()) : asked(api);
        JsonNode patch = new ReviewRequests(api).send(id, "approve", "commit", judged);
        if (printer.wantsJson()) {
            printer.json(patch);
        } else {
            printer.note(id + ": " + judged + " is approved; it is "
                    + patch.path("status").asText() + " now");
        }
        return ExitCode.DONE.number();
    }

    /** The commit that was judged elsewhere. Where it is not the one that waits, the service says so. */
    private String given(ApiClient api, String hash) {
        if (looked) {
            return hash;
        }
        Answer answer = api.get(path());
        boolean unread = answer.status() == FORBIDDEN;
        JsonNode patch = unread ? MissingNode.getInstance() : answer.json();
        if (unread || patch.path("review").path("commit").asText().equals(hash)) {
            new Judgement(environment, patch, id, hash).requireSeen();
        }
        return hash;
    }

    /** The commit that waits, once it was shown and somebody wants it. */
    private String asked(ApiClient api) {
        JsonNode patch = api.get(path()).json();
        String waiting = patch.path("review").path("commit").asText();
        if (waiting.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "not_awaiting_review",
                    id + " does not wait for a review: it is "
                            + patch.path("status").asText() + ".");
        }
        if (!Judgement.canAsk(environment.printer())) {
            throw CommandException.usage("Nobody can be asked here: say by --commit HASH which commit was judged"
                    + " (patchline get shows the one that waits); nothing is approved.");
        }
        Judgement judgement = new Judgement(environment, patch, id, waiting);
        judgement.show();
        if (!looked) {
            judgement.requireSeen();
        }
        judgement.requireApproval();
        return waiting;
    }

    private String path() {
        return "/v1/patches/" + ApiClient.segment(id) + "?output=full";
    }
}
