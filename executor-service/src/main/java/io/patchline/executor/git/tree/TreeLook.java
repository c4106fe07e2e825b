package io.patchline.executor.git.tree;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitEndedException;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.NameList;
import io.patchline.executor.process.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Calls of git that look at a tree, and a scan beside them, which ends them where git would wait for ever at what a command has put there. For one look. */
final class TreeLook {
    private final OwnRepository repository;
    private final Cancellation waiting = new Cancellation();
    private TreeScan.Found found = TreeScan.Found.NOTHING;
    private volatile boolean outOfMemory;

    TreeLook(OwnRepository repository) {
        this.repository = repository;
    }

    /** Scans; returns true, as a call that has nothing against the tree. */
    boolean scan(OwnRepository.Timed<TreeScan.Found> scan) throws IOException, InterruptedException {
        found = repository.timed("find", scan);
        if (found.mayKeepGitWaiting()) {
            waiting.request(Cancellation.Reason.REQUESTED);
        }
        return true;
    }

    /** Whether one of the calls needed more memory than it may have: what it lists is not known then. */
    boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** What the scan found, once it has ended. */
    TreeScan.Found found() {
        return found;
    }

    /** The names that the call lists; empty if it lists more than there is room for; none if the scan or want of memory has ended it. */
    Optional<List<byte[]>> names(GitCall call, int most) throws IOException, InterruptedException {
        NameList names = new NameList(most);
        Optional<GitResult> listed = run(call.to(names));
        if (listed.isEmpty()) {
            return Optional.of(List.of());
        }
        GitResult result = listed.get();
        if (result.cut()) {
            return Optional.empty();
        }
        if (result.isOutOfMemory()) {
            outOfMemory = true;
            return Optional.of(List.of());
        }
        if (result.code() != 0) {
            throw new GitFailedException(
                    call.command() + " ended with code " + result.code() + ": " + result.complaint());
        }
        return Optional.of(names.names());
    }

    /** What the call says; empty if the scan has ended it. */
    Optional<GitResult> run(GitCall call) throws IOException, InterruptedException {
        try {
            return Optional.of(repository.run(call, waiting));
        } catch (GitEndedException e) {
            boolean byScan = waiting.reason().isPresent()
                    && repository.limits().heeded().reason().isEmpty();
            if (byScan) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
