package io.patchline.executor.actions;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this executor's operator allows commands.
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
}
