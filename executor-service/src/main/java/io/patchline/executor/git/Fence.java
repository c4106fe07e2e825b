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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A ref besides the branch that each push of an executor moves too, on condition that it is where that executor saw it. Whoever ends a run without a commit that another executor may be carrying
 * out as well moves it first, and leaves there how the run ended: a push of the other that comes later is refused, and the other finds that end. So a commit never comes after its run was told to
 * have none. What a decision of a review does is left there by the very push that does it, so that whoever comes after an executor that died in it need not guess. The ref's first commit is a token,
 * which is new for each push; behind it are the ends, the newest first. Not for several threads at once.
 */
final class Fence {
    private static final String LOCAL = "refs/patchline/branch/";
    private static final String NAME = "fence";
    private static final String SUCCEEDED = "succeeded";
    private static final String ENDED = "Patchline-Ended";
    private static final String OUTCOME = "Patchline-Outcome";
    private static final String LANDED = "Patchline-Landed";
    private static final String DECIDED_BY = "Patchline-Decided-By";

    private final OwnRepository repository;
    private final WorkspaceName workspace;
    private final String remoteDirectory;
    private final CommitMessages messages;
    private Optional<String> at = Optional.empty();

    /** What is there, if it was read. */
    private Optional<History.Entry> newest = Optional.empty();

    /** The same, with what it follows since the one patch was accepted whose runs are asked for here. */
    private List<History.Entry> entries = List.of();

    Fence(OwnRepository repository, GitSettings settings, Clock clock) {
        this.repository = repository;
        this.workspace = settings.name();
        this.remoteDirectory = "refs/patchline/branch/" + settings.branch() + "/";
        this.messages = new CommitMessages(clock);
    }

    /**
     * What an approval put on the branch.
     *
     * @param run the number of the run that made it
     * @param commits the oldest first
     * @param by the name of the credential that approved it
     */
    record Landed(int run, List<String> commits, String by) {
        Landed {
            commits = List.copyOf(commits);
        }

        private String trailers() {
            return "%s: %d %s\n%s".formatted(LANDED, run, String.join(" ", commits), decidedBy(by));
        }

        private static Optional<Landed> read(String value, String by) {
            String[] parts = value.split(" ", -1);
            boolean whole = parts.length > 1 && parts[0].matches("[1-9][0-9]{0,8}");
            return whole
                    ? Optional.of(new Landed(
                            Integer.parseInt(parts[0]), List.of(parts).subList(1, parts.length), by))
                    : Optional.empty();
        }
    }

    /**
     * How a run ended: without a commit, or as the approval of one.
     *
     * @param status the outcome's
     * @param by who approved or rejected what it made
     */
    record End(int run, String status, Optional<ErrorCode> code, Optional<Landed> landed, Optional<String> by) {
        private static End read(PatchId patch, List<String> trailers) {
            String[] parts = trailers.get(1).split(" ", 2);
            Optional<ErrorCode> code = Arrays.stream(ErrorCode.values())
                    .filter(known -> parts.length == 2 && known.wireName().equals(parts[1]))
                    .findFirst();
            return new End(
                    RunTrailers.numberOf(trailers.getFirst(), patch),
                    parts[0],
                    code,
                    Landed.read(trailers.get(2), trailers.get(3)),
                    Optional.of(trailers.get(3)).filter(name -> !name.isEmpty()));
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
                case SUCCEEDED -> new Outcome.Succeeded(report);
                case "failed" -> new Outcome.Failed(reason, summary, List.of(), report);
                case "timed_out" -> new Outcome.TimedOut(summary, report);
                case "refused" -> new Outcome.Refused(reason, summary, List.of());
                case "cancelled" -> new Outcome.Cancelled(summary, report);
                case "rejected" -> new Outcome.Rejected(reason, summary, by, report);
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
        entries = List.of();
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
        entries = List.of();
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
        String by = outcome instanceof Outcome.Rejected rejected
                ? rejected.by().map(Fence::decidedBy).orElse("")
                : "";
        return end(message, "a run that ended without a commit", outcome.status() + code + "\n" + by);
    }

    /** A commit to move it to that tells what the approval that the message asks for put on the branch. */
    String landed(PatchMessage message, Landed landed) throws IOException, InterruptedException {
        return end(message, "an approval", SUCCEEDED + "\n" + landed.trailers());
    }

    private String end(PatchMessage message, String subject, String outcome) throws IOException, InterruptedException {
        String run = RunTrailers.run(message.patch().id(), message.run());
        return repository.emptyCommit(ends(), text(subject, "%s: %s\n%s: %s".formatted(ENDED, run, OUTCOME, outcome)));
    }

    private static String decidedBy(String name) {
        return DECIDED_BY + ": " + RunTrailers.oneLine(name) + "\n";
    }

    /** How this run of the patch ended, or the first that did of the later ones; empty if it is not told here. */
    Optional<End> endOf(PatchMessage message) throws IOException, InterruptedException {
        return endsOf(message)
                .filter(end -> end.run() >= message.run())
                .min((a, b) -> Integer.compare(a.run(), b.run()));
    }

    /** The last approval of the patch that put something on the branch, whichever of its runs that was. */
    Optional<End> landingOf(PatchMessage message) throws IOException, InterruptedException {
        return endsOf(message).filter(end -> end.landed().isPresent()).findFirst();
    }

    /** The ends of the patch's runs, the newest first. */
    private Stream<End> endsOf(PatchMessage message) throws IOException, InterruptedException {
        if (at.isEmpty()) {
            return Stream.empty();
        }
        PatchId id = message.patch().id();
        if (entries.isEmpty()) {
            entries = new RunSearch(new History(repository))
                    .since(at.get(), message.acceptedAt(), ENDED, OUTCOME, LANDED, DECIDED_BY);
            newest = Optional.of(entries.getFirst());
        }
        return entries.stream()
                .filter(entry -> RunTrailers.numberOf(entry.trailer(), id) > 0)
                .map(entry -> End.read(id, entry.trailers()));
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
