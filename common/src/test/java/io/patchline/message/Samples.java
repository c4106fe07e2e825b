package io.patchline.message;

import io.patchline.event.EventEnvelope;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.LoggedCommit;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Base;
import io.patchline.patch.CallbackUrl;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.ContentId;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values behind the golden files, by the names of the files. */
public final class Samples {
    private static final RunRef REF = new RunRef(new PatchId("patch-1"), 1, 2, new Lane("src/app.py"), "builder-1");
    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30.123456Z");
    private static final FilePath PATH = new FilePath("src/app.py");
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final Optional<String> FINGERPRINT = Optional.of(HASH);

    private static final CommitId COMMIT = new CommitId("3e5b1a4c6a7d8e9f00112233445566778899aabb");
    private static final CommitId OTHER_COMMIT = new CommitId("99aabb3e5b1a4c6a7d8e9f001122334455667788");
    private static final CommitOptions ON_FILES = new CommitOptions(
            Optional.of(Base.of(Map.of("src/app.py", new ContentId(HASH), "new.txt", ContentId.NO_FILE))),
            true,
            Optional.of("Fix the build\n\n\tIt was broken."));

    private Samples() {}

    public static Map<String, Patch> patches() {
        Map<String, Patch> patches = new LinkedHashMap<>();
        patches.put("patch-run_command", patch(new PatchAction.RunCommand("set -e\nmake test # \"quoted\" \\ é 🚀")));
        patches.put("patch-write_file", patch(new PatchAction.WriteFile(PATH, "print(1)\n", Optional.empty())));
        patches.put(
                "patch-write_file-mode",
                patch(new PatchAction.WriteFile(PATH, "", Optional.of(FileMode.parse("0755")))));
        patches.put("patch-delete_file", patch(new PatchAction.DeleteFile(PATH)));
        patches.put("patch-change_mode", patch(new PatchAction.ChangeMode(PATH, FileMode.parse("600"))));
        patches.put(
                "patch-replace_text",
                patch(
                        new PatchAction.ReplaceText(
                                PATH, "a+", "b", PatchAction.Matching.PATTERN, PatchAction.Occurrences.ALL),
                        new PatchAction.ReplaceText(
                                PATH, "old\n", "", PatchAction.Matching.BLOCK, PatchAction.Occurrences.ONE),
                        new PatchAction.ReplaceText(
                                PATH, "x", "y", PatchAction.Matching.PATTERN, PatchAction.Occurrences.FIRST)));
        patches.put(
                "patch-apply_diff",
                patch(
                        new PatchAction.ApplyDiff("@@ -1 +1 @@\n-a\n+b\n", Optional.of(PATH)),
                        new PatchAction.ApplyDiff("*** Begin Patch\n*** End Patch\n", Optional.empty())));
        patches.put("patch-revert", patch(new PatchAction.Revert(new PatchId("patch-0"), COMMIT)));
        patches.put(
                "patch-base-commit",
                everyField(new CommitOptions(Optional.of(Base.of(COMMIT)), false, Optional.empty())));
        patches.put("patch-every-field", everyField(ON_FILES));
        return patches;
    }

    static Map<String, EventEnvelope> events() {
        Map<String, EventEnvelope> events = new LinkedHashMap<>();
        events.put("event-declined", event(new PatchEvent.Declined(REF, ErrorCode.LANE_FULL)));
        events.put("event-cancel_requested", event(new PatchEvent.CancelRequested(REF, "alice")));
        events.put("event-started", event(new PatchEvent.Started(REF, FINGERPRINT)));
        events.put(
                "event-retrying",
                event(new PatchEvent.Retrying(
                        REF,
                        new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit code 1", List.of(), RunReport.NOTHING),
                        Duration.ofMillis(1500))));
        letterEvents().forEach((name, event) -> events.put("event-" + name, event(event)));
        outcomes()
                .forEach((name, outcome) ->
                        events.put("event-" + name, event(new PatchEvent.Finished(REF, outcome, FINGERPRINT))));
        events.put("event-approve_requested", event(new PatchEvent.ApproveRequested(REF, 2, "anna", COMMIT)));
        events.put(
                "event-reject_requested",
                event(new PatchEvent.RejectRequested(
                        REF, 2, Optional.of("anna"), ErrorCode.REJECTED, "not in this release")));
        for (PatchEvent.LaneEvent lane : List.of(
                new PatchEvent.LaneClearing(REF, new PatchId("patch-0")),
                new PatchEvent.LaneReleased(REF, new PatchId("patch-0"), Optional.of("anna")))) {
            events.put("event-" + lane.what(), event(lane));
        }
        for (PatchEvent.Callback callback : List.of(
                new PatchEvent.CallbackDelivered(REF, 3),
                new PatchEvent.CallbackFailed(REF, 1, "status 503", Duration.ofMillis(4750)),
                new PatchEvent.CallbackGivenUp(REF, 12, "status 503"))) {
            events.put("event-" + callback.what(), event(callback));
        }
        return events;
    }

