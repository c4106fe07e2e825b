package io.patchline.ingest.output;

import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.follow.OutputPosition;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.log.LogOutcomes;
import io.patchline.ingest.status.AttemptView;
import io.patchline.ingest.status.PatchStory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a patch's commands wrote, part by part: of an attempt that is over from the log, of one that goes on what was heard of it. Each answer tells where the next part
 * begins, so that nobody has to stay connected. Safe for use by several threads.
 */
@Singleton
public final class PatchOutput {
    private final LogOutcomes outcomes;
    private final RecentOutputs recent;

    PatchOutput(LogOutcomes outcomes, RecentOutputs recent) {
        this.outcomes = outcomes;
        this.recent = recent;
    }

    /**
     * The part that is asked for; empty if there is no such attempt, or the patch has not been begun. Blocks.
     *
     * @param memory of the answer, which is declined where there is none
     * @throws InvalidParameterException if the cursor is none of ours
     * @throws IOException if the log cannot be read
     */
    public Optional<OutputPart> read(PatchStory story, OutputAsk ask, AnswerMemory.Share memory)
            throws IOException, InterruptedException {
        recent.listen(story.id());
        List<AttemptView> attempts = AttemptView.of(story.timeline());
        Optional<OutputPosition> behind = ask.start() instanceof OutputAsk.Start.Behind start
                ? Optional.of(position(start.cursor()))
                : Optional.empty();
        Optional<AttemptView> asked = attempts.stream()
                .filter(attempt -> ask.run().map(run -> run == attempt.run()).orElse(true))
                .filter(attempt ->
                        ask.attempt().map(number -> number == attempt.attempt()).orElse(true))
                .filter(attempt -> behind.map(
                                place -> place.run() == attempt.run() && place.attempt() == attempt.attempt())
                        .orElse(true))
                .reduce((first, last) -> last);
        if (asked.isEmpty() || !hasRoom(asked.get(), memory)) {
            return Optional.empty();
        }
        OutputPart part = part(written(story, asked.get(), ask), ask, behind);
        return Optional.of(goOn(part, asked.get(), attempts, ask));
    }

    /** Whoever has all of an attempt that is over goes on with the next one. */
    private static OutputPart goOn(OutputPart part, AttemptView asked, List<AttemptView> attempts, OutputAsk ask) {
        int next = attempts.indexOf(asked) + 1;
        if (part.more()
                || !part.over()
                || next == attempts.size()
                || ask.run().isPresent()
                || ask.attempt().isPresent()) {
            return part;
        }
        AttemptView later = attempts.get(next);
        String cursor = new OutputPosition(later.run(), later.attempt(), 0, 0).toString();
        return new OutputPart(
                part.run(), part.attempt(), part.text(), cursor, true, part.total(), part.leftOut(), false);
    }

    private static OutputPart part(WrittenOutput output, OutputAsk ask, Optional<OutputPosition> behind) {
        int action = ask.action().orElse(0);
        return switch (ask.start()) {
            case OutputAsk.Start.At at -> output.from(action, at.bytes(), ask.most());
            case OutputAsk.Start.Behind same ->
                output.from(behind.orElseThrow().action(), behind.orElseThrow().bytes(), ask.most());
            case OutputAsk.Start.Last last -> output.last(last.lines(), ask.most());
        };
    }

    private boolean hasRoom(AttemptView attempt, AnswerMemory.Share memory) {
        return attempt.event().isEmpty()
                || memory.take(outcomes.cost(attempt.event().get()));
    }

    private WrittenOutput written(PatchStory story, AttemptView attempt, OutputAsk ask)
            throws IOException, InterruptedException {
        WrittenOutput all = attempt.event().isPresent()
                ? WrittenOutput.of(
                        attempt.run(),
                        attempt.attempt(),
                        outcomes.at(story.id(), attempt.event().get())
                                .outcome()
                                .report()
                                .commands())
                : WrittenOutput.heard(
                        attempt.run(), attempt.attempt(), recent.of(story.id(), attempt.run(), attempt.attempt()));
        return ask.action().map(all::ofAction).orElse(all);
    }

    private static OutputPosition position(String cursor) {
        try {
            return OutputPosition.parse(cursor);
        } catch (InvalidParameterException e) {
            throw new InvalidParameterException(
                    "The cursor is one that an earlier answer gave, such as 1.1.0.4096. Leave it out to begin anew.");
        }
    }
}
