package io.patchline.firedrill;

import io.patchline.firedrill.DrillPatch.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds the evidence against what was promised. */
final class Audit {
    private static final Set<String> NEED_A_PERSON = Set.of("failed", "timed_out", "refused", "interrupted");

    /** After these nothing of the patch may be there. */
    private static final Set<String> DID_NOTHING = Set.of("failed", "refused", "cancelled", "rejected");

    /** What is to have its effect however often it begins again. */
    private static final Set<Kind> IDEMPOTENT = EnumSet.of(Kind.IDEMPOTENT, Kind.FILE, Kind.APPROVED);

    private final Evidence evidence;
    private final LogReading log;
    private final List<DrillPatch> accepted;

    Audit(Evidence evidence) {
        this.evidence = evidence;
        this.log = evidence.log();
        this.accepted = evidence.patches().stream()
                .filter(patch -> evidence.accepted().contains(patch.id()))
                .toList();
    }

    /** One row for each promise. */
    List<Finding> findings() {
        List<Finding> rows = new ArrayList<>();
        rows.add(new Finding(
                "submitted until the end and never accepted",
                ids(evidence.patches(), patch -> !evidence.accepted().contains(patch.id()))));
        rows.add(new Finding("answers that are neither accepted nor try again", evidence.wrongAnswers()));
        rows.add(new Finding(
                "accepted, not in the log", ids(patch -> !log.patches().contains(patch.id()))));
        rows.add(new Finding("accepted, without a final event", ids(patch -> !log.isOver(patch.id()))));
        rows.add(new Finding(
                "more than one final event",
                ids(patch -> log.finals().getOrDefault(patch.id(), Map.of()).size() > 1)));
        rows.add(new Finding(
                "reported as succeeded, effect missing", ids(patch -> ended(patch, "succeeded") && marks(patch) == 0)));
        rows.add(new Finding(
                "idempotent, effect missing", ids(patch -> IDEMPOTENT.contains(patch.kind()) && marks(patch) == 0)));
        rows.add(new Finding(
                "effect missing, not reported as interrupted or failed",
                ids(patch -> marks(patch) == 0
                        && !ended(patch, "rejected")
                        && !NEED_A_PERSON.contains(log.ending(patch.id())))));
        rows.add(new Finding("effect more than once", ids(patch -> marks(patch) > 1)));
        rows.add(new Finding("effect, though reported as not carried out", ids(this::doneAllTheSame)));
        rows.add(new Finding("begun out of order", outOfOrder(log::startedOf)));
        rows.add(new Finding("took effect out of order", outOfOrder(this::marksOf)));
        rows.add(new Finding(
                "the ledger says something else",
                ids(patch -> !Objects.equals(evidence.ledger().get(patch.id()), log.ending(patch.id())))));
        for (int i = 0; i < evidence.told().size(); i++) {
            Map<String, String> told = evidence.told().get(i);
            rows.add(new Finding(
                    "status API of ingest " + i + " says something else",
                    ids(patch -> !Objects.equals(told.get(patch.id()), log.ending(patch.id())))));
        }
        Set<String> dead = new HashSet<>(evidence.dead());
        rows.add(new Finding(
                "needs a person, not in patches.dead",
                ids(patch -> NEED_A_PERSON.contains(log.ending(patch.id())) && !dead.contains(patch.id()))));
        rows.add(new Finding("messages left in lane queues", evidence.running().withMessages()));
        rows.add(new Finding("messages unacknowledged", evidence.stopped().withMessages()));
        rows.add(
                new Finding("lane queues without a consumer", evidence.running().withoutConsumer()));
        evidence.commits().ifPresent(commits -> rows.addAll(ofRepository(commits)));
        return List.copyOf(rows);
    }

