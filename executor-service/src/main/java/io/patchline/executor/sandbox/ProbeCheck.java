package io.patchline.executor.sandbox;

import static io.patchline.executor.process.LaunchScript.quoted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that must exit with code 0 for a tier to be used.
 *
 * @param name what holds then
 * @param script the command
 * @param network whether it may use the network
 */
record ProbeCheck(String name, String script, boolean network) {

    /**
     * What to try.
     *
     * @param canary a file in the executor's own directory, of which commands must see nothing
     * @param secrets files that no command must be able to read
     */
    static List<ProbeCheck> of(TierName tier, Path canary, List<Path> secrets) {
        List<ProbeCheck> checks = new ArrayList<>(List.of(off("a command runs", "true")));
        switch (tier) {
            case BUBBLEWRAP -> {
                checks.addAll(confined(canary, secrets));
                checks.add(off("no process outside is seen", "set -- /proc/[0-9]*; echo $# processes; [ $# -eq 2 ]"));
                checks.add(off("the network is off", "! grep -v -e 'lo:' -e '|' /proc/net/dev"));
            }
            case LANDLOCK -> {
                checks.addAll(confined(canary, secrets));
                checks.addAll(apart());
            }
            case CONTAINER -> {
                checks.addAll(confined(canary, secrets));
                checks.addAll(apart());
                checks.addAll(shutIn(canary));
            }
            case NONE -> {}
        }
        return checks;
    }

    private static List<ProbeCheck> confined(Path canary, List<Path> secrets) {
        List<ProbeCheck> checks = new ArrayList<>();
        checks.add(new ProbeCheck("a command runs with the network on", "true", true));
        checks.add(off("no file outside is read", "! cat " + quoted(canary.toString())));
        checks.add(off("nothing outside is written", cannotWrite(canary)));
        checks.add(off("the workspace is written", "f=$(mktemp ./.patchline-probe.XXXXXX) && rm \"$f\""));
        StringBuilder secret = new StringBuilder("for f in /run/secrets/*");
        secrets.forEach(file -> secret.append(' ').append(quoted(file.toString())));
        checks.add(off(
                "no secret is read",
                secret + "; do if ( : <\"$f\" ) 2>/dev/null; then echo \"$f can be read\"; exit 1; fi; done"));
        return checks;
    }

    /** Where the processes of executor and command are in one namespace. */
    private static List<ProbeCheck> apart() {
        long executor = ProcessHandle.current().pid();
        return List.of(
                off("the executor is not signalled", "! kill -s 0 " + executor),
                off("the executor's memory and environment are not read", "! cat /proc/" + executor + "/environ"),
                off("the network is off", "! { exec 3<>/dev/udp/127.0.0.1/9; }"));
    }

    /** Who can write to a directory can put another in the place of what lies in it, unless its sticky bit says no. */
    private static List<ProbeCheck> shutIn(Path canary) {
        return List.of(
                off(
                        "the executor's state is its own",
                        "d=" + quoted(canary.toString()) + "; while [ \"$d\" != / ]; do d=$(dirname \"$d\");"
                                + " if [ -w \"$d\" ] && [ ! -k \"$d\" ]; then echo \"$d can be written\"; exit 1; fi; done"),
                off(
                        "commands have no capabilities",
                        "! grep -E '^Cap(Inh|Prm|Eff|Amb):' /proc/self/status | grep -v 0000000000000000"),
                off("no command gains rights", "grep -q -x 'NoNewPrivs:.1' /proc/self/status"),
                off(
                        "the container's root is read-only",
                        "while read -r a b c d point options rest; do [ \"$point\" = / ] && last=$options; done </proc/self/mountinfo;"
                                + " case $last in ro|ro,*) ;; *) echo \"/ is mounted $last\"; exit 1;; esac"));
    }

    private static String cannotWrite(Path canary) {
        String outside = quoted(canary.resolveSibling("probe-was-here").toString());
        return "! { >" + outside
                + "; } && ! { >/probe-was-here; } && ! { >/usr/probe-was-here; } && ! { >/etc/probe-was-here; }";
    }

    private static ProbeCheck off(String name, String script) {
        return new ProbeCheck(name, script, false);
    }
}
