package io.patchline.executor.git.remote;

import static io.patchline.executor.process.LaunchScript.quoted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one gets into a repository. Secrets stay in their files: git's child reads them when it needs them, and neither arguments nor environment hold more than the names of the files.
 *
 * @param keyFile the private key for ssh
 * @param knownHostsFile the host keys that are believed; without it those of the system
 * @param tokenFile a file with a token or password for https
 */
public record Credentials(Optional<Path> keyFile, Optional<Path> knownHostsFile, Optional<Path> tokenFile) {
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty(), Optional.empty());

    /** The files that no command may read. */
    public List<Path> secrets() {
        List<Path> secrets = new ArrayList<>();
        keyFile.ifPresent(secrets::add);
        tokenFile.ifPresent(secrets::add);
        return secrets;
    }

    /** What git needs to know of it in its environment. */
    Map<String, String> environment(RepositoryUrl url) {
        if (!url.isSsh()) {
            return Map.of("GIT_SSH_COMMAND", "/bin/false");
        }
        StringBuilder ssh = new StringBuilder(
                "/usr/bin/ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o ForwardAgent=no -o ConnectTimeout=15"
                        + " -o ServerAliveInterval=15 -o PermitLocalCommand=no -o ClearAllForwardings=yes");
        keyFile.ifPresent(file -> ssh.append(" -o IdentitiesOnly=yes -o IdentityAgent=none -i ")
                .append(quoted(file.toAbsolutePath().toString())));
        knownHostsFile.ifPresent(file -> ssh.append(" -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile=")
                .append(quoted(file.toAbsolutePath().toString())));
        return Map.of("GIT_SSH_COMMAND", ssh.toString());
    }

    /** What git needs to know of it in its configuration. */
    List<String> configuration(RepositoryUrl url) {
        if (tokenFile.isEmpty() || !url.isHttp()) {
            return List.of();
        }
        String user = url.user().isPresent() ? "" : "echo username=x-access-token; ";
        return List.of("credential.helper=!f() { [ \"$1\" = get ] || exit 0; " + user + "printf password=; cat "
                + quoted(tokenFile.get().toAbsolutePath().toString()) + "; echo; }; f");
    }
}