    /** What is promised besides where executors share a repository only. */
    private List<Finding> ofRepository(List<String> commits) {
        // These come to the branch when somebody has approved them.
        Set<String> judged = Set.copyOf(ids(patch -> patch.kind().isJudged()));
        return List.of(
                new Finding(
                        "succeeded, and not exactly one commit",
                        ids(patch -> ended(patch, "succeeded") && Collections.frequency(commits, patch.id()) != 1)),
                new Finding(
                        "not succeeded, and a commit",
                        ids(patch -> !ended(patch, "succeeded") && commits.contains(patch.id()))),
                new Finding(
                        "interrupted, though nothing of it was beyond the tree",
                        ids(patch -> ended(patch, "interrupted"))),
                new Finding(
                        "failed on purpose, and reported otherwise",
                        ids(patch -> (patch.kind() == Kind.FAILS) != ended(patch, "failed"))),
                new Finding("judged, and ended otherwise", ids(this::endedOtherwise)),
                new Finding(
                        "committed out of order",
                        outOfOrder(ids -> commits.stream()
                                .filter(ids::contains)
                                .filter(id -> !judged.contains(id))
                                .toList())),
                new Finding("the tree is not what its commits make", notReplayed(commits)),
                new Finding("faults of the repository", evidence.faults()));
    }

    /** The lanes whose files are not what comes out where the commits' patches are carried out one after the other. */
    private List<String> notReplayed(List<String> commits) {
        Map<String, List<String>> lines = new HashMap<>();
        List<String> made = new ArrayList<>();
        Map<String, DrillPatch> byId =
                accepted.stream().collect(Collectors.toMap(DrillPatch::id, patch -> patch, (one, same) -> one));
        for (String id : commits) {
            DrillPatch patch = byId.get(id);
            if (patch != null && patch.kind().hasOwnFile()) {
                made.add(id);
            } else if (patch != null) {
                lines.computeIfAbsent(patch.laneName(), lane -> new ArrayList<>())
                        .add(id);
            }
        }
        List<String> wrong = new ArrayList<>();
        Set<String> lanes = new TreeSet<>(lines.keySet());
        lanes.addAll(evidence.marks().lines().keySet());
        for (String lane : lanes) {
            if (!Objects.equals(lines.get(lane), evidence.marks().lines().get(lane))) {
                wrong.add(lane);
            }
        }
        if (!Set.copyOf(made).equals(Set.copyOf(evidence.marks().made()))) {
            wrong.add("made/, judged/");
        }
        return wrong;
    }

    /** How the accepted patches ended, and how many of each. */
    Map<String, Long> endings() {
        return accepted.stream().collect(Collectors.groupingBy(patch -> log.ending(patch.id()), Collectors.counting()));
    }

    private boolean doneAllTheSame(DrillPatch patch) {
        boolean undone = patch.kind() == Kind.FILE && ended(patch, "interrupted");
        return marks(patch) > 0 && (undone || DID_NOTHING.contains(log.ending(patch.id())));
    }

    private boolean endedOtherwise(DrillPatch patch) {
        return ended(patch, "rejected") != (patch.kind() == Kind.REJECTED)
                || (patch.kind() == Kind.APPROVED && !ended(patch, "succeeded"));
    }

    private boolean ended(DrillPatch patch, String ending) {
        return log.ending(patch.id()).equals(ending);
    }

    private int marks(DrillPatch patch) {
        return evidence.marks().of(patch);
    }

    private List<String> marksOf(List<String> ids) {
        String lane = ids.getFirst().substring(0, ids.getFirst().lastIndexOf('-'));
        return evidence.marks().lines().getOrDefault(lane, List.of());
    }

    private interface Observed {
        List<String> orderOf(List<String> ids);
    }

    /** Ids have their place in the lane in them, in digits of the same number: they are in order when they are sorted. */
    private List<String> outOfOrder(Observed observed) {
        List<String> wrong = new ArrayList<>();
        Map<String, List<String>> lanes = accepted.stream()
                .collect(Collectors.groupingBy(
                        DrillPatch::laneName, Collectors.mapping(DrillPatch::id, Collectors.toList())));
        for (List<String> ids : lanes.values()) {
            List<String> order = observed.orderOf(ids);
            for (int i = 1; i < order.size(); i++) {
                if (order.get(i).compareTo(order.get(i - 1)) < 0) {
                    wrong.add(order.get(i) + " after " + order.get(i - 1));
                }
            }
        }
        return wrong;
    }

    private List<String> ids(Predicate<DrillPatch> wrong) {
        return ids(accepted, wrong);
    }

    private static List<String> ids(List<DrillPatch> patches, Predicate<DrillPatch> wrong) {
        return patches.stream().filter(wrong).map(DrillPatch::id).toList();
    }
}
