package io.patchline.executor.sandbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which sandbox commands run in.
 *
 * @param tier the tier that is wanted; empty: bubblewrap, or the strongest that works of those that are accepted, {@code auto} in the configuration
 * @param required whether the executor runs commands in a sandbox or not at all; false is needed for {@link TierName#NONE}
 * @param accept the tiers that {@code auto} may step down to
 * @param bwrap where the program bwrap is
 * @param readable absolute paths that commands may read besides the system's, such as {@code /opt/jdk}
 * @param secrets files that no command must be able to read
 * @param cgroup a cgroup that the executor may divide; empty: its own, if systemd delegates it
 */
public record SandboxSettings(
        Optional<TierName> tier,
        boolean required,
        List<TierName> accept,
        Path bwrap,
        List<Path> readable,
        List<Path> secrets,
        Optional<Path> cgroup) {

    private static final String AUTO = "auto";

    /** Bubblewrap or nothing. */
    public static final SandboxSettings DEFAULTS =
            new SandboxSettings(Optional.empty(), true, List.of(), Path.of("/usr/bin/bwrap"), List.of(), List.of());

    public SandboxSettings {
        accept = List.copyOf(accept);
        readable = List.copyOf(readable);
        secrets = List.copyOf(secrets);
        for (Path path : readable) {
            if (!path.isAbsolute() || path.getNameCount() == 0) {
                throw new IllegalArgumentException("patchline.sandbox.readable needs absolute paths below /: " + path);
            }
        }
    }

    /** Without a cgroup but the executor's own. */
    SandboxSettings(
            Optional<TierName> tier,
            boolean required,
            List<TierName> accept,
            Path bwrap,
            List<Path> readable,
            List<Path> secrets) {
        this(tier, required, accept, bwrap, readable, secrets, Optional.empty());
    }

    /**
     * The tier of a configured value.
     *
     * @throws IllegalArgumentException if it is neither {@code auto} nor a tier
     */
    public static Optional<TierName> tier(String configured) {
        return configured.equals(AUTO) ? Optional.empty() : Optional.of(TierName.of(configured));
    }

    /** The tiers to try, the strongest first. */
    List<TierName> candidates() {
        return tier.map(List::of)
                .orElseGet(() -> Arrays.stream(TierName.values())
                        .filter(name -> name == TierName.BUBBLEWRAP || accept.contains(name))
                        .toList());
    }

    List<Path> readableOutsideEtc() {
        return readable.stream().filter(path -> !path.startsWith("/etc")).toList();
    }

    List<Path> readableInEtc() {
        return readable.stream().filter(path -> path.startsWith("/etc")).toList();
    }
}
