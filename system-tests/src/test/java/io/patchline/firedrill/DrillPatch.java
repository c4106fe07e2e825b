package io.patchline.firedrill;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.patchline.message.MessageCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A patch of the drill: it leaves one mark, by which one sees how often it took effect.
 *
 * @param lane 0 to {@value #LANES} - 1
 * @param number its place in the lane, from 0
 * @param pauses how long its command sleeps before the mark and after it, in seconds
 */
record DrillPatch(int lane, int number, Kind kind, List<String> pauses) {
    static final int LANES = 16;

    /** The directory whose changes wait for a review. */
    static final String JUDGED = "judged";

    private static final List<String> SHORT = List.of("0", "0.1", "0.3", "0.8");

    /** How it leaves its mark. */
    enum Kind {
        /** Appends a line; not to be run again. */
        APPEND,
        /** Appends a line unless it is there; may be run again. */
        IDEMPOTENT,
        /** Writes a file, by a file action; is rolled back and made again. */
        FILE,
        /** Appends a line and fails; nothing of it may stay. Only where a failed command leaves no trace. */
        FAILS,
        /** Writes a file that a person has to judge, and is approved. */
        APPROVED,
        /** Likewise, and is rejected. */
        REJECTED;

        /** Whether somebody decides on it, when it has run. */
        boolean isJudged() {
            return this == APPROVED || this == REJECTED;
        }

        /** Whether it makes a file instead of a line. */
        boolean hasOwnFile() {
            return this == FILE || isJudged();
        }
    }

    /** The number-th of all, of a kind and length by chance. */
    static DrillPatch random(int number, Random random, boolean repository) {
        int dice = random.nextInt(100);
        Kind kind = repository ? kindForRepository(dice) : kind(dice);
        List<String> pauses = random.nextInt(150) == 0
                ? List.of("3", "9")
                : List.of(SHORT.get(random.nextInt(SHORT.size())), SHORT.get(random.nextInt(SHORT.size())));
        return new DrillPatch(number % LANES, number / LANES, kind, pauses);
    }

    private static Kind kind(int dice) {
        return dice < 50 ? Kind.APPEND : dice < 80 ? Kind.IDEMPOTENT : Kind.FILE;
    }

    /** Where a failure leaves no trace, and commits can be judged. */
    private static Kind kindForRepository(int dice) {
        return switch (dice % 10) {
            case 3 -> dice < 70 ? Kind.APPROVED : Kind.REJECTED;
            case 7 -> Kind.FAILS;
            default -> kind(dice);
        };
    }

    String id() {
        return "%s-%05d".formatted(laneName(), number);
    }

    String laneName() {
        return "lane-%02d".formatted(lane);
    }

    /** The file of the lane, in the workspace. */
    String laneFile() {
        return laneName() + ".txt";
    }

    /** The file of a patch that makes one. */
    String ownFile() {
        return (kind.isJudged() ? JUDGED : "made") + "/" + laneName() + "/" + id();
    }

    String body() {
        Map<String, Object> patch = new HashMap<>(Map.of("id", id(), "lane", laneName()));
        switch (kind) {
            case APPEND -> patch.putAll(command("echo %s >> %s".formatted(id(), laneFile())));
            case FAILS -> patch.putAll(command("echo %s >> %s; exit 3; true".formatted(id(), laneFile())));
            case IDEMPOTENT -> {
                patch.putAll(
                        command("grep -qx %1$s %2$s 2>/dev/null || echo %1$s >> %2$s".formatted(id(), laneFile())));
                patch.put("idempotent", true);
            }
            case FILE, APPROVED, REJECTED ->
                patch.put("mutations", List.of(Map.of("path", ownFile(), "contents", id() + "\n")));
        }
        try {
            return MessageCodec.mapper().writeValueAsString(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> command(String mark) {
        String text = "sleep %s; %s; sleep %s".formatted(pauses.get(0), mark, pauses.get(1));
        return Map.of("role", "command_patch", "target_file", laneFile(), "patch", text);
    }
}
