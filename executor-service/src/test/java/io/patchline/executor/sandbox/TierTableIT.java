package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.ConfinedRunner;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of docs/sandbox.md is what commands can do. The container's column is measured by {@link ContainerTierIT}. */
class TierTableIT {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONTAINER")
    void the_page_says_what_a_command_can_do(TierName tier) throws IOException {
        SandboxRoot made = SandboxRoot.create("patchline-table");
        Path root = made.root();
        Path workspace = made.workspace();
        try (Sandbox sandbox = Sandbox.open(TestLimits.of(tier), TestLimits.QUICK, workspace, root.resolve("ground"))) {
            assertThat(sandbox.state()).as(sandbox.state().summary()).isInstanceOf(SandboxState.Ready.class);
            try (ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
                TierColumn.of(tier)
                        .assertSays(
                                new TierTable(runner, root, workspace).measured(),
                                !CommandUser.self().isRoot());
            }
        }
        Leftovers.since(workspace).assertNone();
        SandboxRoot.remove(root);
    }
}
