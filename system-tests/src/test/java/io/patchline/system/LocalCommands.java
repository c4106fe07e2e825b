package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code context}, {@code completion}, {@code man} and {@code help}: what needs no service, or names one. */
interface LocalCommands {
    CommandSite site();

    @Test
    default void services_have_names_that_are_used_and_forgotten() {
        CommandSite site = site();
        String token = site.token().toString();
        assertThat(site.runAlone("", "context", "set", "away", "--url", "http://127.0.0.1:9")
                        .exit())
                .isZero();
        assertThat(site.runAlone(Pipeline.TOKEN, "context", "set", "here", "--url", site.url(), "--token-stdin")
                        .exit())
                .isZero();

        assertThat(site.runAlone("", "executors").exit())
                .as("the first is the current one")
                .isEqualTo(7);
        assertThat(site.runAlone("", "executors", "--context", "here").exit()).isZero();
        assertThat(site.runAlone("", "context", "use", "here").exit()).isZero();
        assertThat(site.runAlone("", "executors").exit()).isZero();
        assertThat(site.runAlone("", "executors", "--context", "away", "--token-file", token)
                        .exit())
                .isEqualTo(7);
        assertThat(site.runAlone("", "context", "list", "-o", "json").out())
                .contains("\"name\" : \"away\"")
                .contains("\"current\" : true")
                .doesNotContain(Pipeline.TOKEN);
        assertThat(site.runAlone("", "context", "remove", "here").exit()).isZero();
        assertThat(site.runAlone("", "context", "use", "here").exit()).isEqualTo(3);
    }

    @Test
    default void the_shells_and_man_read_what_is_made_for_them() throws Exception {
        for (String shell : List.of("bash", "zsh", "fish")) {
            CommandLine.Ended script = site().runAlone("", "completion", shell);
            assertThat(script.out()).as(shell).contains("dead-letters").contains("release");
            if (shell.equals("bash")) {
                assertThat(completed(site().write("completion.bash", script.out())))
                        .contains("dead-letters")
                        .contains("doctor");
            }
        }
        assertThat(site().runAlone("", "completion", "tcsh").exit()).isEqualTo(2);
        assertThat(site().runAlone("", "man").out())
                .startsWith(".TH PATCHLINE 1")
                .contains(".SS \"patchline lanes release LANE\"")
                .contains(".SH EXIT STATUS");
        assertThat(site().runAlone("", "help", "token", "create").out()).contains("--scope");
        assertThat(json(site().runAlone("", "help", "--json").out())
                        .at("/exit_codes/124")
                        .asText())
                .isEqualTo("waited_in_vain");
        assertThat(site().runAlone("", "--version").exit()).isZero();
    }

    /** What bash offers after the command's name. */
    private static String completed(Path script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source \"$1\"; COMP_WORDS=(patchline d) COMP_CWORD=1; _complete_patchline; echo \"${COMPREPLY[@]}\"",
                        "bash",
                        script.toString())
                .redirectErrorStream(true)
                .start();
        String offered = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return offered;
    }
}
