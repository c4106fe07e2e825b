package io.patchline.executor;

import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.DirectoryWorkspace;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.actions.WorkspacePlace;
import io.patchline.executor.actions.Workspaces;
import io.patchline.executor.directory.LockedDirectory;
import io.patchline.executor.git.BranchTools;
import io.patchline.executor.git.BranchWorkspace;
import io.patchline.executor.git.GitSettings;
import io.patchline.executor.git.ReviewRule;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.DiskUsage;
import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.sandbox.CommandUser;
import io.patchline.message.WorkspaceInfo;
import io.patchline.patch.WorkspaceName;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The workspaces of this executor, as they are configured: a directory, branches of repositories, or both. */
final class WorkspaceSetup implements AutoCloseable {
    private static final Path DEFAULT_DIRECTORY = Path.of(".patchline/workspace");

    private final ExecutorConfig config;
    private final Clock clock;
    private final List<GitSettings> branches;
    private final Path ground;
    private final List<BranchWorkspace> made = new ArrayList<>();
    private final List<RepositoryProbing> probing = new ArrayList<>();
    private final Map<String, DiskUsage> usage = new TreeMap<>();

    /**
     * @throws IOException if a directory cannot be made
     * @throws IllegalArgumentException if a key is wrong, with its name
     */
    WorkspaceSetup(ExecutorConfig config, Clock clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.branches = config.git().entrySet().stream()
                .map(entry -> settings(entry.getKey(), entry.getValue()))
                .toList();
        Path directory = directory(config).orElseGet(() -> config.state().resolve("git/no-workspace"));
        this.ground = Files.createDirectories(directory).toRealPath();
        LockedDirectory.unlock(ground);
        CommandUser.adopt(ground);
    }

    /** The directory workspace; empty if there are git workspaces only. */
    static Optional<Path> directory(ExecutorConfig config) {
        return config.workspace()
                .directory()
                .or(() -> config.git().isEmpty() ? Optional.of(DEFAULT_DIRECTORY) : Optional.empty());
    }

    /** A directory that belongs to whom commands run as, in which the sandbox is tried: the directory workspace, if there is one. */
    Path ground() {
        return ground;
    }

    /** The files that no command may read. */
    static List<Path> secrets(ExecutorConfig config) {
        return config.git().values().stream()
                .map(WorkspaceSetup::credentials)
                .flatMap(credentials -> credentials.secrets().stream())
                .toList();
    }

    /** The files with tokens, which must not appear in any output. */
    static List<Path> tokens(ExecutorConfig config) {
        return config.git().values().stream()
                .flatMap(git -> git.tokenFile().stream())
                .toList();
    }

    /** All of them, with this runner for commands. */
    Workspaces open(CommandRunner runner, CommandRules rules) throws IOException {
        Map<WorkspaceName, RunWorkspace> all = new TreeMap<>();
        List<String> knownAs = config.workspace().knownAs().orElse(List.of());
        if (directory(config).isPresent()) {
            WorkspaceRoots roots = new WorkspaceRoots(knownAs).and(ground.toString());
            all.put(
                    WorkspaceName.DEFAULT,
                    DirectoryWorkspace.at(WorkspacePlace.lasting(ground, config.state(), roots), runner, rules));
        }
        CommandUser user = CommandUser.nameFor(ground);
        for (GitSettings settings : branches) {
            BranchTools tools = BranchTools.of(
                    settings, runner, rules, owner(user), new WorkspaceRoots(knownAs), clock, CallObserver.NONE);
            BranchWorkspace workspace = new BranchWorkspace(
                    tools, config.state().resolve("git").resolve(settings.name().value()));
            made.add(workspace);
            usage.put(settings.name().value(), new DiskUsage(workspace.directory()));
            if (all.put(settings.name(), workspace) != null) {
                throw new IllegalArgumentException(
                        "patchline.git." + settings.name()
                                + " has the name of the directory workspace: give it another, or leave patchline.workspace out");
            }
        }
        return new Workspaces(all);
    }

    /** Commands of an executor that is root run as somebody else. */
    private static TreeOwner owner(CommandUser user) {
        return user.equals(CommandUser.self()) ? TreeOwner.SELF : TreeOwner.other(user.uid(), user::own, user::ownAll);
    }

    /** What the ingest service hears of them. */
    List<WorkspaceInfo> infos() {
        List<WorkspaceInfo> infos = new ArrayList<>();
        directory(config).ifPresent(path -> infos.add(WorkspaceInfo.directory(WorkspaceName.DEFAULT)));
        branches.forEach(branch -> infos.add(WorkspaceInfo.git(
                branch.name(), branch.branch(), branch.review().mayAsk())));
        return infos;
    }

    /** Why patches cannot take effect in repositories, as far as that is known, by the workspaces' names. */
    Map<String, String> trouble() {
        Map<String, String> trouble = new TreeMap<>();
        made.forEach(workspace -> workspace
                .watch()
                .trouble()
                .ifPresent(why -> trouble.put(workspace.settings().name().value(), why)));
        return trouble;
    }

    /** Looks at the repositories, and at how much the places take on disk, from now on. */
    void watch() {
        made.forEach(workspace -> probing.add(workspace.probing()));
        usage.values().forEach(DiskUsage::start);
    }

    /** How much the places of each git workspace take on disk, by the workspaces' names. */
    Map<String, DiskUsage> usage() {
        return usage;
    }

    @Override
    public void close() {
        probing.forEach(RepositoryProbing::close);
        usage.values().forEach(DiskUsage::close);
    }

    private static Credentials credentials(ExecutorConfig.Git git) {
        return new Credentials(git.keyFile(), git.knownHostsFile(), git.tokenFile());
    }

    private static GitSettings settings(String name, ExecutorConfig.Git git) {
        return new GitSettings(
                new WorkspaceName(name),
                read(name, ".url", git.url(), RepositoryUrl::parse),
                git.branch(),
                credentials(git),
                read(name, ".review", git.review(), ReviewRule::parse),
                git.reviewWithin(),
                git.keep(),
                git.timeout(),
                new SizeLimits(
                        git.fetchLimit().asLongValue(),
                        git.commitLimit().asLongValue(),
                        git.checkoutLimit().asLongValue()),
                git.fence());
    }

    private static <T> T read(String workspace, String key, String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("patchline.git." + workspace + key + " " + e.getMessage(), e);
        }
    }
}
