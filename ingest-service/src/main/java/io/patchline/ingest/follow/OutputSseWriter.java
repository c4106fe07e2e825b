package io.patchline.ingest.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.event.OutputPiece;
import io.patchline.event.RunRef;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Writes to one follower the output of a patch: each byte once, in order, and as a gap what it cannot have. Knows how far the follower has each command's output. */
final class OutputSseWriter {
    private static final ObjectMapper JSON = MessageCodec.mapper();

    private final SseWriter out;
    private final Map<Integer, Long> seen = new HashMap<>();
    private int run;
    private int attempt;

    /** Of actions with a lower number the follower has everything. */
    private int hasAllBefore;

    /** The data of an event {@code output}. */
    private record Output(int run, int attempt, int action, long from, String text) {}

    /** The data of an event {@code gap}: these bytes the follower does not get here. */
    private record Gap(int run, int attempt, int action, long from, long to) {}

    /**
     * @param has what the follower has already
     */
    OutputSseWriter(SseWriter out, Optional<OutputPosition> has) {
        this.out = out;
        has.ifPresent(place -> {
            run = place.run();
            attempt = place.attempt();
            hasAllBefore = place.action();
            seen.put(place.action(), place.bytes());
        });
    }

    /** A piece as it came; of what the follower has, nothing again. */
    void write(OutputPiece piece) throws IOException {
        if (!turnTo(piece.ref().run(), piece.ref().attempt())) {
            return;
        }
        long has = has(piece.action());
        if (piece.from() > has) {
            gap(piece.action(), has, piece.from());
        }
        if (piece.end() > has) {
            byte[] bytes = piece.text().getBytes(StandardCharsets.UTF_8);
            int known = (int) Math.max(0, has - piece.from());
            String text = new String(Arrays.copyOfRange(bytes, known, bytes.length), StandardCharsets.UTF_8);
            text(piece.action(), piece.from() + known, text);
        }
    }

    /** An attempt is over: what the follower lacks of it and was kept. */
    void writeRest(RunRef ref, RunReport report) throws IOException {
        if (!turnTo(ref.run(), ref.attempt())) {
            return;
        }
        for (CommandResult command : report.commands()) {
            long has = has(command.action());
            for (FinalOutput.Part part : FinalOutput.behind(has, command.output())) {
                switch (part) {
                    case FinalOutput.Text text -> text(command.action(), text.from(), text.text());
                    case FinalOutput.Gap gap -> gap(command.action(), gap.from(), gap.end());
                }
            }
        }
    }

    /** Whether this attempt is the one that is written at the moment. */
    boolean isAt(int otherRun, int otherAttempt) {
        return otherRun == run && otherAttempt == attempt;
    }

    /** Whether this attempt is the one that is written, or a later one, which it then is. */
    private boolean turnTo(int otherRun, int otherAttempt) {
        boolean later = otherRun > run || (otherRun == run && otherAttempt > attempt);
        if (later) {
            run = otherRun;
            attempt = otherAttempt;
            seen.clear();
            hasAllBefore = 0;
        }
        return isAt(otherRun, otherAttempt);
    }

    /** How many bytes of this action's output the follower has. */
    private long has(int action) {
        return action < hasAllBefore ? Long.MAX_VALUE : seen.getOrDefault(action, 0L);
    }

    private void text(int action, long from, String text) throws IOException {
        long end = from + text.getBytes(StandardCharsets.UTF_8).length;
        event(action, end, "output", new Output(run, attempt, action, from, text));
    }

    private void gap(int action, long from, long to) throws IOException {
        event(action, to, "gap", new Gap(run, attempt, action, from, to));
    }

    private void event(int action, long has, String name, Object data) throws IOException {
        seen.put(action, has);
        out.event(new OutputPosition(run, attempt, action, has).toString(), name, json(data));
    }

    static byte[] json(Object data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an event", e);
        }
    }
}
