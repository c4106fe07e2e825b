package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.event.LaneHold;
import io.patchline.message.MessageCodec;
import io.patchline.patch.Digest;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The lanes that are held, one file each in {@code <state>/ledger/holds}, for all executors of the workspace. What a method changed is on disk when it returns; each may be
 * called again with the same result. Safe for use by several threads and processes.
 */
public final class LaneHolds {
    private static final ObjectMapper JSON = MessageCodec.mapper();

    private final Path ledger;
    private final Path directory;

    LaneHolds(Path ledger) throws IOException {
        this.ledger = ledger;
        this.directory = ledger.resolve("holds");
        DurableFiles.createDirectories(directory);
    }

    /** The hold on this lane, if it is held. */
    public Optional<HoldMark> of(Lane lane) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file(lane)), HoldMark.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** This patch failed and holds its lane from now on: a hold that there is goes on. */
    public void hold(Lane lane, LaneHold part, PatchId failed, Instant at) throws IOException {
        change(
                lane,
                known -> Optional.of(known.filter(mark -> mark.by().equals(part.by()))
                        .orElseGet(() -> new HoldMark(lane, part.by(), failed, at, 0, false))
                        .heldBy(failed)));
    }

    /** A patch with this part was set aside. */
    public void aside(Lane lane, LaneHold part) throws IOException {
        change(lane, known -> known.map(mark -> mark.by().equals(part.by()) ? mark.asideUpTo(part.order()) : mark));
    }

    /** Those that were set aside may pass from now on. If none was, the hold is over. */
    public void clear(Lane lane, PatchId by) throws IOException {
        change(
                lane,
                known -> known.filter(mark -> !mark.by().equals(by) || mark.last() > 0)
                        .map(mark -> mark.by().equals(by) ? mark.cleared() : mark));
    }

    /**
     * The hold is over, unless somebody was set aside after this place.
     *
     * @return whether the lane is not held by this patch, or not any more
     */
    public boolean release(Lane lane, PatchId by, long after) throws IOException {
        Optional<HoldMark> left =
                change(lane, known -> known.filter(mark -> !mark.by().equals(by) || mark.last() > after));
        return left.filter(mark -> mark.by().equals(by)).isEmpty();
    }

    private synchronized Optional<HoldMark> change(Lane lane, UnaryOperator<Optional<HoldMark>> change)
            throws IOException {
        if (!Files.isDirectory(directory) && Files.isDirectory(ledger)) {
            DurableFiles.createDirectories(directory);
        }
        try (FileChannel file = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
                FileLock lock = file.lock()) {
            Optional<HoldMark> before = of(lane);
            Optional<HoldMark> after = change.apply(before);
            if (after.isPresent() && !after.equals(before)) {
                DurableFiles.write(file(lane), JSON.writeValueAsBytes(after.get()));
            } else if (after.isEmpty() && before.isPresent()) {
                Files.deleteIfExists(file(lane));
                DurableFiles.sync(directory);
            }
            return after;
        }
    }

    private Path file(Lane lane) {
        return directory.resolve(Digest.sha256Hex(lane.name().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
