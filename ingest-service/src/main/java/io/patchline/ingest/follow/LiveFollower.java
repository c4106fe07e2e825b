package io.patchline.ingest.follow;

import io.patchline.event.OutputPiece;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Somebody who hears a patch's live output: holds at most {@value #MOST} pieces for it, and passes over what comes while it has so many. */
final class LiveFollower implements OutputListener, AutoCloseable {
    static final int MOST = 16;

    private sealed interface Heard {
        record Piece(OutputPiece piece) implements Heard {}

        record Call() implements Heard {}
    }

    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MOST);
    private final Consumer<LiveFollower> leave;

    LiveFollower(Consumer<LiveFollower> leave) {
        this.leave = leave;
    }

    /** The next piece; empty when none comes in time, or somebody calls. */
    Optional<OutputPiece> next(Duration atMost) throws InterruptedException {
        return heard.poll(atMost.toMillis(), TimeUnit.MILLISECONDS) instanceof Heard.Piece piece
                ? Optional.of(piece.piece())
                : Optional.empty();
    }

    /** Never waits: a piece for which there is no room is passed over, and the place of the next one tells how much is missing. */
    @Override
    public void hear(OutputPiece piece) {
        heard.offer(new Heard.Piece(piece));
    }

    /** Ends a wait for the next piece. One that has pieces to read does not wait. */
    void call() {
        heard.offer(new Heard.Call());
    }

    @Override
    public void close() {
        leave.accept(this);
    }
}
