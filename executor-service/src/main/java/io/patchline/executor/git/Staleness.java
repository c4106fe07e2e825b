package io.patchline.executor.git;

import io.patchline.executor.git.tree.BlobHashes;
import io.patchline.executor.git.tree.GitNames;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Base;
import io.patchline.patch.ContentId;
import io.patchline.patch.FilePath;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what a patch was made on has changed since. */
final class Staleness {
    private static final int MOST_TOLD = 50;

    private final PlaceContext context;

    Staleness(PlaceContext context) {
        this.context = context;
    }

    /** Why the patch must not be carried out on this tip; empty if it may. */
    Optional<Step> of(Optional<Base> base, String tip, RunReport report) throws IOException, InterruptedException {
        if (base.isEmpty()) {
            return Optional.empty();
        }
        List<String> changed = base.get().commit().isPresent()
                ? sinceCommit(base.get().commit().get().value(), tip)
                : sinceFiles(base.get().files(), tip);
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        List<String> details = changed.subList(0, Math.min(MOST_TOLD, changed.size()));
        String more = details.size() < changed.size() ? " (and more than " : " (and ";
        String summary = "what the patch was made on has changed: " + details.getFirst()
                + (details.size() > 1 ? more + (details.size() - 1) + " more)" : "");
        return Optional.of(Step.failed(ErrorCode.STALE, summary, details, report));
    }

    /**
     * The same at the approval of what a patch made.
     *
     * @param stays what becomes of it then
     */
    Optional<Outcome> ofReviewed(Patch patch, String tip, String stays) throws IOException, InterruptedException {
        Optional<Step> stale = of(patch.commitOptions().base(), tip, RunReport.NOTHING);
        if (stale.isPresent()
                && stale.get() instanceof Step.Ended ended
                && ended.outcome() instanceof Outcome.Failed failed) {
            String summary = failed.summary() + ". It was approved, and does not land: " + stays
                    + ", to be merged by hand or deleted";
            return Optional.of(new Outcome.Failed(failed.code(), summary, failed.problems(), failed.report()));
        }
        return Optional.empty();
    }

    /** What has changed, one more than is told at most. */
    private List<String> sinceCommit(String commit, String tip) throws IOException, InterruptedException {
        if (commit.equals(tip)) {
            return List.of();
        }
        if (!context.repository().isAncestor(commit, tip)) {
            return List.of("the commit " + commit + " is not on the branch "
                    + context.settings().branch());
        }
        return context.changes().names(commit, tip, MOST_TOLD + 1).stream()
                .map(name -> GitNames.shown(name) + " has changed since " + commit)
                .toList();
    }

    private List<String> sinceFiles(Map<String, ContentId> files, String tip) throws IOException, InterruptedException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, ContentId> file : files.entrySet()) {
            Optional<String> blob = context.changes().blobOf(tip, new FilePath(file.getKey()));
            if (!matches(file.getValue(), blob) && changed.size() <= MOST_TOLD) {
                changed.add(file.getKey() + (blob.isPresent() ? " has other contents" : " does not exist any more"));
            }
        }
        return changed;
    }

    private boolean matches(ContentId expected, Optional<String> blob) throws IOException, InterruptedException {
        if (expected.isNoFile() || blob.isEmpty()) {
            return expected.isNoFile() && blob.isEmpty();
        }
        return expected.value().equals(blob.get())
                || expected.value()
                        .equals(BlobHashes.of(context.repository(), Set.of(blob.get()))
                                .get(blob.get()));
    }
}
