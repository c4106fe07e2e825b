package io.patchline.executor.sandbox;

import java.util.List;

/** What mends a sandbox that does not come up, by what its error says. The errors were seen, not guessed (docs/sandbox.md). */
record Remedy(String error, String advice) {
    private static final String USER_NAMESPACES = "allow user namespaces: in a container with "
            + "seccomp=deploy/docker/bwrap-seccomp.json and systempaths=unconfined; on a host that restricts them with AppArmor or "
            + "kernel.unprivileged_userns_clone, allow them for bwrap";

    private static final List<Remedy> KNOWN = List.of(
            new Remedy("Cannot run program \"/usr/bin/perl\"", "install Perl (apt-get install perl-base)"),
            new Remedy(
                    "Landlock of version",
                    "Linux 6.12 or newer is needed, with landlock among the boot parameter lsm= or CONFIG_LSM"),
            new Remedy(
                    "can be read",
                    "let only the executor's user read it (chmod 400), or keep it away from this container"),
            new Remedy(
                    "can be written",
                    "give the state directory and what is above it to root (chown root: …, chmod 755 …)"),
            new Remedy("/ is mounted", "read_only: true in compose, --read-only with docker run"),
            new Remedy("NoNewPrivs", "security_opt: [\"no-new-privileges:true\"]"),
            new Remedy("cannot become", "cap_add: [SETUID, SETGID], see deploy/docker/container-tier.yml"),
            new Remedy("there is no program", "install bubblewrap (apt-get install bubblewrap)"),
            new Remedy("failed to execute", "install bubblewrap (apt-get install bubblewrap)"),
            new Remedy("No permissions to create", USER_NAMESPACES),
            new Remedy("Creating new namespace failed", USER_NAMESPACES),
            new Remedy("setting up uid map", USER_NAMESPACES),
            new Remedy("pivot_root", USER_NAMESPACES),
            new Remedy("mount proc", "in a container: systempaths=unconfined"),
            new Remedy("RTM_NEWADDR", "give bwrap an AppArmor profile with userns (Ubuntu 24.04 restricts it)"),
            new Remedy("Unknown option", "bubblewrap 0.8 or newer is needed"),
            new Remedy(
                    "find source path",
                    "every directory above must be passable for the user that commands run as (chmod a+x)"),
            new Remedy("belongs to root", "give the workspace to a user"));

    static String of(String error) {
        return KNOWN.stream()
                .filter(remedy -> error.contains(remedy.error()))
                .map(Remedy::advice)
                .findFirst()
                .orElse("see docs/sandbox.md");
    }
}
