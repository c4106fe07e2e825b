package io.patchline.executor.git;

import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.RunTrailers;
import io.patchline.executor.git.tree.CommitText;
import io.patchline.executor.git.tree.History;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import io.patchline.patch.WorkspaceName;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A ref besides the branch that each push of an executor moves too, on condition that it is where that executor saw it. Whoever ends a run without a commit that another executor may be carrying
 * out as well moves it first, and leaves there how the run ended: a push of the other that comes later is refused, and the other finds that end. So a commit never comes after its run was told to
 * have none. The ref's first commit is a token, which is new for each push; behind it are the ends, the newest first. Not for several threads at once.
 */
final class Fence {
    private static final String LOCAL = "refs/patchline/branch/";
    private static final String NAME = "fence";
    private static final String ENDED = "Patchline-Ended";
    private static final String OUTCOME = "Patchline-Outcome";

    private final OwnRepository repository;
    private final WorkspaceName workspace;
    private final String remoteDirectory;
    private final CommitMessages messages;
    private Optional<String> at = Optional.empty();

    /** What is there, if it was read. */
    private Optional<History.Entry> newest = Optional.empty();

    Fence(OwnRepository repository, GitSettings settings, Clock clock) {
        this.repository = repository;
        this.workspace = settings.name();
        this.remoteDirectory = "refs/patchline/branch/" + settings.branch() + "/";
        this.messages = new CommitMessages(clock);
    }

    /**
     * How a run ended without a commit.
     *
     * @param status the outcome's
     */
    record End(int run, String status, Optional<ErrorCode> code) {
        private static End read(int run, String outcome) {
            String[] parts = outcome.split(" ", 2);
            Optional<ErrorCode> code = Arrays.stream(ErrorCode.values())
                    .filter(known -> parts.length == 2 && known.wireName().equals(parts[1]))
                    .findFirst();
            return new End(run, parts[0], code);
        }

        /**
         * The outcome of an attempt that comes to its end after that.
         *
         * @param askedRun the number of its run
         * @param report what it did, which came to nothing
         */
        Outcome outcome(int askedRun, RunReport report) {
            String summary = "another attempt at the run ended as " + status
                    + code.map(reason -> " (" + reason + ")").orElse("")
                    + " before this one could take effect; nothing of it is on the branch";
            ErrorCode reason = code.orElse(ErrorCode.UNEXPLAINED);
            if (run != askedRun) {
                return new Outcome.Interrupted(
                        "run " + run + " of the patch ended as " + status
                                + " before this one could take effect; nothing of it is on the branch",
                        report);
            }
            return switch (status) {
                case "succeeded" -> new Outcome.Succeeded(report);
                case "failed" -> new Outcome.Failed(reason, summary, List.of(), report);
                case "timed_out" -> new Outcome.TimedOut(summary, report);
                case "refused" -> new Outcome.Refused(reason, summary, List.of());
                case "cancelled" -> new Outcome.Cancelled(summary, report);
                case "rejected" -> new Outcome.Rejected(reason, summary, Optional.empty(), report);
                default -> new Outcome.Interrupted(summary, report);
            };
        }
    }

    /** A pattern, which a fetch does not mind if nothing is there. */
    String refspec() {
        return "+" + remoteDirectory + "*:" + LOCAL + "*";
    }

    /** What was fetched is what it is at. */
    void fetched() throws IOException {
        at = repository.at(LOCAL + NAME);
        newest = Optional.empty();
    }

    /** What it is at, as it was seen last. */
    Optional<String> at() {
        return at;
    }

    /** A push has moved it. */
    void moved(String commit) throws IOException {
        repository.name(LOCAL + NAME, commit);
        at = Optional.of(commit);
        newest = Optional.empty();
    }

    /** The update that moves it from where it was seen last. */
    Remote.Update to(String commit) {
        return new Remote.Update(ref(), at, Optional.of(commit));
    }

    /** Its name in the repository. */
    String ref() {
        return remoteDirectory + NAME;
    }

    /** What to do where a repository takes no such ref; empty if it did not say that. */
    String adviceIfRefused(String why) {
        return why.contains(remoteDirectory) || why.contains("--atomic")
                ? ". It is to take refs/patchline/ too; for one that takes branches only, set patchline.git."
                        + workspace + ".fence=false (docs/git.md says what that costs)"
                : "";
    }

    /** A commit to move it to that tells of no end. */
    String passed() throws IOException, InterruptedException {
        return repository.emptyCommit(ends(), text("the last push", ""));
    }

    /** A commit to move it to that tells how the run ended. */
    String ended(PatchMessage message, Outcome outcome) throws IOException, InterruptedException {
        String code = outcome instanceof Outcome.Unsuccessful unsuccessful ? " " + unsuccessful.code() : "";
        return repository.emptyCommit(
                ends(),
                text(
                        "a run that ended without a commit",
                        "%s: %s\n%s: %s\n"
                                .formatted(
                                        ENDED,
                                        RunTrailers.run(message.patch().id(), message.run()),
                                        OUTCOME,
                                        outcome.status() + code)));
    }

    /** How this run of the patch ended, or a later one; empty if nobody has ended it without a commit. */
    Optional<End> endOf(PatchMessage message) throws IOException, InterruptedException {
        if (at.isEmpty()) {
            return Optional.empty();
        }
        PatchId id = message.patch().id();
        Instant since = message.acceptedAt();
        List<History.Entry> entries = new RunSearch(new History(repository)).since(at.get(), since, ENDED, OUTCOME);
        newest = Optional.of(entries.getFirst());
        return entries.stream()
                .filter(entry -> RunTrailers.numberOf(entry.trailer(), id) >= message.run())
                .map(entry -> End.read(
                        RunTrailers.numberOf(entry.trailer(), id),
                        entry.trailers().get(1)))
                .min((a, b) -> Integer.compare(a.run(), b.run()));
    }

    /** The newest end; empty if there is none. */
    private Optional<String> ends() throws IOException, InterruptedException {
        if (at.isPresent() && newest.isEmpty()) {
            newest = Optional.of(
                    new History(repository).before(at.get(), 1, ENDED).getFirst());
        }
        return newest.flatMap(entry -> entry.trailer().isEmpty() ? entry.parent() : at);
    }

    private CommitText text(String subject, String trailers) {
        return new CommitText(
                messages.executor(), "%s\n\n%sPatchline-Token: %s\n".formatted(subject, trailers, UUID.randomUUID()));
    }
}
