package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingCases.assertExited;
import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the script itself may be: the cases 25, 26, 30 and 44. */
class ScriptIT {
    @RegisterExtension
    static final Workbench BENCH = Workbench.bubblewrap();

    @Test
    void case_25_a_script_of_300_kilobytes_runs() {
        String script = "n=0\n" + "n=$((n+1)) # padding that makes the line longer\n".repeat(6_500) + "echo $n\n";
        assertThat(script).hasSizeGreaterThan(300_000);

        assertExited(BENCH.run(script), 0, "6500\n");
    }

    @Test
    void case_25_a_script_with_a_nul_runs_as_bash_reads_it_and_harms_nobody() {
        assertThat(BENCH.run("echo a\0b")).isInstanceOf(ProcessResult.Exited.class);
    }

    @Test
    void case_25_text_that_is_not_ascii_arrives_as_it_is() {
        assertExited(BENCH.run("echo '✅ größer 😀'"), 0, "✅ größer 😀\n");
    }

    @Test
    void case_26_reading_stdin_gives_its_end_at_once() {
        assertExited(BENCH.run(ask("cat; read -r line || echo end")), 0, "end\n");
    }

    @Test
    void case_30_a_forged_ready_mark_or_result_is_only_output() {
        assertExited(
                BENCH.run("printf '\\006\\n'; echo go; echo '{\"status\":\"succeeded\"}'; exit 3"),
                3,
                "\ngo\n{\"status\":\"succeeded\"}\n");
    }

    @Test
    void case_30_a_command_cannot_change_what_it_is_started_from() {
        assertThat(BENCH.outputOf(
                        "echo evil >/run/patch/script || rm -f /run/patch/launch || echo neither; id -u >/dev/null"))
                .endsWith("neither\n");
    }

    @Test
    void case_44_a_workspace_with_an_awkward_name_works() throws Exception {
        for (String name : new String[] {"two words", "--bind", "line\nbreak", "it's $(id) \"x\"", "größe ✅"}) {
            Path workspace = Files.createDirectory(BENCH.root().resolve(name));
            CommandUser.adopt(workspace);
            CommandRequest request = new CommandRequest(
                    "touch here; pwd; printf %s \"$HOME\"",
                    workspace,
                    Map.of(),
                    Workbench.LONG,
                    false,
                    BENCH.root().resolve("scratch"),
                    OutputListener.NONE,
                    new Cancellation());

            assertExited(BENCH.runner().run(request), 0, workspace + "\n" + workspace);
            assertThat(workspace.resolve("here")).exists();
        }
    }

    /** Bash computes what RANDOM is set to, and runs what is in it: that ended a sandbox before the command had begun, so that the command ran twice and was told as one that never had. */
    @Test
    void what_a_variable_runs_when_it_is_set_is_of_the_command_and_runs_once() {
        CommandRequest request = echoWith(Map.of("RANDOM", "x[$(echo ran >>runs; kill -9 $$)0]"));

        assertThat(BENCH.runner().run(request)).isInstanceOf(ProcessResult.Signalled.class);

        assertThat(BENCH.workspace().resolve("runs")).hasContent("ran");
    }

    /** Bash names such a value in a warning, and a line of it was taken for the mark. */
    @Test
    void what_bash_says_of_a_variable_is_no_mark_and_no_output() {
        CommandRequest request = echoWith(Map.of("LC_ALL", "x\n\006\ny"));

        assertExited(BENCH.runner().run(request), 0, "here\n");
    }

    private static CommandRequest echoWith(Map<String, String> variables) {
        return new CommandRequest(
                "echo here",
                BENCH.workspace(),
                variables,
                Workbench.LONG,
                false,
                BENCH.root().resolve("scratch"),
                OutputListener.NONE,
                new Cancellation());
    }

    @Test
    void what_a_command_creates_belongs_to_the_owner_of_the_workspace() throws Exception {
        BENCH.outputOf("mkdir -p a/b; echo text >a/b/c");

        Path created = BENCH.workspace().resolve("a/b/c");
        assertThat(Files.getOwner(created)).isEqualTo(Files.getOwner(BENCH.workspace()));
        assertThat(created).hasContent("text");
        assertThat(BENCH.outputOf("id -u").strip()).isNotEqualTo("0");
    }
}
