package io.patchline.executor.sandbox;

import io.patchline.executor.seccomp.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What must be so around a tier before it is worth a try.
 *
 * @param required whether commands run in a sandbox or not at all
 * @param containerMarks the files by which a container is known
 * @param kubernetes where Kubernetes is, which every container of a pod is told
 */
record TierPreconditions(boolean required, List<Path> containerMarks, Optional<String> kubernetes) {
    private static final String KUBERNETES = "KUBERNETES_SERVICE_HOST";

    /** What Docker and Podman leave in each of their containers. */
    private static final List<Path> MARKS = List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

    static TierPreconditions ofThisProcess(boolean required) {
        return new TierPreconditions(required, MARKS, Optional.ofNullable(System.getenv(KUBERNETES)));
    }

    /** What stands in the tier's way; empty if it may be tried. */
    Optional<SandboxState.Unusable> obstacle(TierName tier) throws IOException {
        if (tier == TierName.NONE && required) {
            return fault(
                    tier,
                    "a sandbox is required",
                    "the tier none is no sandbox",
                    "make bubblewrap work, or say patchline.sandbox.required=false if commands may do what the executor can");
        }
        if (ProcessHandle.current().pid() == 1) {
            return fault(
                    tier,
                    "there is an init",
                    "the executor is process 1 and would have to reap what commands leave",
                    "start the container with an init (docker run --init, compose init: true)");
        }
        if (tier != TierName.NONE && Machine.ofThisProcess().isEmpty()) {
            return fault(
                    tier,
                    "system calls are filtered",
                    "the numbers of this machine's system calls are not known: " + System.getProperty("os.arch"),
                    "run executors on x86_64 or aarch64, with a 64-bit Java");
        }
        return tier == TierName.CONTAINER ? notConfined() : Optional.empty();
    }

    private Optional<SandboxState.Unusable> notConfined() throws IOException {
        if (kubernetes.isEmpty() && containerMarks.stream().noneMatch(Files::exists)) {
            return fault(
                    TierName.CONTAINER,
                    "the executor is in a container",
                    "there is none of " + containerMarks + " and no " + KUBERNETES,
                    "run the executor in a container of its own, or choose bubblewrap or landlock");
        }
        if (!CommandUser.self().isRoot()) {
            return fault(
                    TierName.CONTAINER,
                    "commands have a user of their own",
                    "the executor is user " + CommandUser.self().uid() + ", and so would be its commands",
                    "start the executor as the container's root with the capabilities that deploy/docker/container-tier.yml lists");
        }
        return Optional.empty();
    }

    private static Optional<SandboxState.Unusable> fault(TierName tier, String check, String error, String remedy) {
        return Optional.of(new SandboxState.Unusable(tier, check, error, remedy));
    }
}
