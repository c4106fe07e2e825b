package io.patchline.executor.git.program;

import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts git so that nothing but git runs: without the configuration of the system, the user or a tree, without hooks, monitors, filters, helpers or prompts. Attributes
 * of a tree can then choose only what git does by itself, such as line ends. Safe for use by several threads.
 */
public final class GitProgram {
    private static final Path PROGRAM = Path.of("/usr/bin/git");

    /** What holds for every call. None of it is secret: a process's environment is for its user to read. */
    private static final List<String> CONFIGURATION = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.untrackedCache=false",
            "core.attributesFile=/dev/null",
            "core.excludesFile=/dev/null",
            "core.symlinks=true",
            "core.fileMode=true",
            "core.bigFileThreshold=64m", // What is larger is not held in memory: a small pack may unpack to anything.
            "core.fsync=none", // What is lost with the power is made anew; a repository that is pushed to has its own.
            "core.autocrlf=false",
            "core.quotePath=false",
            "core.protectHFS=true",
            "core.protectNTFS=true",
            "core.logAllRefUpdates=false",
            "credential.helper=",
            "diff.renames=false",
            "fetch.recurseSubmodules=false",
            "fetch.unpackLimit=1", // Always one pack, so that the limit of a file bounds all that a fetch brings.
            "gc.auto=0",
            "maintenance.auto=false",
            "http.followRedirects=false",
            "merge.directoryRenames=false",
            "merge.conflictStyle=merge",
            "protocol.version=2",
            "push.gpgSign=false",
            "push.recurseSubmodules=no",
            "submodule.recurse=false",
            "advice.detachedHead=false");

    /** So that a proxy that the operator named serves git too. */
    private static final List<String> PASSED_ON = List.of(
            "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR");

    private final Map<String, String> environment;
    private final CallObserver observer;

    /** @param variables what every call sees besides what makes it safe */
    public GitProgram(Map<String, String> variables, List<String> configuration, CallObserver observer) {
        this.observer = observer;
        Map<String, String> all = new TreeMap<>(Map.ofEntries(
                Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
                Map.entry("HOME", "/nonexistent"),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                Map.entry("GIT_CONFIG_SYSTEM", "/dev/null"),
                Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                Map.entry("GIT_ATTR_NOSYSTEM", "1"),
                Map.entry("GIT_TERMINAL_PROMPT", "0"),
                Map.entry("GIT_ASKPASS", "/bin/false"),
                Map.entry("SSH_ASKPASS", "/bin/false"),
                Map.entry("GIT_EDITOR", "/bin/false"),
                Map.entry("GIT_PAGER", "cat"),
                Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
                Map.entry("GIT_NO_LAZY_FETCH", "1"),
                Map.entry("GIT_LITERAL_PATHSPECS", "1"),
                Map.entry("GIT_DEFAULT_REF_FORMAT", "files"),
                Map.entry("GIT_ALLOW_PROTOCOL", "none")));
        PASSED_ON.forEach(name -> {
            String value = System.getenv(name);
            if (value != null) {
                all.put(name, value);
            }
        });
        all.putAll(variables);
        List<String> configured = new ArrayList<>(CONFIGURATION);
        configured.addAll(configuration);
        all.put("GIT_CONFIG_COUNT", Integer.toString(configured.size()));
        for (int i = 0; i < configured.size(); i++) {
            String[] pair = configured.get(i).split("=", 2);
            all.put("GIT_CONFIG_KEY_" + i, pair[0]);
            all.put("GIT_CONFIG_VALUE_" + i, pair[1]);
        }
        this.environment = Map.copyOf(all);
    }

    /**
     * Runs git to its end.
     *
     * @throws GitFailedException if it cannot be started
     * @throws WroteTooMuchException if it wrote more than the call allows all together
     * @throws io.patchline.executor.process.StepEndedException if the deadline passes first; git and what it started are ended then
     */
    public GitResult run(GitCall call, Deadline deadline) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        call.mostFileBytes()
                .ifPresent(bytes -> line.addAll(
                        List.of("/bin/sh", "-c", "ulimit -f " + Math.max(1, bytes / 512) + " && exec \"$@\"", "git")));
        line.add(PROGRAM.toString());
        line.addAll(call.arguments());
        Map<String, String> variables = new TreeMap<>(environment);
        variables.putAll(call.environment());
        String command = call.arguments().getFirst();
        observer.before(command);
        ChildProcess child = new ChildProcess(line, variables, Path.of("/"), call.mostWritten(), call.mostData());
        GitResult result = child.run(call.input(), call.output(), deadline);
        observer.after(command);
        return result;
    }

    /**
     * The result of a call that cannot fail but by a fault of the disk or the repository.
     *
     * @throws GitFailedException if it fails
     */
    public GitResult succeed(GitCall call, Deadline deadline) throws IOException, InterruptedException {
        GitResult result = run(call, deadline);
        if (result.code() != 0) {
            throw new GitFailedException(
                    call.command() + " ended with code " + result.code() + ": " + result.complaint());
        }
        if (result.cut()) {
            throw new GitFailedException(call.command() + " wrote more than is read of it");
        }
        return result;
    }
}
