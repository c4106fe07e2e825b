package io.patchline.executor.actions;

import io.patchline.executor.process.CommandRequest;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import io.patchline.recognition.Recognition;
import io.patchline.recognition.TextRecognizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this executor's operator allows commands, and with what they are run accordingly.
 *
 * @param network who decides whether they may use the network
 * @param environment variables that all of them see
 */
public record CommandRules(NetworkPolicy network, Map<String, String> environment) {
    public CommandRules {
        environment = Map.copyOf(environment);
    }

    /** Why the patch is not carried out here at all; empty if it may be. */
    Optional<Outcome> refusal(Patch patch) {
        boolean hasCommands = patch.actions().stream().anyMatch(PatchAction.RunCommand.class::isInstance);
        return hasCommands ? PatchTextRefusal.of(patch).or(() -> networkRefusal(patch)) : Optional.empty();
    }

    /** Whether the patch's commands have the network. */
    public boolean hasNetwork(Patch patch) {
        return network.decide(patch.options()).orElse(false);
    }

    private Optional<Outcome> networkRefusal(Patch patch) {
        if (network.decide(patch.options()).isPresent()) {
            return Optional.empty();
        }
        String detail = "The network is off on this executor. Submit the patch without \"network\": true, "
                + "or ask an operator for patchline.network=ask.";
        return Optional.of(new Outcome.Refused(
                ErrorCode.NETWORK_REFUSED,
                "the patch asks for the network, which is off here",
                List.of(new Problem(ErrorCode.NETWORK_REFUSED, "/options/network", detail))));
    }

    /** What is to be run. The command must not need a network that is not to be had; see {@link #refusal}. */
    CommandRequest request(ActionGroup.Command group, Patch patch, AttemptContext attempt, WorkspacePlace place) {
        PatchAction.RunCommand command = group.command();
        return new CommandRequest(
                script(command),
                place.directory(),
                command.cwd(),
                command.strict(),
                environment(command, patch, attempt.number()),
                patch.options().timeout(),
                hasNetwork(patch),
                attempt.scratch(),
                attempt.live().of(group.firstIndex()),
                attempt.cancellation(),
                place.view());
    }

    /** As bash is to read it: an older ingest service did not take off a byte order mark or CR. */
    private static String script(PatchAction.RunCommand command) {
        return TextRecognizer.recognize(command.script()) instanceof Recognition.Command plain
                ? plain.script()
                : command.script();
    }

    /** A variable of the patch replaces one of the operator's, and none of Patchline's own. */
    private Map<String, String> environment(PatchAction.RunCommand command, Patch patch, int attempt) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(command.env());
        all.put("PATCHLINE_PATCH_ID", patch.id().value());
        all.put("PATCHLINE_ATTEMPT", Integer.toString(attempt));
        patch.targetFile().ifPresent(file -> all.put("PATCHLINE_TARGET_FILE", file));
        return all;
    }

    /** Who decides whether a command may use the network. */
    public enum NetworkPolicy {
        /** Nobody may. A patch that asks for it is refused. */
        OFF,
        /** Everybody may who does not say otherwise. */
        ON,
        /** Those may that ask for it. */
        ASK;

        /** Whether a patch with these options may have the network; empty if it asks for what is not to be had. */
        Optional<Boolean> decide(RunOptions options) {
            boolean wanted = options.network().orElse(this == ON);
            return wanted && this == OFF ? Optional.empty() : Optional.of(wanted);
        }
    }
}
