package io.patchline.executor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.executor.run.RunInProgress;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an executor is doing.
 *
 * @param status {@code ready}, {@code draining}, {@code drained}, {@code waiting_for_broker}, {@code sandbox_unusable}: commands cannot be run, or
 *     {@code not_ready}: see the problem
 * @param slotsTaken how many of its slots are taken by attempts; a run between two attempts holds none
 * @param lanes the numbers of the lane queues that it takes from
 * @param workspace the directory workspace; empty if it has git workspaces only
 * @param workspaces the names of all its workspaces
 * @param repositoriesAway by the workspaces' names, why patches cannot take effect in their repositories, as far as that is known; left out where nothing is. It takes patches all the same
 * @param sandbox what its commands run in and what that does not enforce, or why they cannot run and what mends it
 * @param problem why it takes no patches although it is up, and what mends it
 * @param missingPermissions what it needs on the broker and its user may not see; left out where nothing is
 * @param running the runs that it is on, the oldest first
 */
public record ExecutorStatus(
        String executor,
        String status,
        int slots,
        @JsonProperty("slots_taken") int slotsTaken,
        Set<Integer> lanes,
        String workspace,
        List<String> workspaces,

        @JsonProperty("repositories_away") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, String> repositoriesAway,

        String sandbox,
        Optional<String> problem,

        @JsonProperty("missing_permissions") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> missingPermissions,

        List<Running> running) {

    /** One run that the executor is on. */
    public record Running(PatchId id, int run, Lane lane, Instant since) {}

    static ExecutorStatus of(PatchExecutor executor, ExecutorConfig config) {
        return new ExecutorStatus(
                executor.name(),
                state(executor),
                executor.slots().count(),
                executor.slots().taken(),
                executor.lanes(),
                WorkspaceSetup.directory(config)
                        .map(path -> path.toAbsolutePath().normalize().toString())
                        .orElse(""),
                executor.workspaceNames(),
                executor.repositoryTrouble(),
                executor.sandbox(),
                executor.obstacle(),
                executor.missingPermissions(),
                executor.runs().inProgress().stream()
                        .sorted(Comparator.comparing(RunInProgress::since))
                        .map(ExecutorStatus::running)
                        .toList());
    }

    private static String state(PatchExecutor executor) {
        if (executor.isDraining()) {
            return executor.isDrained() ? "drained" : "draining";
        }
        if (!executor.canRunCommands()) {
            return "sandbox_unusable";
        }
        if (executor.obstacle().isPresent()) {
            return "not_ready";
        }
        return executor.isConnected() ? "ready" : "waiting_for_broker";
    }

    private static Running running(RunInProgress run) {
        return new Running(
                run.key().patch(), run.key().run(), run.message().patch().lane(), run.since());
    }
}
