package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Case 32 with four tiers: what {@code auto} steps down to, in all combinations of what works and what is accepted. */
class StepDownIT {
    private static final Path MISSING = Path.of("/usr/bin/no-such-bwrap");

    /** Every tier shows it, in its own way: with it as a secret, none of them passes its checks. */
    private static final Path SHOWN = Path.of("/etc/passwd");

    private static final List<TierName> WEAKER = List.of(TierName.LANDLOCK, TierName.CONTAINER, TierName.NONE);

    private Path root = Path.of("/");

    @BeforeEach
    void makeRoot() throws IOException {
        root = SandboxRoot.create("patchline-step").root();
    }

    @AfterEach
    void removeRoot() throws IOException {
        Leftovers.since(root.resolve("workspace")).assertNone();
        SandboxRoot.remove(root);
    }

    @Test
    void case_32_while_bubblewrap_works_nothing_else_is_used_whatever_is_accepted() throws IOException {
        for (boolean required : new boolean[] {true, false}) {
            SandboxState state = state(settings(WEAKER, required, SandboxSettings.DEFAULTS.bwrap(), List.of()));
            assertThat(state).isInstanceOf(SandboxState.Ready.class);
            assertThat(((SandboxState.Ready) state).tier().name()).isEqualTo(TierName.BUBBLEWRAP);
            assertThat(((SandboxState.Ready) state).passedOver()).isEmpty();
        }
    }

    @Test
    void case_32_without_bubblewrap_only_what_is_accepted_and_works_is_used() throws IOException {
        for (int set = 0; set < 1 << WEAKER.size(); set++) {
            int chosen = set;
            List<TierName> accepted = IntStream.range(0, WEAKER.size())
                    .filter(i -> (chosen & 1 << i) != 0)
                    .mapToObj(WEAKER::get)
                    .toList();
            for (boolean required : new boolean[] {true, false}) {
                for (boolean landlock : new boolean[] {true, false}) {
                    assertChosen(accepted, required, landlock);
                }
            }
        }
    }

    /** The container tier never works here: this is no container, or at least none with a read-only root. */
    private void assertChosen(List<TierName> accepted, boolean required, boolean landlockWorks) throws IOException {
        SandboxState state = state(settings(accepted, required, MISSING, landlockWorks ? List.of() : List.of(SHOWN)));
        Optional<TierName> expected = accepted.stream()
                .filter(tier -> switch (tier) {
                    case LANDLOCK -> landlockWorks;
                    case NONE -> !required;
                    case BUBBLEWRAP, CONTAINER -> false;
                })
                .findFirst();
        String which = accepted + (required ? " required" : "") + (landlockWorks ? " landlock" : "");
        switch (state) {
            case SandboxState.Ready ready -> {
                assertThat(Optional.of(ready.tier().name())).as(which).isEqualTo(expected);
                assertThat(ready.summary())
                        .startsWith("sandbox " + expected.orElseThrow().configured() + "; not enforced: ")
                        .contains("not used: sandbox bubblewrap does not work: a command runs: ");
            }
            case SandboxState.Unusable unusable -> {
                assertThat(expected).as(which).isEmpty();
                assertThat(unusable.tier()).isEqualTo(TierName.BUBBLEWRAP);
                assertThat(unusable.remedy()).contains("install bubblewrap");
                accepted.forEach(tier -> assertThat(unusable.summary())
                        .as(which)
                        .contains("and sandbox " + tier.configured() + " does not work: "));
            }
        }
    }

    @Test
    void case_32_a_tier_that_is_named_and_does_not_work_is_not_replaced_whatever_is_accepted() throws IOException {
        assertThat(named(TierName.BUBBLEWRAP, true, MISSING).check()).isEqualTo("a command runs");
        assertThat(named(TierName.LANDLOCK, true, MISSING).check()).isEqualTo("no secret is read");
        assertThat(named(TierName.LANDLOCK, true, MISSING).remedy()).contains("chmod 400");
        assertThat(named(TierName.CONTAINER, true, MISSING).check())
                .isIn("the executor is in a container", "commands have a user of their own", "no secret is read");
        assertThat(named(TierName.NONE, true, MISSING).remedy()).contains("patchline.sandbox.required=false");
    }

    private SandboxState.Unusable named(TierName tier, boolean required, Path bwrap) throws IOException {
        SandboxState state = state(new SandboxSettings(
                Optional.of(tier), required, List.of(TierName.values()), bwrap, List.of(), List.of(SHOWN)));
        assertThat(state).as(state.summary()).isInstanceOf(SandboxState.Unusable.class);
        return (SandboxState.Unusable) state;
    }

    private static SandboxSettings settings(List<TierName> accepted, boolean required, Path bwrap, List<Path> secrets) {
        return new SandboxSettings(Optional.empty(), required, accepted, bwrap, List.of(), secrets);
    }

    private SandboxState state(SandboxSettings settings) throws IOException {
        try (Sandbox sandbox =
                Sandbox.open(settings, TestLimits.QUICK, root.resolve("workspace"), root.resolve("ground"))) {
            return sandbox.state();
        }
    }
}
