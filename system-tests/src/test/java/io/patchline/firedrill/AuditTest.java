package io.patchline.firedrill;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.firedrill.DrillPatch.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each row of the table counts what it says: an audit that cannot find anything proves nothing. */
class AuditTest {
    private static final DrillPatch FIRST = new DrillPatch(0, 0, Kind.APPEND, List.of("0", "0"));
    private static final DrillPatch SECOND = new DrillPatch(0, 1, Kind.IDEMPOTENT, List.of("0", "0"));
    private static final DrillPatch THIRD = new DrillPatch(0, 2, Kind.FILE, List.of("0", "0"));
    private static final DrillPatch APPROVED = new DrillPatch(0, 3, Kind.APPROVED, List.of("0", "0"));
    private static final DrillPatch REJECTED = new DrillPatch(0, 4, Kind.REJECTED, List.of("0", "0"));
    private static final String A = FIRST.id();
    private static final String B = SECOND.id();
    private static final String C = THIRD.id();

    private List<DrillPatch> patches = List.of(FIRST, SECOND, THIRD);
    private final Set<String> accepted = new HashSet<>(Set.of(A, B, C));
    private final Set<String> inLog = new HashSet<>(Set.of(A, B, C));
    private final List<String> started = new ArrayList<>(List.of(A, B, C));
    private final Map<String, Map<String, String>> finals = new HashMap<>();
    private final List<String> lines = new ArrayList<>(List.of(A, B));
    private final List<String> made = new ArrayList<>(List.of(C));
    private final Map<String, String> ledger = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final List<String> dead = new ArrayList<>();
    private Optional<List<String>> commits = Optional.empty();
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Map<String, Integer> unacknowledged = new HashMap<>();
    private final Map<String, Integer> consumers = new HashMap<>(Map.of("patches.lane.0", 1));

    AuditTest() {
        for (String id : List.of(A, B, C)) {
            end(id, "succeeded");
        }
    }

    @Test
    void nothing_is_found_where_everything_is_as_promised() {
        assertThat(found()).isEmpty();
    }

    @Test
    void a_patch_that_was_never_accepted() {
        accepted.remove(C);
        assertThat(found()).containsExactly("submitted until the end and never accepted");
    }

    @Test
    void a_patch_that_is_not_in_the_log_and_has_no_end() {
        inLog.remove(A);
        finals.remove(A);
        assertThat(found())
                .containsExactly(
                        "accepted, not in the log",
                        "accepted, without a final event",
                        "the ledger says something else",
                        "status API of ingest 0 says something else");
    }

    @Test
    void a_patch_with_two_ends() {
        finals.computeIfAbsent(A, any -> new HashMap<>()).put(A + "-1-0-interrupted", "interrupted");
        assertThat(found()).containsExactly("more than one final event");
    }

    @Test
    void a_line_that_is_missing_although_the_patch_succeeded() {
        lines.remove(A);
        assertThat(found())
                .containsExactly(
                        "reported as succeeded, effect missing",
                        "effect missing, not reported as interrupted or failed");
    }

    @Test
    void a_line_that_is_missing_of_an_interrupted_patch_is_as_promised_unless_it_is_idempotent() {
        lines.clear();
        end(A, "interrupted");
        end(B, "interrupted");
        dead.addAll(List.of(A, B));
        assertThat(found()).containsExactly("idempotent, effect missing");
    }

    @Test
    void a_line_that_is_there_twice() {
        lines.add(1, A);
        assertThat(found()).containsExactly("effect more than once");
    }

    @Test
    void an_effect_of_a_patch_that_is_said_not_to_have_been_carried_out() {
        end(A, "failed");
        dead.add(A);
        assertThat(found()).containsExactly("effect, though reported as not carried out");
    }

    @Test
    void patches_out_of_order() {
        started.clear();
        started.addAll(List.of(B, A, C));
        lines.clear();
        lines.addAll(List.of(B, A));
        assertThat(found()).containsExactly("begun out of order", "took effect out of order");
    }