    private static Map<String, PatchEvent> letterEvents() {
        Optional<String> letter = Optional.of("conflict-9f86d081884c7d659a2feaa0c55ad015");
        return Map.of(
                "dead_lettered",
                new PatchEvent.DeadLettered(
                        REF,
                        ErrorCode.COMMAND_FAILED,
                        "exit code 1",
                        2,
                        Optional.of("src/app.py"),
                        Optional.empty(),
                        Optional.of(new LaneHold(new PatchId("patch-0"), 3))),
                "replayed",
                new PatchEvent.Replayed(REF, 2, "anna", Optional.of(new PatchId("patch-2")), true, Optional.empty()),
                "discarded",
                new PatchEvent.Discarded(REF, 2, "anna", letter),
                "vanished",
                new PatchEvent.Vanished(REF, 2, Optional.empty()));
    }

    private static Map<String, Outcome> outcomes() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("succeeded", new Outcome.Succeeded(fullReport()));
        outcomes.put(
                "failed",
                new Outcome.Failed(
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "no such place",
                        List.of(new Problem(ErrorCode.CONTEXT_NOT_FOUND, "/actions/0", "not in the file")),
                        RunReport.NOTHING));
        outcomes.put("timed_out", new Outcome.TimedOut("longer than 5 minutes", commandReport()));
        outcomes.put(
                "refused",
                new Outcome.Refused(
                        ErrorCode.PATH_REFUSED,
                        "a link",
                        List.of(new Problem(ErrorCode.PATH_REFUSED, "/actions/0/path", "leads over a link"))));
        outcomes.put("cancelled", new Outcome.Cancelled("on request", RunReport.NOTHING));
        outcomes.put(
                "awaiting_review",
                new Outcome.AwaitingReview(
                        "deploy/app.yaml needs a review", TIME, commandReport().with(waiting())));
        outcomes.put(
                "rejected",
                new Outcome.Rejected(
                        ErrorCode.REJECTED, "rejected by anna: no", Optional.of("anna"), RunReport.NOTHING));
        outcomes.put("interrupted", new Outcome.Interrupted("the executor ended", RunReport.NOTHING));
        return outcomes;
    }

    private static RunReport commandReport() {
        CommandResult killed = new CommandResult(
                0, Optional.empty(), Optional.of("SIGKILL"), Duration.ofMinutes(5), CapturedOutput.NONE);
        return new RunReport(Duration.ofSeconds(301), List.of(killed), List.of(), Optional.empty());
    }

    private static RunReport fullReport() {
        CommandResult ended = new CommandResult(
                1,
                Optional.of(0),
                Optional.empty(),
                Duration.ofMillis(42),
                new CapturedOutput("first\n", "last\n", 100_000, 99_989));
        FileChange created = new FileChange(
                PATH,
                FileChange.Kind.CREATED,
                2,
                0,
                Optional.empty(),
                Optional.of(HASH),
                Optional.of(FileMode.parse("644")));
        FileChange deleted = new FileChange(
                new FilePath("old.txt"),
                FileChange.Kind.DELETED,
                0,
                3,
                Optional.of(HASH),
                Optional.empty(),
                Optional.empty());
        return new RunReport(
                Duration.parse("PT1.25S"),
                List.of(ended),
                List.of(created, deleted),
                Optional.of("--- /dev/null\n+++ b/src/app.py\n@@ -0,0 +1 @@\n+print(1)\n"),
                List.of("/patch: matched as a regular expression"),
                Optional.empty(),
                Optional.of(landed()));
    }

    private static GitReport waiting() {
        return new GitReport(
                new WorkspaceName("site"),
                "main",
                Optional.of(COMMIT),
                Optional.of(COMMIT),
                List.of(),
                GitReport.Changes.FILES,
                1,
                Optional.of("patchline/patch-1"),
                Optional.empty(),
                List.of(
                        new LoggedCommit(COMMIT, "Anna <anna@example.com>", Optional.of(1), "Do it\n\nbecause", 0),
                        new LoggedCommit(COMMIT, "Jo <jo@example.com>", Optional.empty(), "More", 12)));
    }

    private static GitReport landed() {
        return new GitReport(
                new WorkspaceName("site"),
                "main",
                Optional.of(COMMIT),
                Optional.of(OTHER_COMMIT),
                List.of(COMMIT, OTHER_COMMIT),
                GitReport.Changes.FILES,
                1,
                Optional.empty(),
                Optional.of("anna"));
    }

    private static Patch everyField(CommitOptions commit) {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("z", null);
        nested.put("list", Arrays.asList(1, "two", true, null));
        return new Patch(
                new PatchId("Заплатка 🚀"),
                Optional.of("command_patch"),
                Optional.of("/tmp/test.log"),
                new Lane("main"),
                List.of(new PatchAction.RunCommand("echo test")),
                new RunOptions(Duration.ofSeconds(90), 3, true, true, Optional.of(false), RunOptions.OnFailure.KEEP),
                Optional.of("why\nand how"),
                Map.of("price", new BigDecimal("1.10"), "nested", nested),
                Optional.of(new CallbackUrl("https://example.com/hook?a=b")),
                Map.of("agent", "gpt", "attempts", 12345678901L),
                List.of("/patch"),
                Optional.of(new WorkspaceName("site")),
                Optional.of(commit));
    }

    private static Patch patch(PatchAction... actions) {
        return new Patch(
                new PatchId("patch-1"),
                Optional.empty(),
                Optional.empty(),
                new Lane("patch-1"),
                List.of(actions),
                new RunOptions(
                        Duration.ofMinutes(5), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    private static EventEnvelope event(PatchEvent event) {
        return EventEnvelope.of(event, TIME);
    }
}