    @Test
    void a_ledger_and_a_status_that_say_something_else() {
        ledger.put(A, "failed");
        told.put(B, "running");
        assertThat(found())
                .containsExactly("the ledger says something else", "status API of ingest 0 says something else");
    }

    @Test
    void an_interrupted_patch_that_is_not_in_the_dead_letters() {
        end(A, "interrupted");
        assertThat(found()).containsExactly("needs a person, not in patches.dead");
    }

    @Test
    void queues_with_messages_and_without_consumers() {
        waiting.put("patches.lane.0", 1);
        unacknowledged.put("patches.lane.1", 1);
        consumers.put("patches.lane.0", 0);
        assertThat(found())
                .containsExactly(
                        "messages left in lane queues", "messages unacknowledged", "lane queues without a consumer");
    }

    @Test
    void a_repository_that_is_as_promised() {
        commits = Optional.of(List.of(A, B, C));
        assertThat(found()).isEmpty();
    }

    @Test
    void a_commit_that_is_missing_and_one_that_is_there_twice() {
        commits = Optional.of(List.of(B, B, C));
        assertThat(found())
                .containsExactly("succeeded, and not exactly one commit", "the tree is not what its commits make");
    }

    @Test
    void a_commit_of_what_did_not_succeed() {
        commits = Optional.of(List.of(A, B, C));
        end(A, "interrupted");
        dead.add(A);
        assertThat(found())
                .containsExactly(
                        "not succeeded, and a commit", "interrupted, though nothing of it was beyond the tree");
    }

    @Test
    void commits_out_of_order_and_a_tree_that_is_not_theirs() {
        commits = Optional.of(List.of(B, A, C));
        assertThat(found()).containsExactly("committed out of order", "the tree is not what its commits make");
        commits = Optional.of(List.of(A, B, C));
        made.clear();
        assertThat(found()).contains("the tree is not what its commits make");
    }

    @Test
    void what_was_approved_and_rejected() {
        patches = List.of(FIRST, SECOND, THIRD, APPROVED, REJECTED);
        List.of(APPROVED.id(), REJECTED.id()).forEach(id -> {
            accepted.add(id);
            inLog.add(id);
            started.add(id);
        });
        end(APPROVED.id(), "succeeded");
        end(REJECTED.id(), "rejected");
        made.add(APPROVED.id());
        commits = Optional.of(List.of(APPROVED.id(), A, B, C));
        assertThat(found()).isEmpty();

        end(APPROVED.id(), "rejected");
        assertThat(found())
                .containsExactly(
                        "effect, though reported as not carried out",
                        "not succeeded, and a commit",
                        "judged, and ended otherwise");
        end(APPROVED.id(), "succeeded");
        end(REJECTED.id(), "succeeded");
        assertThat(found())
                .containsExactly(
                        "reported as succeeded, effect missing",
                        "effect missing, not reported as interrupted or failed",
                        "succeeded, and not exactly one commit",
                        "judged, and ended otherwise");
    }

    private void end(String id, String ending) {
        finals.put(id, new HashMap<>(Map.of(id + "-1-0-" + ending, ending)));
        ledger.put(id, ending);
        told.put(id, ending);
    }

    private List<String> found() {
        Evidence evidence = new Evidence(
                patches,
                accepted,
                List.of(),
                new LogReading(inLog, new LinkedHashSet<>(started), Set.of(), finals, Map.of()),
                new Marks(Map.of(FIRST.laneName(), lines), made),
                ledger,
                List.of(told),
                new QueueReading(waiting, consumers),
                new QueueReading(unacknowledged, Map.of()),
                dead,
                commits,
                List.of());
        return new Audit(evidence)
                .findings().stream()
                        .filter(finding -> !finding.cases().isEmpty())
                        .map(Finding::what)
                        .toList();
    }
}
